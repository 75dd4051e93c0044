//! What all commands have in common: help, completions, exit codes.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::support::{self, Place};

/// The commands, in the order of the help.
const COMMANDS: &[&str] = &[
    "init",
    "migrate",
    "doctor",
    "build",
    "finish",
    "audit",
    "verify",
    "explain",
    "completions",
];

/// Compares with `tests/help/NAME.txt`, or writes that where `BLESS` is set.
fn check_golden(name: &str, text: &str) {
    let file = PathBuf::from(format!("tests/help/{name}.txt"));
    if env::var_os("BLESS").is_some() {
        fs::write(&file, text).unwrap();
        return;
    }
    let golden = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        text,
        golden,
        "{} differs; BLESS=1 renews it",
        file.display()
    );
}

#[test]
fn help_is_as_it_was() {
    let place = Place::new();
    let all = place.run(&["--help"]);
    assert_eq!((all.code, all.err.as_str()), (0, ""));
    check_golden("bulkhead", &all.out);
    for command in COMMANDS {
        assert!(
            all.out.contains(&format!("\n  {command} ")),
            "{command} is not listed"
        );
        let help = place.run(&[command, "--help"]);
        assert_eq!((help.code, help.err.as_str()), (0, ""));
        assert!(
            help.out.contains("Examples:\n  cargo bulkhead "),
            "{command} has no example"
        );
        check_golden(command, &help.out);
    }
    let listed = all
        .out
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1);
    assert_eq!(
        listed.take_while(|line| !line.is_empty()).count(),
        COMMANDS.len()
    );
}

#[test]
fn without_a_command_there_is_help() {
    let help = Place::new().run(&[]);
    assert_eq!(help.code, 0);
    assert!(help.out.contains("Usage: cargo bulkhead"), "{}", help.out);
}

#[test]
fn a_wrong_word_is_a_failure_of_the_command_and_says_what_is_meant() {
    let place = Place::new();
    for args in [
        &["docter"][..],
        &["doctor", "--jsn"],
        &["completions", "tcsh"],
    ] {
        let ended = place.run(args);
        assert_eq!((ended.code, ended.out.as_str()), (101, ""), "{args:?}");
        assert!(ended.err.starts_with("error: "), "{}", ended.err);
        assert_eq!(ended.err.matches("error: ").count(), 1, "{}", ended.err);
    }
    assert!(place.run(&["docter"]).err.contains("'doctor'"));
}

#[test]
fn completions_know_the_commands() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = place.run(&["completions", shell]);
        assert_eq!(script.code, 0);
        for command in COMMANDS {
            assert!(
                script.out.contains(command),
                "{shell} does not know {command}"
            );
        }
    }
}

#[test]
fn it_runs_with_and_without_cargo_before_it() {
    let place = Place::new();
    let mut bare = std::process::Command::new(support::program());
    let bare = support::Ended::of(bare.arg("--version").output().unwrap());
    assert_eq!(bare.out, place.run(&["--version"]).out);
    assert_eq!(
        bare.out,
        format!("cargo bulkhead {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let place = Place::new();
    let mut command = place.command(&["completions", "bash"]);
    let mut child = command
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
