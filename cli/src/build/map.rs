//! The map that the linker writes of a module: which static lies where.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustc_demangle::demangle;
use sha2::{Digest, Sha256};

use super::Build;
use crate::functions::without_hashes;
use crate::statics::Static;

/// Has the linker write a map, and returns where. A command that differs has a map of its own, for
/// Cargo does not link again what it finds to be fresh.
pub(super) fn ask(command: &mut Command, build: &Build<'_>) -> PathBuf {
    let digest = Sha256::digest(format!("{command:?}"));
    let id: String = digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let map = build
        .target_dir()
        .join(format!("{}-{id}.map", build.package.artifact));
    command
        .arg("--")
        .arg(format!("-Clink-arg=-Map={}", map.display()));
    map
}

/// The statics of a map; none where a linker wrote none.
pub(super) fn statics(map: &Path) -> Vec<Static> {
    parse(&fs::read_to_string(map).unwrap_or_default())
}

/// Reads the lines of symbols in memory. Each column of a name has what the one before it consists of:
/// sections, inputs, and symbols.
fn parse(map: &str) -> Vec<Static> {
    let mut lines = map.lines();
    let Some(column) = lines.next().and_then(|header| header.find("Symbol")) else {
        return Vec::new();
    };
    lines.filter_map(|line| symbol(line, column)).collect()
}

fn symbol(line: &str, column: usize) -> Option<Static> {
    let (numbers, name) = line.split_at_checked(column)?;
    // What is no number stands in an earlier column, and code has no address in memory.
    let mut numbers = numbers
        .split_whitespace()
        .map(|text| u64::from_str_radix(text, 16));
    let (address, _, size) = (
        numbers.next()?.ok()?,
        numbers.next()?,
        numbers.next()?.ok()?,
    );
    let is_named = numbers.next().is_none() && !name.starts_with([' ', '.']) && !name.is_empty();
    (is_named && size > 0).then(|| Static {
        name: readable(name),
        address,
        size,
    })
}

fn readable(symbol: &str) -> String {
    without_hashes(&format!("{:#}", demangle(symbol)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_in_memory_are_read() {
        let map = "    Addr      Off     Size Out     In      Symbol
       -       e3      119 CODE
       -       e3      119                 _RNvCs4IUqSXCxwRU_4mapx1f
  1003a0     3929       20 .data
  1003a0     3931        4         /x/mapx.rcgu.o:(.data._RNvCs4IUqSXCxwRU_4mapx5COUNT)
  1003a0     3931        4                 _RNvCs4IUqSXCxwRU_4mapx5COUNT
  1003b0     3941       10         /x/mapx.rcgu.o:(.rodata..Lanon.8.1)
  1003b0     3941       10                 .Lanon.8.1
  1003c0        0        4                 plain
  1003c4        0        0                 __data_end
";
        let read: Vec<_> = parse(map)
            .into_iter()
            .map(|one| (one.name, one.address, one.size))
            .collect();
        assert_eq!(
            read,
            [
                ("mapx::COUNT".to_owned(), 0x10_03a0, 4),
                ("plain".to_owned(), 0x10_03c0, 4)
            ]
        );
        assert_eq!(parse(""), []);
        assert_eq!(parse("no map"), []);
    }
}
