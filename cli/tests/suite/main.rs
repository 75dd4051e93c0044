//! The program, run on crates and machines made for it.

// Machines are made of scripts.
#![cfg(unix)]

mod build;
mod doctor;
mod frame;
mod init;
mod support;
mod verify;
