//! The lines of a stack, as the engines write them.

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// A frame in wasm.
    Wasm(WasmFrame<'a>),
    /// A message, or a frame in JavaScript.
    Other(&'a str),
}

/// A frame in wasm, as far as an engine tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WasmFrame<'a> {
    pub(super) function: Function<'a>,
    /// The place in the module, in bytes; JavaScriptCore does not tell it.
    pub(super) offset: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Function<'a> {
    Index(u32),
    /// JavaScriptCore tells the name instead, where the module has one.
    Name(&'a str),
}

/// Reads a stack line by line.
///
/// - V8: `at name (http://host/app_bg.wasm:wasm-function[12]:0x3ab)`, or without a name
/// - SpiderMonkey: `name@http://host/app_bg.wasm:wasm-function[12]:0x3ab`
/// - JavaScriptCore: `12@<?>:wasm-function[12]`, or `name@app.wasm:wasm-function[12]`; older ones
///   `<?>.wasm-function[12]@[wasm code]`, or `app.wasm-function[name]@[wasm code]`
pub(super) fn lines(stack: &str) -> impl Iterator<Item = Line<'_>> {
    let lines = stack.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| frame(line).map_or(Line::Other(line), Line::Wasm))
}

const FUNCTION: &str = "wasm-function[";

fn frame(line: &str) -> Option<WasmFrame<'_>> {
    // A name may have anything in it; the place is at the end.
    let (_, rest) = line.rsplit_once(FUNCTION)?;
    if let Some((name, place)) = rest.rsplit_once("]@[wasm code]") {
        let function = match name.parse() {
            Ok(index) => Function::Index(index),
            Err(_) => Function::Name(name),
        };
        return place.trim().is_empty().then_some(WasmFrame {
            function,
            offset: None,
        });
    }
    let (index, place) = rest.split_once(']')?;
    let place = place.trim_end().trim_end_matches(')');
    let offset = match place.strip_prefix(":0x") {
        Some(digits) => Some(u64::from_str_radix(digits, 16).ok()?),
        None => place.is_empty().then_some(None)?,
    };
    Some(WasmFrame {
        function: Function::Index(index.parse().ok()?),
        offset,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(index: u32, offset: u64) -> Line<'static> {
        Line::Wasm(WasmFrame {
            function: Function::Index(index),
            offset: Some(offset),
        })
    }

    #[test]
    fn each_engine_is_read() {
        let v8 = "RuntimeError: unreachable\n    at divide (wasm://wasm/app_bg.wasm-0a1b:wasm-function[12]:0x3ab)\n    at wasm://wasm/0a1b:wasm-function[7]:0x2f\n    at main (file:///x.js:3:5)";
        let lines: Vec<_> = lines(v8).collect();
        assert_eq!(lines[0], Line::Other("RuntimeError: unreachable"));
        assert_eq!(lines[1..3], [at(12, 0x3ab), at(7, 0x2f)]);
        assert!(matches!(lines[3], Line::Other(_)));

        let read = |line| super::lines(line).next().unwrap();
        assert_eq!(
            read("f(a)@http://h/app_bg.wasm:wasm-function[12]:0x3ab"),
            at(12, 0x3ab)
        );
        assert_eq!(
            read("@file:///x.js line 3 > WebAssembly.Module:wasm-function[0]:0x3a"),
            at(0, 0x3a)
        );
        let named = |function| {
            Line::Wasm(WasmFrame {
                function,
                offset: None,
            })
        };
        assert_eq!(read("12@<?>:wasm-function[12]"), named(Function::Index(12)));
        assert_eq!(
            read("f::<[u8]>@app.wasm:wasm-function[12]"),
            named(Function::Index(12))
        );
        assert_eq!(
            read("<?>.wasm-function[12]@[wasm code]"),
            named(Function::Index(12))
        );
        assert_eq!(
            read("app.wasm-function[a::b<[u8]>]@[wasm code]"),
            named(Function::Name("a::b<[u8]>"))
        );
    }

    #[test]
    fn what_is_no_frame_stays_a_line() {
        for line in [
            "wasm-function[",
            "wasm-function[x]:0x1",
            "wasm-function[1]:0xzz",
            "wasm-function[1]:12",
            "wasm-function[99999999999]:0x1",
            "wasm-stub@[wasm code]",
        ] {
            assert_eq!(lines(line).next(), Some(Line::Other(line)));
        }
    }
}
