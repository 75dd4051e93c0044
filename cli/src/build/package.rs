//! Which package is built, and what of it becomes a module.

use std::path::{Path, PathBuf};

use anyhow::{bail, Result};
use cargo_metadata::{PackageId, TargetKind};

use super::Args;
use crate::packages;

/// What there is to know of the package.
pub(super) struct Package {
    pub(super) id: PackageId,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) description: Option<String>,
    pub(super) license: Option<String>,
    pub(super) repository: Option<String>,
    /// Where Cargo is started, which decides what configuration counts.
    pub(super) dir: PathBuf,
    pub(super) manifest: PathBuf,
    pub(super) workspace: PathBuf,
    pub(super) target_dir: PathBuf,
    /// The library or program that becomes the module.
    pub(super) artifact: String,
    /// The program, where it is one.
    pub(super) bin: Option<String>,
}

impl Package {
    /// Finds the package that the arguments mean.
    pub(super) fn find(args: &Args, here: &Path) -> Result<Package> {
        let manifest = args.manifest_path.as_deref();
        let metadata = packages::read(manifest, here)?;
        let dir = packages::dir(manifest, here)?;
        let is_module = |package: &cargo_metadata::Package| {
            let mut kinds = package.targets.iter().flat_map(|target| &target.kind);
            kinds.any(|kind| *kind == TargetKind::CDyLib)
        };
        let wanted = ("is a cdylib", &is_module as &dyn Fn(&_) -> bool);
        let package = packages::choose(&metadata, args.package.as_deref(), &dir, wanted)?;
        let (artifact, bin) = artifact(package, args.bin.as_deref())?;
        Ok(Package {
            id: package.id.clone(),
            name: package.name.to_string(),
            version: package.version.to_string(),
            description: package.description.clone(),
            license: package.license.clone(),
            repository: package.repository.clone(),
            dir,
            manifest: package.manifest_path.clone().into(),
            workspace: metadata.workspace_root.clone().into(),
            target_dir: metadata.target_directory.clone().into(),
            artifact,
            bin,
        })
    }
}

/// The library if it is a `cdylib`, else a program: its name, and whether it is one.
fn artifact(
    package: &cargo_metadata::Package,
    bin: Option<&str>,
) -> Result<(String, Option<String>)> {
    let of_kind = |kind: TargetKind| {
        let targets = package.targets.iter();
        targets
            .filter(move |target| target.kind.contains(&kind))
            .map(|target| target.name.clone())
    };
    let name = &package.name;
    let bins: Vec<_> = of_kind(TargetKind::Bin).collect();
    if let Some(bin) = bin {
        if !bins.iter().any(|it| it == bin) {
            bail!("package `{name}` has no program `{bin}`");
        }
        return Ok((bin.to_owned(), Some(bin.to_owned())));
    }
    if let Some(library) = of_kind(TargetKind::CDyLib).next() {
        return Ok((library, None));
    }
    match bins.as_slice() {
        [one] => Ok((one.clone(), Some(one.clone()))),
        [] => bail!(
            "package `{name}` makes no module\nhelp: write crate-type = [\"cdylib\", \"rlib\"] under [lib] in {}",
            package.manifest_path
        ),
        many => bail!("package `{name}` has several programs; name one with --bin: {}", many.join(", ")),
    }
}
