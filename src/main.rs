//! The program: arguments in, exit code out, nothing else.

mod cli;

use std::process::ExitCode;

/// A build is short and allocates much; the system's allocator takes a fifth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
