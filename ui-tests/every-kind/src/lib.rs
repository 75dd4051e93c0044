//! One item of every kind that the attribute can stand on.
//!
//! Built with and without the feature `bulkhead`: what JavaScript sees has to be
//! the same, byte for byte.

#![allow(deprecated)] // The attribute warns of some kinds by it.
#![allow(missing_docs)] // They would hide the ones that are there to be compared.

pub mod classes;
pub mod functions;
pub mod imports;
pub mod modules;
pub mod names;
pub mod raw;
pub mod torn;
