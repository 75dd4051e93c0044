//! What was found, for people and for machines.

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;

use crate::remedy::Remedy;
use crate::terminal::{self, paint, BOLD, CYAN, DIM, GREEN, RED, YELLOW};

/// One thing that was looked at.
#[derive(Serialize)]
pub(super) struct Check {
    /// A stable name for machines.
    id: String,
    group: Group,
    status: Status,
    summary: String,
    #[serde(skip_serializing_if = "Value::is_null")]
    facts: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<Remedy>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Group {
    Compilers,
    Engines,
    Tools,
    Crate,
    Bundlers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Ok,
    /// Worth knowing; nothing is wrong.
    Advice,
    /// Something does not work, or works wrongly.
    Problem,
}

impl Check {
    pub(super) fn ok(group: Group, id: impl Into<String>, summary: impl Into<String>) -> Check {
        Check::new(group, id, Status::Ok, summary)
    }

    pub(super) fn advice(group: Group, id: impl Into<String>, summary: impl Into<String>) -> Check {
        Check::new(group, id, Status::Advice, summary)
    }

    pub(super) fn problem(
        group: Group,
        id: impl Into<String>,
        summary: impl Into<String>,
    ) -> Check {
        Check::new(group, id, Status::Problem, summary)
    }

    /// A problem where it matters, and advice where it may.
    pub(super) fn problem_if(
        matters: bool,
        group: Group,
        id: impl Into<String>,
        summary: impl Into<String>,
    ) -> Check {
        let status = if matters {
            Status::Problem
        } else {
            Status::Advice
        };
        Check::new(group, id, status, summary)
    }

    fn new(
        group: Group,
        id: impl Into<String>,
        status: Status,
        summary: impl Into<String>,
    ) -> Check {
        Check {
            id: id.into(),
            group,
            status,
            summary: summary.into(),
            facts: Value::Null,
            remedy: None,
        }
    }

    pub(super) fn facts(self, facts: Value) -> Check {
        Check { facts, ..self }
    }

    pub(super) fn remedy(self, remedy: Remedy) -> Check {
        Check {
            remedy: Some(remedy),
            ..self
        }
    }
}

/// All of it.
#[derive(Default)]
pub(super) struct Report(Vec<Check>);

impl Report {
    pub(super) fn add(&mut self, check: Check) {
        self.0.push(check);
    }

    pub(super) fn problems(&self) -> usize {
        self.count(Status::Problem)
    }

    fn count(&self, status: Status) -> usize {
        self.0.iter().filter(|check| check.status == status).count()
    }

    /// One document; `schema` changes when a reader has to.
    pub(super) fn to_json(&self) -> Result<String> {
        let document = serde_json::json!({
            "schema": 1,
            "command": "doctor",
            "checks": self.0,
            "problems": self.problems(),
        });
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }

    /// Tells people, group by group.
    pub(super) fn tell(&self) {
        use Group::{Bundlers, Compilers, Crate, Engines, Tools};
        for (group, heading) in [
            (Compilers, "Compilers"),
            (Engines, "Engines"),
            (Tools, "Tools"),
            (Crate, "This crate"),
            (Bundlers, "Bundlers and test runners"),
        ] {
            let checks: Vec<_> = self.0.iter().filter(|it| it.group == group).collect();
            if checks.is_empty() {
                continue;
            }
            terminal::say(&paint(BOLD, heading));
            checks.into_iter().for_each(Check::tell);
        }
        terminal::say(&self.last_line());
    }

    fn last_line(&self) -> String {
        let advice = match self.count(Status::Advice) {
            0 => String::new(),
            advice => format!(", {advice} to know"),
        };
        match self.problems() {
            0 => format!("{} no problems{advice}", paint(GREEN, "done:")),
            problems => {
                let problems = terminal::counted(problems, "problem");
                format!("{} {problems}{advice}", paint(RED, "found:"))
            }
        }
    }
}

impl Check {
    fn tell(&self) {
        let (style, mark) = match self.status {
            Status::Ok => (GREEN, "ok"),
            Status::Advice => (YELLOW, "note"),
            Status::Problem => (RED, "problem"),
        };
        let mark = paint(style, format!("{mark:>9}"));
        let mut lines = self.summary.lines();
        terminal::say(&format!("{mark}  {}", lines.next().unwrap_or_default()));
        for line in lines {
            terminal::say(&format!("           {line}"));
        }
        let Some(remedy) = &self.remedy else { return };
        if let Some(command) = &remedy.command {
            terminal::say(&format!("           {} {command}", paint(CYAN, "$")));
        }
        for line in remedy.text.iter().flat_map(|text| text.lines()) {
            terminal::say(&format!("           {}", paint(DIM, line)));
        }
    }
}
