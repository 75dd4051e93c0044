//! Where the scenarios run: in the programs of the list of engines, in pages of browsers, and in
//! workerd.

use std::path::Path;
use std::process::Command;

use anyhow::{bail, Result};

use crate::engines::{Engine, Installed, ENGINES};
use crate::toolchain::Panic;
use crate::web::{self, Browser};

/// One place, which need not be there yet.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Program(&'static Engine),
    Page(Browser),
    Workerd,
}

/// All of them. Tables show them in this order.
pub(super) fn all() -> impl Iterator<Item = Place> {
    let driven = [
        Place::Page(Browser::Chromium),
        Place::Page(Browser::Firefox),
        Place::Workerd,
    ];
    ENGINES.iter().map(Place::Program).chain(driven)
}

/// Those that a user asked for, or all when none is named.
pub(super) fn select(names: &[String]) -> Result<Vec<Place>> {
    for name in names {
        if !all().any(|place| place.name() == name) {
            let known: Vec<_> = all().map(Place::name).collect();
            bail!(
                "there is no engine `{name}`; the list has {}",
                known.join(", ")
            );
        }
    }
    let wanted = |place: &Place| names.is_empty() || names.iter().any(|n| n == place.name());
    Ok(all().filter(wanted).collect())
}

impl Place {
    pub(super) fn name(self) -> &'static str {
        match self {
            Place::Program(engine) => engine.name,
            Place::Page(Browser::Chromium) => "chromium",
            Place::Page(Browser::Firefox) => "firefox",
            Place::Workerd => "workerd",
        }
    }

    /// Whether it runs modules of this kind. Browsers and workerd are of today.
    pub(super) fn runs(self, panic: Panic) -> bool {
        match self {
            Place::Program(engine) => engine.runs(panic),
            Place::Page(_) | Place::Workerd => true,
        }
    }

    /// Finds it or installs it.
    pub(super) fn ready(self) -> Result<Ready> {
        let (version, program) = match self {
            Place::Program(engine) => {
                let installed = engine.find_or_install()?;
                (installed.version.clone(), Some(installed))
            }
            Place::Page(browser) => (browser.find_or_install()?.1, None),
            Place::Workerd => (web::version("workerd")?, None),
        };
        Ok(Ready {
            place: self,
            version: version.lines().next().unwrap_or_default().trim().to_owned(),
            program,
        })
    }
}

/// A place that is there.
pub(super) struct Ready {
    pub(super) place: Place,
    pub(super) version: String,
    program: Option<Installed>,
}

impl Ready {
    /// Begins a command that runs `script`, which drives the place if it is no program itself.
    pub(super) fn script(&self, script: &Path) -> Result<Command> {
        if let Some(program) = &self.program {
            return Ok(program.script(script));
        }
        let browser = match self.place {
            Place::Page(browser) => Some(browser),
            Place::Program(_) | Place::Workerd => None,
        };
        let mut command = web::script(script, browser.as_slice())?;
        command.args(["--in", self.place.name()]);
        Ok(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_places_unless_some_are_named() {
        assert_eq!(select(&[]).unwrap().len(), ENGINES.len() + 3);
        let named = select(&["firefox".into(), "node24".into()]).unwrap();
        let names: Vec<_> = named.into_iter().map(Place::name).collect();
        assert_eq!(names, ["node24", "firefox"]);
        let error = select(&["netscape".into()]).err().unwrap().to_string();
        assert!(error.contains("`netscape`") && error.contains("chromium, firefox, workerd"));
    }
}
