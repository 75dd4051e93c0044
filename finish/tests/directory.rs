//! Directories as wasm-bindgen leaves them, and others.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bulkhead_finish::{finish, Error};

const GLUE: &str = "\
import { adopt } from './snippets/wasm-bulkhead-17/js/bulkhead.js';

function __wbg_get_imports() {
}

let wasmInstance = new WebAssembly.Instance(wasmModule, __wbg_get_imports());
let wasm = wasmInstance.exports;
wasm.__wbindgen_start();
";

const MODULE: &str = "// The guard.\nconst DELIVERY = \"plain\";\n";

/// As much of a module as is read: a name and a version behind their lengths.
const WASM: &[u8] =
    b"\0asm\x01\0\0\0..\x0cprocessed-by\x02\x06walrus\x060.27.3\x0cwasm-bindgen\x070.2.999";

struct Directory(PathBuf);

impl Directory {
    fn new(name: &str, glue: &str, module: &str) -> Directory {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("finish")
            .join(name);
        let _ = fs::remove_dir_all(&dir);
        let directory = Directory(dir);
        directory.add("x.js", glue);
        directory.add("snippets/wasm-bulkhead-17/js/bulkhead.js", module);
        fs::write(directory.file("x_bg.wasm"), WASM).unwrap();
        directory
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn add(&self, name: &str, text: &str) {
        fs::create_dir_all(self.file(name).parent().unwrap()).unwrap();
        fs::write(self.file(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    fn finish(&self) -> Result<Vec<PathBuf>, Error> {
        finish(&self.0).map(|finished| finished.written)
    }

    /// Nothing is changed, and nothing is left behind.
    fn is_as_it_was(&self, glue: &str, module: &str) {
        assert_eq!(self.read("x.js"), glue);
        assert_eq!(
            self.read("snippets/wasm-bulkhead-17/js/bulkhead.js"),
            module
        );
        assert_eq!(fs::read_dir(&self.0).unwrap().count(), 3);
    }
}

#[test]
fn the_glue_comes_first_and_the_module_last() {
    let directory = Directory::new("finish", GLUE, MODULE);
    let module = "snippets/wasm-bulkhead-17/js/bulkhead.js";
    let written = directory.finish().unwrap();
    assert_eq!(written, [directory.file("x.js"), directory.file(module)]);
    assert!(directory
        .read("x.js")
        .contains("finishedExports(wasmInstance.exports)"));
    assert_eq!(directory.read(module), MODULE.replace("plain", "finished"));
    assert_eq!(fs::read(directory.file("x_bg.wasm")).unwrap(), WASM);
    assert!(directory.finish().unwrap().is_empty());
}

#[test]
fn what_an_interruption_left_is_completed() {
    let directory = Directory::new("interrupted", GLUE, MODULE);
    directory.finish().unwrap();
    let module = "snippets/wasm-bulkhead-17/js/bulkhead.js";
    directory.add(module, MODULE);
    assert_eq!(directory.finish().unwrap(), [directory.file(module)]);
}

#[test]
fn unknown_glue_names_the_version_and_stays() {
    let glue = GLUE.replace("let wasm =", "export let wasm =");
    let directory = Directory::new("unknown", &glue, MODULE);
    let error = directory.finish().unwrap_err();
    let Error::UnknownGlue { file, version, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(*file, directory.file("x.js"));
    assert_eq!(version.as_deref(), Some("0.2.999"));
    assert!(error
        .to_string()
        .contains("written by wasm-bindgen 0.2.999\nhelp: "));
    directory.is_as_it_was(&glue, MODULE);
}

#[test]
fn one_unknown_among_several_changes_none() {
    let directory = Directory::new("several", GLUE, MODULE);
    directory.add("y.js", &GLUE.replace("let wasm =", "export let wasm ="));
    fs::write(directory.file("y_bg.wasm"), WASM).unwrap();
    assert!(matches!(directory.finish(), Err(Error::UnknownGlue { .. })));
    assert_eq!(directory.read("x.js"), GLUE);
}

#[test]
fn glue_without_wasm_bulkhead_says_so() {
    let glue = GLUE.replace("wasm-bulkhead", "another-crate");
    let directory = Directory::new("without", &glue, MODULE);
    let error = directory.finish().unwrap_err();
    assert!(matches!(error, Error::NoBulkhead { .. }), "{error}");
    assert!(error
        .to_string()
        .starts_with("wasm-bulkhead is not in the glue `"));
    directory.is_as_it_was(&glue, MODULE);
}

#[test]
fn a_module_of_another_version_is_refused() {
    let directory = Directory::new("version", GLUE, "// The guard.\n");
    let error = directory.finish().unwrap_err();
    assert!(matches!(error, Error::UnknownBulkhead { .. }), "{error}");
    directory.is_as_it_was(GLUE, "// The guard.\n");
}

#[test]
fn a_directory_without_output_is_an_error() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("finish")
        .join("empty");
    fs::create_dir_all(&dir).unwrap();
    assert!(matches!(finish(&dir), Err(Error::NoOutput { .. })));
    assert!(matches!(
        finish(&dir.join("nowhere")),
        Err(Error::Io { .. })
    ));
}
