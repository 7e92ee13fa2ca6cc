//! The `lonebox` command: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(lonebox::cli::main())
}
