//! A fault as JSON, with the field names that `toJSON` of the JavaScript error has.

use std::fmt::{self, Write};

use super::{Fault, SourceLocation};

impl Fault {
    /// The same text for faults that have the same cause, by which a tracker groups them: the
    /// boundary, and where it panicked or else the kind. Neither the message, which may hold data,
    /// nor the stack, which differs by engine, is part of it.
    ///
    /// # Example
    ///
    /// ```
    /// use wasm_bulkhead::Fault;
    ///
    /// /// `divide|src/lib.rs:12`, or `walk|stack_overflow` where nothing panicked.
    /// fn fingerprint(fault: &Fault) -> String {
    ///     fault.grouping_key()
    /// }
    /// ```
    pub fn grouping_key(&self) -> String {
        let what = match &self.location {
            Some(SourceLocation { file, line, .. }) => format!("{file}:{line}"),
            None => self.kind.to_string(),
        };
        match self.boundary.as_str() {
            "" => what,
            boundary => format!("{boundary}|{what}"),
        }
    }

    /// The fault as a JSON object, in one line. It has `kind`, `message`, `boundary`, `location`
    /// with `file`, `line` and `column`, `faultId`, `generation`, `stack` and `groupingKey`; what
    /// is not known is left out. The JavaScript error's `toJSON` has the same under the same names.
    ///
    /// # Example
    ///
    /// ```
    /// use wasm_bulkhead::Bulkhead;
    ///
    /// Bulkhead::new()
    ///     .on_fault(|fault| eprintln!("{}", fault.to_json()))
    ///     .install();
    /// ```
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        // A String takes whatever is written.
        let _ = self.write_json(&mut json);
        json
    }

    fn write_json(&self, json: &mut String) -> fmt::Result {
        let kind = self.kind.as_str();
        write!(
            json,
            "{{\"kind\":\"{kind}\",\"message\":{}",
            Quoted(&self.message)
        )?;
        if !self.boundary.is_empty() {
            write!(json, ",\"boundary\":{}", Quoted(&self.boundary))?;
        }
        if let Some(SourceLocation { file, line, column }) = &self.location {
            let file = Quoted(file);
            write!(
                json,
                ",\"location\":{{\"file\":{file},\"line\":{line},\"column\":{column}}}"
            )?;
        }
        write!(
            json,
            ",\"faultId\":{},\"generation\":{}",
            Quoted(&self.id),
            self.generation
        )?;
        if let Some(stack) = &self.stack {
            write!(json, ",\"stack\":{}", Quoted(stack))?;
        }
        write!(json, ",\"groupingKey\":{}}}", Quoted(&self.grouping_key()))
    }
}

/// A text as JSON writes it.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for char in self.0.chars() {
            match char {
                '"' | '\\' => write!(f, "\\{char}")?,
                '\0'..='\x1f' => write!(f, "\\u{:04x}", char as u32)?,
                _ => f.write_char(char)?,
            }
        }
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::super::FaultKind;
    use super::*;

    fn fault() -> Fault {
        Fault {
            kind: FaultKind::Panic,
            message: "a \"quoted\"\n\\ \u{1}line".into(),
            boundary: "Ledger.post".into(),
            location: Some(SourceLocation {
                file: "src/lib.rs".into(),
                line: 12,
                column: 5,
            }),
            id: "x-1".into(),
            stack: Some("at ü".into()),
            generation: 2,
        }
    }

    #[test]
    fn all_that_is_known_is_there() {
        assert_eq!(
            fault().to_json(),
            r#"{"kind":"panic","message":"a \"quoted\"\u000a\\ \u0001line","boundary":"Ledger.post","#
                .to_owned()
                + r#""location":{"file":"src/lib.rs","line":12,"column":5},"faultId":"x-1","#
                + r#""generation":2,"stack":"at ü","groupingKey":"Ledger.post|src/lib.rs:12"}"#
        );
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let bare = Fault {
            kind: FaultKind::StackOverflow,
            message: String::new(),
            boundary: String::new(),
            location: None,
            stack: None,
            ..fault()
        };
        assert_eq!(
            bare.to_json(),
            r#"{"kind":"stack_overflow","message":"","faultId":"x-1","generation":2,"groupingKey":"stack_overflow"}"#
        );
    }

    #[test]
    fn the_key_is_where_it_panicked_or_the_kind() {
        assert_eq!(fault().grouping_key(), "Ledger.post|src/lib.rs:12");
        let trap = Fault {
            kind: FaultKind::Memory,
            location: None,
            ..fault()
        };
        assert_eq!(trap.grouping_key(), "Ledger.post|memory");
    }
}
