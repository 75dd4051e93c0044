//! Directories as wasm-bindgen leaves them, and others.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bulkhead_finish::{finish, Error};

/// Glue of an unwind build.
const GLUE: &str = include_str!("glue/x.js");

/// The same as esbuild minifies it.
const MINIFIED: &str = include_str!("glue/x.min.js");

/// What becomes of `GLUE`; the environment variable `BLESS` has it written anew.
const FINISHED: &str = include_str!("glue/x.finished.js");

/// The core of a finished package, and where a package has its own.
const CORE: &str = include_str!("../js/core.js");
const CORE_FILE: &str = "snippets/wasm-bulkhead-17/js/core.js";

/// The version of wasm-bindgen that wrote it all.
const VERSION: &str = "0.2.130";

/// A core of this version that is not finished.
fn plain_core() -> String {
    let banner = CORE.lines().next().unwrap();
    format!("{banner}\nexport {{}};\n")
}

/// As much of a module as is read: what it imports, and who wrote it.
fn module(is_unwind: bool, version: &str) -> Vec<u8> {
    let name = |name: &str| [&[name.len() as u8], name.as_bytes()].concat();
    let section = |id: u8, parts: &[Vec<u8>]| {
        let content = parts.concat();
        [&[id, content.len() as u8], &content[..]].concat()
    };
    let import =
        |field: &str, kind: &[u8]| [name("./x_bg.js"), name(field), kind.to_vec()].concat();
    let mut imports = vec![import("__wbg_visit_1", &[0, 0])];
    if is_unwind {
        imports.push(import("__wbindgen_wrapped_jstag", &[4, 0, 0]));
    }
    imports.insert(0, vec![imports.len() as u8]);
    let producers = [
        name("producers"),
        [vec![1], name("processed-by"), vec![2]].concat(),
        [name("walrus"), name("0.27.3")].concat(),
        [name("wasm-bindgen"), name(version)].concat(),
    ];
    [
        b"\0asm\x01\0\0\0".to_vec(),
        section(2, &imports),
        section(0, &producers),
    ]
    .concat()
}

struct Directory(PathBuf);

impl Directory {
    /// What wasm-bindgen leaves of an unwind build.
    fn new(name: &str, glue: &str) -> Directory {
        let dir = tests().join(name);
        let _ = fs::remove_dir_all(&dir);
        let directory = Directory(dir);
        directory.add("x.js", glue);
        directory.add(CORE_FILE, &plain_core());
        fs::write(directory.file("x_bg.wasm"), module(true, VERSION)).unwrap();
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
    fn is_as_it_was(&self, glue: &str) {
        assert_eq!(self.read("x.js"), glue);
        assert_eq!(self.read(CORE_FILE), plain_core());
        assert_eq!(fs::read_dir(&self.0).unwrap().count(), 3);
    }
}

/// Below the target directory that this program is in, which a copied checkout brings along.
fn tests() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.ancestors().nth(3).unwrap().join("tmp/finish")
}

/// Finishes glue, twice, and returns what became of it.
fn finished(name: &str, glue: &str) -> String {
    let directory = Directory::new(name, glue);
    let written = directory.finish().unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(
        written,
        [directory.file("x.js"), directory.file(CORE_FILE)],
        "{name}"
    );
    let text = directory.read("x.js");
    assert!(directory.finish().unwrap().is_empty(), "{name}");
    assert_eq!(directory.read("x.js"), text, "{name}");
    text
}

#[test]
fn the_glue_comes_first_and_the_core_last() {
    let directory = Directory::new("finish", GLUE);
    let written = directory.finish().unwrap();
    assert_eq!(written, [directory.file("x.js"), directory.file(CORE_FILE)]);
    let text = directory.read("x.js");
    if std::env::var_os("BLESS").is_some() {
        let golden = Path::new("tests/glue/x.finished.js");
        fs::write(golden, text).unwrap();
    } else {
        assert_eq!(text, FINISHED);
    }
    assert_eq!(directory.read(CORE_FILE), CORE);
    let wasm = fs::read(directory.file("x_bg.wasm")).unwrap();
    assert_eq!(wasm, module(true, VERSION));
    assert!(directory.finish().unwrap().is_empty());
    assert_eq!(fs::read_dir(&directory.0).unwrap().count(), 3);
}

/// Writes a text otherwise.
type Shape = fn(&str) -> String;

#[test]
fn glue_is_known_by_its_shape() {
    let renamed = |text: &str| {
        [
            ("wasm.", "w."),
            ("wasm = ", "w = "),
            ("wasm;", "w;"),
            ("wasmInstance", "instance0"),
            ("__wbg_call_guard", "asks"),
            ("__wbg_handle_catch", "e"),
            ("catch(e)", "catch(thrown)"),
            ("e(e)", "e(thrown)"),
            ("__wbg_call_abort_hook", "hook"),
            ("__wbg_reset_state", "again"),
            ("__wbg_reinit_scheduled", "due"),
            ("__wbg_instance_id", "nth"),
            ("__wbindgen_wrapped_jstag", "tag"),
            ("import0", "functions"),
        ]
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let shapes: [(&str, Shape); 6] = [
        ("one-line", |text| text.replace('\n', " ")),
        ("spread", |text| text.replace('\n', "\n\n")),
        ("carriage", |text| text.replace('\n', "\r\n")),
        ("indented", |text| text.replace("    ", "\t")),
        ("quotes", |text| text.replace('\'', "\"")),
        ("bare", |text| text.replace("/**", "/*").replace(" * ", "")),
    ];
    let without_space = |text: &str| text.replace(char::is_whitespace, "");
    for (name, shape) in shapes {
        let text = finished(name, &shape(GLUE));
        let expected = without_space(&shape(FINISHED));
        assert_eq!(without_space(&text), expected, "{name}");
    }
    let text = finished("renamed", &renamed(GLUE));
    for place in [
        "const __bh = __wbh_glue(hook);",
        "w = __bh.adopt(instance.exports, tag);",
        "w = __bh.adopt(instance0.exports, tag);",
        "due && again();\n    ret = __wbh_1(a, b);",
        "{ asks(); try { return w.divide(a0, a1); } catch (e_) { e(e_); } }",
        "this.__wbg_inst !== undefined && this.__wbg_inst !== nth) return;",
        "return __bh.__wbh_stale_closure(f);",
        "\n__bh.silence(bindgen_1___convert__closures_____invoke___JsValue__core_1_",
    ] {
        assert!(text.contains(place), "no {place} in\n{text}");
    }
}

#[test]
fn minified_glue_is_known() {
    let text = finished("minified", MINIFIED);
    for place in [
        "import{__wbh_glue, __wbh_call as h,__wbh_text as p}from",
        "const __bh = __wbh_glue(f);",
        "t=__bh.adopt(u.exports, w)",
        "t=__bh.adopt(_.exports, w)",
        "throw __bh.__wbh_stale_object()",
        "return __bh.__wbh_stale_closure(r);return r(n.a,n.b,...m)",
        "\n__bh.silence(x);",
        "let e;g && y();e=__wbh_0(this.__wbg_ptr);return e",
        "let r;g && y();r=__wbh_1(_,e);return r",
        "{ i(); try { return t.divide(a0, a1); } catch (e) { s(e); } }",
        // Destructors keep wasm-bindgen's guard.
        "i();try{t.__wbg_ledger_free(e,0)}catch(r){s(r)}",
    ] {
        assert!(text.contains(place), "no {place} in\n{text}");
    }
}

#[test]
fn a_later_version_of_the_same_shape_is_known() {
    let directory = Directory::new("later", GLUE);
    fs::write(directory.file("x_bg.wasm"), module(true, "0.2.999")).unwrap();
    directory.finish().unwrap();
    assert_eq!(directory.read("x.js"), FINISHED);
}

#[test]
fn imports_are_checked_where_nothing_else_does() {
    let directory = Directory::new("abort", GLUE);
    fs::write(directory.file("x_bg.wasm"), module(false, VERSION)).unwrap();
    directory.finish().unwrap();
    let text = directory.read("x.js");
    let check = "__wbg_visit_1: function(arg0) { const __bh_gate = __bh.gate; try {";
    assert!(text.contains(check), "{text}");
    assert_eq!(text.matches("__bh_gate.__wbh_returned()").count(), 1);
    assert!(!FINISHED.contains("__bh_gate"));
    // Wasm catches what JavaScript throws, but no trap of another module.
    let glue = format!("{GLUE}\nconst tag = WebAssembly.JSTag;\n");
    let text = finished("catching", &glue);
    assert!(text.contains(check), "{text}");
}

#[test]
fn names_of_ours_give_way_to_those_of_the_glue() {
    let glue = format!("{GLUE}\nfunction __bh() {{}}\nfunction __wbh_() {{}}\n");
    let text = finished("names", &glue);
    assert!(text.contains("const __bh_ = __wbh_glue("));
    assert!(text.contains("ret = __wbh__1(a, b);"));
}

/// Glue that is not as it is known, by what of it is changed.
const UNKNOWN: &[(&str, &str, &str)] = &[
    (
        "assigned elsewhere",
        "return wasm;",
        "wasm = other; return wasm;",
    ),
    (
        "assigned by a pattern",
        "return wasm;",
        "[wasm] = other; return wasm;",
    ),
    (
        "another variable",
        "wasmModule = module;",
        "wasmModule = instance.exports;",
    ),
    ("no exports", ".exports", ".others"),
    (
        "two signs",
        "__wbg_reinit_scheduled = false;\n    wasm",
        "__wbg_reinit_scheduled = false;\n    __wbg_terminated_addr = 0;\n    wasm",
    ),
    (
        "no sign",
        "} else if (__wbg_reinit_scheduled) {",
        "} else {",
    ),
    ("no JavaScript", "return wasm;", "return wasm +;"),
];

#[test]
fn unknown_glue_names_the_version_and_stays() {
    for (name, from, to) in UNKNOWN {
        let glue = GLUE.replace(from, to);
        assert_ne!(glue, GLUE, "{name}");
        let directory = Directory::new("unknown", &glue);
        let Err(error) = directory.finish() else {
            panic!("{name}:\n{}", directory.read("x.js"));
        };
        let Error::UnknownGlue { file, version, .. } = &error else {
            panic!("{name}: {error}");
        };
        assert_eq!(*file, directory.file("x.js"));
        assert_eq!(version.as_deref(), Some(VERSION));
        let said = error.to_string();
        assert!(said.contains("written by wasm-bindgen 0.2.130: "), "{said}");
        assert!(said.contains("\nhelp: "), "{said}");
        directory.is_as_it_was(&glue);
    }
}

#[test]
fn what_an_interruption_left_is_completed() {
    let directory = Directory::new("interrupted", GLUE);
    directory.finish().unwrap();
    directory.add(CORE_FILE, &plain_core());
    assert_eq!(directory.finish().unwrap(), [directory.file(CORE_FILE)]);
    assert_eq!(directory.read(CORE_FILE), CORE);
}

#[test]
fn one_unknown_among_several_changes_none() {
    let directory = Directory::new("several", GLUE);
    directory.add("y.js", &GLUE.replace(".exports", ".others"));
    fs::write(directory.file("y_bg.wasm"), module(true, VERSION)).unwrap();
    assert!(matches!(directory.finish(), Err(Error::UnknownGlue { .. })));
    assert_eq!(directory.read("x.js"), GLUE);
    assert_eq!(directory.read(CORE_FILE), plain_core());
}

/// Packages are linked into others, by pnpm for one, and not everybody may read everything.
#[cfg(unix)]
#[test]
fn links_and_modes_stay() {
    use std::os::unix::fs::{symlink, PermissionsExt};

    let directory = Directory::new("links", GLUE);
    let kept = tests().join("links-kept");
    let _ = fs::remove_dir_all(&kept);
    fs::create_dir_all(&kept).unwrap();
    let files = [("x.js", 0o640), (CORE_FILE, 0o755)];
    for (at, (file, mode)) in files.iter().enumerate() {
        let target = kept.join(at.to_string());
        fs::rename(directory.file(file), &target).unwrap();
        fs::set_permissions(&target, fs::Permissions::from_mode(*mode)).unwrap();
        symlink(&target, directory.file(file)).unwrap();
    }
    let written = directory.finish().unwrap();
    assert_eq!(written, files.map(|(file, _)| directory.file(file)));
    for (at, (file, mode)) in files.iter().enumerate() {
        let target = kept.join(at.to_string());
        assert_eq!(fs::read_link(directory.file(file)).unwrap(), target);
        let metadata = fs::symlink_metadata(&target).unwrap();
        assert!(metadata.is_file());
        assert_eq!(metadata.permissions().mode() & 0o777, *mode, "{file}");
    }
    assert_eq!(directory.read("x.js"), FINISHED);
    assert_eq!(directory.read(CORE_FILE), CORE);
    assert_eq!(fs::read_dir(&kept).unwrap().count(), 2);
}

#[test]
fn glue_without_wasm_bulkhead_says_so() {
    let glue = GLUE.replace("wasm-bulkhead", "another-crate");
    let directory = Directory::new("without", &glue);
    let error = directory.finish().unwrap_err();
    assert!(matches!(error, Error::NoBulkhead { .. }), "{error}");
    assert!(error
        .to_string()
        .starts_with("wasm-bulkhead is not in the glue `"));
    directory.is_as_it_was(&glue);
}

#[test]
fn a_core_of_another_version_is_refused() {
    let directory = Directory::new("version", GLUE);
    let other = "// wasm-bulkhead 0.0.1\nexport {};\n";
    directory.add(CORE_FILE, other);
    let error = directory.finish().unwrap_err();
    assert!(matches!(error, Error::UnknownBulkhead { .. }), "{error}");
    assert_eq!(directory.read("x.js"), GLUE);
    assert_eq!(directory.read(CORE_FILE), other);
}

#[test]
fn a_directory_without_output_is_an_error() {
    let dir = tests().join("empty");
    fs::create_dir_all(&dir).unwrap();
    assert!(matches!(finish(&dir), Err(Error::NoOutput { .. })));
    assert!(matches!(
        finish(&dir.join("nowhere")),
        Err(Error::Io { .. })
    ));
}
