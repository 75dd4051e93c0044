//! Glue of every target, finished and run.
//!
//! Needs the fixture's modules, compiled beforehand because that takes a compiler with the
//! sources of std: `FINISH_MODULES` names a directory with `unwind.wasm` and `abort.wasm`, or
//! any of the two. `FINISH_NODE` is the Node to run, `node` by default, and `FINISH_ESBUILD` the
//! script of esbuild, which minifies. Node 20 runs all but the target module and abort builds with
//! an abort handler, which are for newer engines.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;
use wasm_bulkhead_finish::{finish, finish_inline, Finished};

/// One way to have wasm-bindgen write its glue.
struct Variant {
    target: &'static str,
    /// With `__wbg_reset_state`.
    reset: bool,
    /// With `--force-enable-abort-handler`.
    abort_handler: bool,
    /// Before it is finished.
    minified: bool,
}

const fn plain(target: &'static str) -> Variant {
    Variant {
        target,
        reset: false,
        abort_handler: false,
        minified: false,
    }
}

const fn minified(target: &'static str) -> Variant {
    Variant {
        minified: true,
        ..plain(target)
    }
}

const fn reset(target: &'static str, abort_handler: bool) -> Variant {
    Variant {
        target,
        reset: true,
        abort_handler,
        minified: false,
    }
}

const VARIANTS: &[Variant] = &[
    plain("web"),
    reset("web", false),
    reset("web", true),
    plain("nodejs"),
    reset("nodejs", false),
    reset("nodejs", true),
    plain("nodejs-module"),
    plain("deno"),
    plain("bundler"),
    plain("module"),
    reset("module", true),
    minified("web"),
    minified("nodejs"),
    minified("deno"),
    minified("bundler"),
];

/// How an instance ends in `engines/run.mjs`.
const ENDINGS: &[&str] = &["trap", "panic", "nested"];

#[test]
#[ignore = "needs the fixture compiled for wasm32"]
fn finished_glue_guards_its_instances() {
    let modules = PathBuf::from(env::var_os("FINISH_MODULES").expect("FINISH_MODULES is set"));
    let is_new = node()
        .args(["-e", "process.exit('JSTag' in WebAssembly ? 0 : 1)"])
        .status();
    let is_new = is_new.expect("Node starts").success();
    let mut runs = 0;
    for panic in ["unwind", "abort"] {
        let module = modules.join(panic).with_extension("wasm");
        assert!(module.exists(), "there is no {}", module.display());
        for variant in VARIANTS {
            if is_new || !variant.needs_new_engine(panic) {
                runs += run_all(&module, panic, variant);
            }
        }
    }
    println!("{runs} runs");
}

/// Finishes one kind of glue and runs it in all ways; the number of runs.
fn run_all(module: &Path, panic: &str, variant: &Variant) -> usize {
    let name = variant.name(panic);
    // Below the target directory that this program is in, which a copied checkout brings along.
    let program = env::current_exe().unwrap();
    let target = program.ancestors().nth(3).unwrap();
    let dir = target.join("tmp/finish").join(&name);
    let _ = fs::remove_dir_all(&dir);
    variant.generate(module, &dir);

    let before = contents(&dir);
    let written = finish(&dir)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
        .written;
    let after = contents(&dir);
    for (file, text) in &before {
        let changed = after[file] != *text;
        assert_eq!(
            changed,
            written.contains(file),
            "{name}: {}",
            file.display()
        );
        let is_script = file.extension() == Some(OsStr::new("js"));
        assert!(is_script || !changed, "{name}: {}", file.display());
    }
    assert_eq!(before.len(), after.len(), "{name}: no file is added");

    assert_eq!(
        finish(&dir).expect("once more"),
        Finished::default(),
        "{name}"
    );
    assert_eq!(
        contents(&dir),
        after,
        "{name}: the second time changes nothing"
    );

    let loaders = match variant.target {
        "bundler" => &["bundler", "bundler-by-hand"][..],
        target => &[target],
    };
    for loader in loaders {
        for ending in ENDINGS {
            run(&dir, loader, panic, ending);
        }
    }
    inline(&dir, &name);
    for loader in loaders {
        run(&dir, loader, panic, "trap");
    }
    loaders.len() * (ENDINGS.len() + 1)
}

/// Puts our files into the glue, and looks that it needs none of them.
fn inline(dir: &Path, name: &str) {
    assert!(!finish_inline(dir).expect(name).written.is_empty());
    let after = contents(dir);
    for (file, text) in &after {
        let text = String::from_utf8_lossy(text);
        let is_ours = |text: &str| text.contains("snippets/wasm-bulkhead-");
        assert!(!is_ours(&file.to_string_lossy()), "{}", file.display());
        let is_script = file.extension() == Some(OsStr::new("js"));
        assert!(!is_script || !is_ours(&text), "{name}: {}", file.display());
    }
    for again in [finish, finish_inline] {
        assert_eq!(again(dir).expect("once more"), Finished::default());
    }
    assert_eq!(contents(dir), after, "{name}: it is inside once");
}

/// Ends an instance and looks at what is left, in a process of its own.
fn run(dir: &Path, loader: &str, panic: &str, ending: &str) {
    // Cargo runs tests in the directory of their package.
    let script = Path::new("tests/engines/run.mjs").canonicalize().unwrap();
    let output = node()
        .args(["--no-warnings", "--experimental-wasm-modules"])
        .arg("--disallow-code-generation-from-strings")
        .args([script.as_path(), dir])
        .args([loader, panic, ending])
        .output()
        .expect("Node starts");
    let said = String::from_utf8_lossy(&output.stderr);
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    assert!(
        output.status.success(),
        "{name}, {loader}, {ending}:\n{said}"
    );
}

fn node() -> Command {
    Command::new(env::var_os("FINISH_NODE").unwrap_or_else(|| "node".into()))
}

impl Variant {
    fn needs_new_engine(&self, panic: &str) -> bool {
        self.target == "module" || self.abort_handler && panic == "abort"
    }

    fn name(&self, panic: &str) -> String {
        let reset = if self.reset { "-reset" } else { "" };
        let abort_handler = if self.abort_handler { "-handler" } else { "" };
        let minified = if self.minified { "-minified" } else { "" };
        format!("{panic}-{}{reset}{abort_handler}{minified}", self.target)
    }

    fn generate(&self, module: &Path, dir: &Path) {
        let mut bindgen = Bindgen::new();
        bindgen
            .input_path(module)
            .out_name("fixture")
            .typescript(true);
        match self.target {
            "web" => bindgen.web(true),
            "nodejs" => bindgen.nodejs(true),
            "nodejs-module" => bindgen.nodejs_module(true),
            "deno" => bindgen.deno(true),
            "module" => bindgen.module(true),
            _ => bindgen.bundler(true),
        }
        .expect("one target is asked for");
        bindgen
            .reset_state_function(self.reset)
            .force_enable_abort_handler(self.abort_handler)
            .generate(dir)
            .expect("glue is written");
        if self.minified {
            self.minify(dir);
        }
        if self.target != "nodejs" {
            fs::write(dir.join("package.json"), r#"{ "type": "module" }"#).expect("is writable");
        }
    }
}

impl Variant {
    /// The glue alone: what it imports is not ours to rename.
    fn minify(&self, dir: &Path) {
        let script = env::var_os("FINISH_ESBUILD").expect("FINISH_ESBUILD is set");
        let format = if self.target == "nodejs" {
            "cjs"
        } else {
            "esm"
        };
        for name in ["fixture.js", "fixture_bg.js"] {
            let file = dir.join(name);
            if !file.exists() {
                continue;
            }
            let output = node()
                .args([script.as_os_str(), file.as_os_str()])
                .args(["--minify", "--target=es2022", "--legal-comments=none"])
                .arg(format!("--format={format}"))
                .output()
                .expect("Node starts");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}:\n{said}", file.display());
            fs::write(&file, output.stdout).expect("is writable");
        }
    }
}

/// All files below `dir`.
fn contents(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).expect("is readable") {
            let path = entry.expect("is readable").path();
            match path.is_dir() {
                true => dirs.push(path),
                false => drop(files.insert(path.clone(), fs::read(path).expect("is readable"))),
            }
        }
    }
    files
}
