//! What was measured, held against `bench/budget.toml`: aims, which are promises, and budgets, which
//! are what has been reached and is not given up again.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;

use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};

use super::links::Trace;
use crate::table::Table;
use crate::workspace;

/// One number under the name that `bench/budget.toml` knows it by.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Figure {
    pub(super) group: String,
    pub(super) name: String,
    pub(super) value: f64,
    pub(super) unit: Unit,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) enum Unit {
    Bytes,
    Count,
    Ratio,
}

impl Figure {
    pub(super) fn new(
        group: impl Into<String>,
        name: impl Into<String>,
        value: f64,
        unit: Unit,
    ) -> Figure {
        Figure {
            group: group.into(),
            name: name.into(),
            value,
            unit,
        }
    }
}

impl Unit {
    /// As many digits as mean something.
    fn display(self, value: f64) -> String {
        match self {
            Unit::Ratio => format!("{value:.2}"),
            Unit::Bytes if value.fract() != 0.0 => format!("{value:.1}"),
            Unit::Bytes | Unit::Count => format!("{value:.0}"),
        }
    }
}

/// The file.
#[derive(Deserialize)]
pub(super) struct Limits {
    /// By which names a feature is told.
    pub(super) linked: BTreeMap<String, Trace>,
    /// All limits, by group and name.
    #[serde(flatten)]
    groups: BTreeMap<String, BTreeMap<String, Limit>>,
}

/// What a figure should be at most, and what it must be at most.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Limit {
    /// The line of the contract that has the aim.
    promise: Option<String>,
    aim: Option<f64>,
    budget: Option<f64>,
}

/// A figure and its limit.
#[derive(Serialize)]
pub(super) struct Judged {
    #[serde(flatten)]
    figure: Figure,
    promise: Option<String>,
    aim: Option<f64>,
    budget: Option<f64>,
}

impl Limits {
    /// Reads the file.
    pub(super) fn read() -> Result<Limits> {
        let path = workspace::root().join("bench/budget.toml");
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        toml::from_str(&text).with_context(|| path.display().to_string())
    }

    /// Puts its limit to each figure that has one.
    pub(super) fn judge(&self, figures: &[Figure]) -> Vec<Judged> {
        let judged = figures.iter().filter_map(|figure| {
            let limit = self.groups.get(&figure.group)?.get(&figure.name)?.clone();
            Some(Judged {
                figure: figure.clone(),
                promise: limit.promise,
                aim: limit.aim,
                budget: limit.budget,
            })
        });
        judged.collect()
    }

    /// Fails if the file has a limit for something that is not among the figures, though others
    /// of its group are: it would hold nothing back.
    pub(super) fn check_names(&self, figures: &[Figure]) -> Result<()> {
        for (group, limits) in &self.groups {
            let names: Vec<_> = figures
                .iter()
                .filter(|figure| figure.group == *group)
                .map(|figure| figure.name.as_str())
                .collect();
            let unknown = limits.keys().find(|name| !names.contains(&name.as_str()));
            if let Some(unknown) = unknown.filter(|_| !names.is_empty()) {
                bail!(
                    "bench/budget.toml has `{unknown}` in `{group}`, which nothing measures; what \
                     is measured there: {}",
                    names.join(", ")
                );
            }
        }
        Ok(())
    }
}

impl Judged {
    /// What this is about.
    pub(super) fn title(&self) -> String {
        format!("{}: {}", self.figure.group, self.figure.name)
    }

    pub(super) fn has_budget(&self) -> bool {
        self.budget.is_some()
    }

    /// What is wrong, if the budget is exceeded.
    pub(super) fn exceeded(&self) -> Option<String> {
        let budget = self.budget.filter(|budget| self.figure.value > *budget)?;
        let shown = |value| self.figure.unit.display(value);
        let aim = self.aim.map(|aim| format!(", the aim {}", shown(aim)));
        Some(format!(
            "{} exceeds the budget of {}{}",
            shown(self.figure.value),
            shown(budget),
            aim.unwrap_or_default()
        ))
    }

    fn meets_aim(&self) -> Option<bool> {
        Some(self.figure.value <= self.aim?)
    }
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: f64| self.figure.unit.display(value);
        let Figure {
            group, name, value, ..
        } = &self.figure;
        write!(f, "{group}: {name}: {}", shown(*value))?;
        if let Some(budget) = self.budget {
            write!(f, ", budget {}", shown(budget))?;
        }
        match self.aim.zip(self.meets_aim()) {
            Some((aim, true)) => write!(f, ", aim {} met", shown(aim)),
            Some((aim, false)) => write!(f, ", aim {} not met", shown(aim)),
            None => Ok(()),
        }
    }
}

/// All that has a limit, as a table, and how many aims are met.
pub(super) fn table(judged: &[Judged]) -> (Table, String) {
    let mut table = Table::new(["", "what", "measured", "aim", "is it met?", "budget"]);
    let mut group = "";
    for one in judged {
        if one.figure.group != group {
            group = &one.figure.group;
            table.heading(group);
        }
        let shown = |value: Option<f64>| value.map(|value| one.figure.unit.display(value));
        table.row([
            one.promise.clone().unwrap_or_default(),
            one.figure.name.clone(),
            one.figure.unit.display(one.figure.value),
            shown(one.aim).unwrap_or_default(),
            match one.meets_aim() {
                Some(true) => "yes".to_owned(),
                Some(false) => "**no**".to_owned(),
                None => String::new(),
            },
            shown(one.budget).unwrap_or_default(),
        ]);
    }
    let aims: Vec<_> = judged.iter().filter_map(Judged::meets_aim).collect();
    let met = aims.iter().filter(|met| **met).count();
    let exceeded = judged.iter().filter(|one| one.exceeded().is_some()).count();
    let summary = format!(
        "{met} of {} aims are met; {exceeded} budgets are exceeded.",
        aims.len()
    );
    (table, summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        let text =
            "[linked]\n[\"wasm, abort build\"]\nfunction = { promise = \"W2\", aim = 32, budget = \
                    220 }\nfield = { budget = 10 }\n";
        toml::from_str(text).unwrap()
    }

    fn figure(name: &str, value: f64) -> Figure {
        Figure::new("wasm, abort build", name, value, Unit::Bytes)
    }

    #[test]
    fn a_budget_that_is_exceeded_is_told_with_its_aim() {
        let judged = limits().judge(&[figure("function", 220.5), figure("field", 10.0)]);
        assert_eq!(
            judged[0].exceeded().unwrap(),
            "220.5 exceeds the budget of 220, the aim 32"
        );
        assert_eq!(judged[1].exceeded(), None);
    }

    #[test]
    fn an_aim_that_is_not_met_is_not_hidden() {
        let judged = limits().judge(&[figure("function", 220.0)]);
        assert!(judged[0].exceeded().is_none());
        assert!(judged[0].to_string().ends_with("aim 32 not met"));
        let (table, summary) = table(&judged);
        assert!(table
            .markdown()
            .contains("| W2 | function | 220 | 32 | **no** | 220 |"));
        assert_eq!(summary, "0 of 1 aims are met; 0 budgets are exceeded.");
    }

    #[test]
    fn a_limit_for_nothing_is_a_mistake() {
        let error = limits()
            .check_names(&[figure("function", 1.0)])
            .unwrap_err();
        assert!(error.to_string().contains("`field`"));
        let elsewhere = Figure::new("load", "require", 1.0, Unit::Ratio);
        limits().check_names(&[elsewhere]).unwrap();
    }

    #[test]
    fn the_file_is_understood() {
        Limits::read().unwrap();
    }
}
