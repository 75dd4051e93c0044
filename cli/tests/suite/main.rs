//! The program, run on crates and machines made for it.

// Machines are made of scripts.
#![cfg(unix)]

mod audit;
mod build;
mod compiled;
mod coredump;
mod doctor;
mod edited;
mod explain;
mod frame;
mod init;
mod support;
mod truth;
mod verify;
