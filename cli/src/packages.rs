//! Which package of a workspace is meant.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail, Context, Result};
use cargo_metadata::{Metadata, MetadataCommand, Package};

/// What Cargo knows of the crate or workspace in a directory, or of the one that is named.
pub(crate) fn read(manifest: Option<&Path>, here: &Path) -> Result<Metadata> {
    let mut command = MetadataCommand::new();
    command.no_deps().current_dir(here);
    if let Some(manifest) = manifest {
        command.manifest_path(manifest);
    }
    command.exec().map_err(|error| match error {
        cargo_metadata::Error::CargoMetadata { stderr } => {
            anyhow!("{}", stderr.trim().trim_start_matches("error: "))
        }
        other => anyhow!("`cargo metadata` fails: {other}"),
    })
}

/// The directory in which Cargo would be started for it.
pub(crate) fn dir(manifest: Option<&Path>, here: &Path) -> Result<PathBuf> {
    let Some(manifest) = manifest else {
        return Ok(here.to_owned());
    };
    let manifest = here.join(manifest);
    let dir = manifest.parent().context("a manifest is in a directory")?;
    Ok(dir.to_owned())
}

/// The package of this name, or that of the directory, or the only one that depends on wasm-bindgen.
pub(crate) fn choose_user<'a>(
    metadata: &'a Metadata,
    name: Option<&str>,
    dir: &Path,
) -> Result<&'a Package> {
    let uses_bindgen = |package: &Package| {
        let mut dependencies = package.dependencies.iter();
        // Under the name of the one there may be the other.
        dependencies.any(|it| it.name == "wasm-bindgen" || it.name == "wasm-bulkhead")
    };
    choose(
        metadata,
        name,
        dir,
        ("depends on wasm-bindgen", &uses_bindgen),
    )
}

/// The package of this name, or that of the directory, or the only one that `fits`, which is said
/// as the end of `no package of this workspace …`.
pub(crate) fn choose<'a>(
    metadata: &'a Metadata,
    name: Option<&str>,
    dir: &Path,
    (what, fits): (&str, &dyn Fn(&Package) -> bool),
) -> Result<&'a Package> {
    let members = metadata.workspace_packages();
    if let Some(name) = name {
        let named = members.iter().find(|package| package.name == name);
        let unknown = || {
            format!(
                "there is no package `{name}` here; there are: {}",
                names(&members)
            )
        };
        return named.copied().with_context(unknown);
    }
    let around = members.iter().filter(|package| {
        let parent = package.manifest_path.parent();
        parent.is_some_and(|parent| dir.starts_with(parent))
    });
    // The deepest directory that this one is in, unless that is merely the workspace's.
    let nearest = around.max_by_key(|package| package.manifest_path.as_str().len());
    let is_alone =
        |package: &&&Package| fits(package) || members.len() == 1 || !is_root(metadata, package);
    if let Some(package) = nearest.filter(is_alone) {
        return Ok(package);
    }
    let candidates: Vec<_> = members
        .iter()
        .copied()
        .filter(|package| fits(package))
        .collect();
    match candidates.as_slice() {
        [one] => Ok(one),
        [] => bail!("no package of this workspace {what}; name one with --package"),
        many => bail!(
            "several packages of this workspace can be meant; name one with --package: {}",
            names(many)
        ),
    }
}

fn is_root(metadata: &Metadata, package: &Package) -> bool {
    package.manifest_path.parent() == Some(&*metadata.workspace_root)
}

fn names(packages: &[&Package]) -> String {
    let names: Vec<_> = packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    names.join(", ")
}
