//! Crates with settings: each file of `settings/` is one, whose first comment is its table
//! `[package.metadata.wasm-bulkhead]`, and what the compiler says of it is in the `.stderr` beside it.
//! A comment with several tables, each below its `[name]`, makes one crate of each, and `name` is part
//! of the name of its `.stderr`. `TRYBUILD=overwrite` renews them.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

#[test]
fn a_crate_is_told_what_its_settings_ask_for() {
    // Cargo runs tests in the directory of their package.
    let files = fs::read_dir("settings").expect("the folder is there");
    let mut files: Vec<_> = files
        .map(|file| file.expect("it can be read").path())
        .filter(|file| file.extension() == Some(OsStr::new("rs")))
        .collect();
    files.sort();
    let others: Vec<_> = files.iter().filter(|file| !is_as_expected(file)).collect();
    assert!(!files.is_empty() && others.is_empty(), "{others:?}");
}

#[test]
fn a_setting_that_changes_is_seen_at_the_next_check() {
    let source =
        "use std::cell::Cell;\nuse wasm_bindgen::prelude::*;\nuse wasm_bulkhead::bulkhead;\n\
        #[bulkhead]\n#[wasm_bindgen]\npub struct Count(Cell<u32>);\n\
        #[bulkhead]\n#[wasm_bindgen]\npub fn get(count: &Count) -> u32 { count.0.get() }\n";
    let krate = Crate::new("changing");
    let check = |table: &str| {
        krate.write(table, source);
        krate.check()
    };
    let warning = check("");
    assert!(
        warning.starts_with("warning: this lint expectation is unfulfilled"),
        "{warning}"
    );
    assert_eq!(check("unwind = \"never\""), "");
    let error = check("unwind = \"required\"");
    assert!(
        error.starts_with("error[E0080]: evaluation panicked: `Count`"),
        "{error}"
    );
    assert!(check("unwind = \"sometimes\"").contains("[B024]"));
    assert_eq!(check(""), warning);
}

fn is_as_expected(file: &Path) -> bool {
    let source = fs::read_to_string(file).expect("it can be read");
    let stem = file.file_stem().expect("it has a name").to_string_lossy();
    let mut is_all = true;
    for (name, table) in tables(&source) {
        let name = match name {
            "" => stem.to_string(),
            name => format!("{stem}.{name}"),
        };
        let krate = Crate::new(&name.replace('.', "_"));
        krate.write(&table, &source);
        let messages = krate.check();
        let expected = file.with_file_name(format!("{name}.stderr"));
        if env::var_os("TRYBUILD").is_some_and(|value| value == "overwrite") {
            fs::write(&expected, &messages).expect("it can be written");
        }
        if !fs::read_to_string(&expected).is_ok_and(|expected| expected == messages) {
            println!("{}:\n{messages}", expected.display());
            is_all = false;
        }
    }
    is_all
}

/// The tables in the first comment, by the names above them.
fn tables(source: &str) -> Vec<(&str, String)> {
    let mut tables = Vec::new();
    for line in source.lines().map_while(|line| line.strip_prefix("// ")) {
        let name = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'));
        if let Some(name) = name {
            tables.push((name, String::new()));
            continue;
        }
        if tables.is_empty() {
            tables.push(("", String::new()));
        }
        let (_, table) = tables.last_mut().expect("one has begun");
        *table += line;
        table.push('\n');
    }
    tables
}

/// A crate of its own, below the target directory.
struct Crate {
    /// Not the same for two of them: in one target directory Cargo would take them for one package, and
    /// tell of the one that it compiled last.
    name: String,
    dir: PathBuf,
    target: PathBuf,
}

impl Crate {
    fn new(name: &str) -> Self {
        // Below the target directory that this program is in, which a copied checkout brings along.
        let program = env::current_exe().expect("this is a program");
        let target = program.ancestors().nth(3).expect("it is in `deps`");
        let root = target.join("tmp/settings");
        let dir = root.join(name);
        fs::create_dir_all(dir.join("src")).expect("it can be made");
        fs::copy("../Cargo.lock", dir.join("Cargo.lock")).expect("it can be copied");
        let target = root.join("target");
        let name = name.to_owned();
        Crate { name, dir, target }
    }

    fn write(&self, table: &str, source: &str) {
        let runtime = Path::new("../runtime");
        let runtime = runtime.canonicalize().expect("it is there");
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n\
             [package.metadata.wasm-bulkhead]\n{table}\n\n[dependencies]\nwasm-bindgen = \"0.2\"\n\
             wasm-bulkhead = {{ path = {runtime:?} }}\n",
            self.name
        );
        fs::write(self.dir.join("Cargo.toml"), manifest).expect("it can be written");
        let library = self.dir.join("src/lib.rs");
        // What stays the same must not be what makes Cargo compile it again.
        if fs::read_to_string(&library).is_ok_and(|old| old == source) {
            return;
        }
        fs::write(library, source).expect("it can be written");
    }

    /// What the compiler says that is about a place in the crate.
    fn check(&self) -> String {
        let cargo = env::var_os("CARGO").expect("Cargo runs the tests");
        let output = Command::new(cargo)
            .args(["check", "--quiet", "--message-format=json"])
            .arg("--target-dir")
            .arg(&self.target)
            .current_dir(&self.dir)
            .env_remove("RUSTFLAGS")
            .output()
            .expect("Cargo can be run");
        let text = String::from_utf8(output.stdout).expect("it is text");
        let messages = text.lines().filter_map(|line| self.message(line));
        let messages: Vec<_> = messages.collect();
        let is_success = output.status.success();
        assert!(
            is_success || !messages.is_empty(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        messages.join("\n")
    }

    /// The text of a message, if it is about a place in the crate.
    fn message(&self, line: &str) -> Option<String> {
        let line: Value = serde_json::from_str(line).ok()?;
        let message = line.get("message")?;
        let text = message["rendered"].as_str()?;
        let has_place = text.contains("--> src/lib.rs:");
        let is_ours = line["target"]["name"] == self.name;
        (has_place && is_ours).then(|| shortened(text))
    }
}

/// The text without where the repository is on this machine.
fn shortened(text: &str) -> String {
    let root = Path::new("..").canonicalize().expect("it is there");
    text.replace(&*root.to_string_lossy(), "$ROOT")
}
