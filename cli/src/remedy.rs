//! What mends a finding.

use std::fmt;

use serde::Serialize;

/// What mends a finding: a command to run, and what to know about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Remedy {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) command: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
}

impl Remedy {
    pub(crate) fn run(command: impl Into<String>) -> Remedy {
        Remedy {
            command: Some(command.into()),
            text: None,
        }
    }

    pub(crate) fn say(text: impl Into<String>) -> Remedy {
        Remedy {
            command: None,
            text: Some(text.into()),
        }
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.command, &self.text) {
            (Some(command), None) => write!(f, "run `{command}`"),
            (Some(command), Some(text)) => write!(f, "run `{command}`; {text}"),
            (None, text) => f.write_str(text.as_deref().unwrap_or_default()),
        }
    }
}
