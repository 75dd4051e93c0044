//! Keeps each rule, its page and its cases in step.

use std::fs;
use std::path::{Path, PathBuf};

use crate::rules::{Rule, Seen, ALL};

#[test]
fn every_rule_has_a_page_that_says_the_same() {
    for rule in ALL {
        let page = repository().join(format!("docs/rules/{}.md", rule.code));
        let text = fs::read_to_string(&page).unwrap_or_else(|_| panic!("{page:?} is missing"));
        assert!(
            text.starts_with(&format!("# {}: ", rule.code)),
            "title of {page:?}"
        );
        let line = format!("\n*{:?}, {}.*\n", rule.level, seen(rule.seen));
        assert!(text.contains(&line), "{page:?} has no {line:?}");
        for part in ["## Why", "## Wrong", "## Right"] {
            assert!(text.contains(part), "{page:?} has no {part:?}");
        }
    }
}

#[test]
fn every_rule_has_a_case_that_fails_and_one_that_passes() {
    let failures = contents("fail", "stderr");
    let passes = contents("pass", "rs");
    let settings = contents("settings", "stderr");
    for Rule { code, seen, .. } in ALL {
        match seen {
            Seen::Crate => continue,
            Seen::Settings => {
                let broken = settings
                    .iter()
                    .any(|text| text.contains(&format!("[{code}]")));
                assert!(broken, "no case in ui-tests/settings breaks {code}");
                continue;
            }
            Seen::Item | Seen::Module | Seen::Types => {}
        }
        let broken = failures
            .iter()
            .any(|text| text.contains(&format!("[{code}]")));
        assert!(broken, "no case in ui-tests/fail breaks {code}");
        let heeded = passes.iter().any(|text| doc_line(text).contains(code));
        assert!(heeded, "no case in ui-tests/pass says that it heeds {code}");
    }
}

/// The words of the pages for where a rule is seen.
fn seen(seen: Seen) -> &'static str {
    match seen {
        Seen::Item => "seen at the item",
        Seen::Module => "seen inside an annotated module",
        Seen::Types => "seen by the compiler, which knows the types",
        Seen::Crate => "seen only by a tool that reads the whole crate",
        Seen::Settings => "seen in Cargo.toml",
    }
}

#[test]
fn codes_are_counted_up() {
    for (i, rule) in ALL.iter().enumerate() {
        assert_eq!(rule.code, format!("B{:03}", i + 1));
    }
}

#[test]
fn every_page_has_a_rule() {
    for page in files(&repository().join("docs/rules"), "md") {
        let code = page.file_stem().unwrap_or_default().to_string_lossy();
        assert!(
            ALL.iter().any(|rule| rule.code == code),
            "{page:?} is about no rule"
        );
    }
}

#[test]
fn messages_are_three_lines_without_a_full_stop() {
    for rule in ALL {
        let message = rule.message("it");
        let lines: Vec<_> = message.lines().collect();
        let [problem, help, page] = lines[..] else {
            panic!("{message:?}");
        };
        assert!(problem.ends_with(&format!(" [{}]", rule.code)));
        assert!(help.starts_with("help: ") && !help.ends_with('.'));
        let file = format!("docs/rules/{}.md", rule.code);
        assert!(page.starts_with("see https://") && page.ends_with(&file));
        assert!(repository().join(file).is_file());
    }
}

#[test]
fn what_is_not_unwind_safe_is_told_of_the_poisoning_cell_first() {
    let rules = ALL
        .iter()
        .filter(|rule| ["B017", "B018"].contains(&rule.code));
    let messages: Vec<_> = rules.map(|rule| rule.message("it")).collect();
    assert_eq!(messages.len(), 2, "B017 and B018");
    for message in &messages {
        let (_, help) = message.split_once("help: ").expect("it has a help");
        let cell = help.find("`PoisonCell`").expect("the help names it");
        let others = ["assert", "abort", "value of its own", "reason"];
        let first = others.iter().filter_map(|other| help.find(other)).min();
        assert!(first.is_none_or(|first| cell < first), "{help}");
    }
    let closures = contents("fail/closures", "stderr").join("\n");
    assert!(closures.contains("help: share it in a `PoisonCell`"));
    let exports = contents("fail/unwind", "stderr");
    let about_cells = exports.iter().filter(|text| text.contains("Cell"));
    about_cells.for_each(|text| {
        assert!(
            text.contains("`PoisonCell`") || text.contains("PoisonCell<"),
            "{text}"
        )
    });
}

/// Cargo runs tests in the directory of their package.
fn repository() -> PathBuf {
    "..".into()
}

/// The text of every file of a kind of case.
fn contents(kind: &str, extension: &str) -> Vec<String> {
    let folder = repository().join("ui-tests").join(kind);
    let files = files(&folder, extension).into_iter();
    files
        .map(|file| fs::read_to_string(file).expect("it can be read"))
        .collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let found = paths.flat_map(|path| match path.is_dir() {
        true => files(&path, extension),
        false => vec![path],
    });
    found
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect()
}

/// The first comment of a case, which names the rules it is about.
fn doc_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
