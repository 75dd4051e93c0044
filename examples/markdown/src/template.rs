//! Directives in texts: `{{calc 6*7}}` becomes its result, `{{trap}}` never becomes anything.
//!
//! They are here to fail. A real crate has such places without wanting them: arithmetic on what
//! a user typed, and code that the compiler does not check.

/// Replaces the directives in a text. What is not one of them stays as it is.
pub fn expand(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((directive, tail)) = after.split_once("}}") else {
            out.push_str("{{");
            rest = after;
            continue;
        };
        match result(directive.trim()) {
            Some(result) => out.push_str(&result),
            None => out.extend(["{{", directive, "}}"]),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn result(directive: &str) -> Option<String> {
    match directive.split_once(' ') {
        Some(("calc", expression)) => calculate(expression).map(|number| number.to_string()),
        None if directive == "trap" => trap(),
        _ => None,
    }
}

/// Two whole numbers and an operator between them.
///
/// # Panics
///
/// Divides whatever it is told to, by zero too.
fn calculate(expression: &str) -> Option<i64> {
    let at = expression.find(['+', '*', '/'])?;
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let left = number(&expression[..at])?;
    let right = number(&expression[at + 1..])?;
    Some(match expression.as_bytes()[at] {
        b'+' => left + right,
        b'*' => left * right,
        _ => left / right,
    })
}

/// Ends the instance, as no panic can.
fn trap() -> ! {
    std::process::abort()
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn directives_become_their_results() {
        assert_eq!(expand("{{calc 6*7}} and {{ calc 10 / 5 }}"), "42 and 2");
    }

    #[test]
    fn everything_else_stays() {
        for text in ["{{", "a {{b}} c", "{{calc x/y}}", "}} {{calc 1"] {
            assert_eq!(expand(text), text);
        }
    }

    #[test]
    #[should_panic = "attempt to divide by zero"]
    fn nobody_checked_the_divisor() {
        expand("{{calc 1/0}}");
    }
}
