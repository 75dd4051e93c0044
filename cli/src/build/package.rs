//! Which package is built, and what of it becomes a module.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail, Context, Result};
use cargo_metadata::{Metadata, MetadataCommand, PackageId, TargetKind};

use super::Args;

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
        let mut command = MetadataCommand::new();
        command.no_deps().current_dir(here);
        if let Some(manifest) = &args.manifest_path {
            command.manifest_path(manifest);
        }
        let metadata = command.exec().map_err(|error| match error {
            cargo_metadata::Error::CargoMetadata { stderr } => {
                anyhow!("{}", stderr.trim().trim_start_matches("error: "))
            }
            other => anyhow!("`cargo metadata` fails: {other}"),
        })?;
        let dir = match &args.manifest_path {
            Some(manifest) => {
                let manifest = here.join(manifest);
                manifest
                    .parent()
                    .context("a manifest is in a directory")?
                    .to_owned()
            }
            None => here.to_owned(),
        };
        let package = choose(&metadata, args.package.as_deref(), &dir)?;
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

/// The package of this name, or that of the directory, or the only one that makes a module.
fn choose<'a>(
    metadata: &'a Metadata,
    name: Option<&str>,
    dir: &Path,
) -> Result<&'a cargo_metadata::Package> {
    let members = metadata.workspace_packages();
    if let Some(name) = name {
        let named = members.iter().find(|package| package.name == name);
        return named.copied().with_context(|| {
            let names: Vec<_> = members
                .iter()
                .map(|package| package.name.as_str())
                .collect();
            format!(
                "there is no package `{name}` here; there are: {}",
                names.join(", ")
            )
        });
    }
    let mut own = members.iter().filter(|package| {
        let parent = package.manifest_path.parent();
        parent.is_some_and(|parent| dir.starts_with(parent))
    });
    // The deepest directory that this one is in.
    let nearest = own
        .clone()
        .max_by_key(|package| package.manifest_path.as_str().len());
    if let (Some(package), Some(_)) = (nearest, own.next()) {
        return Ok(package);
    }
    let with_module = |package: &&&cargo_metadata::Package| {
        let mut kinds = package.targets.iter().flat_map(|target| &target.kind);
        kinds.any(|kind| *kind == TargetKind::CDyLib)
    };
    let candidates: Vec<_> = members.iter().filter(with_module).collect();
    match candidates.as_slice() {
        [one] => Ok(one),
        [] => bail!("no package of this workspace is a cdylib; name one with --package"),
        many => {
            let names: Vec<_> = many.iter().map(|package| package.name.as_str()).collect();
            bail!(
                "several packages make a module; name one with --package: {}",
                names.join(", ")
            )
        }
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
