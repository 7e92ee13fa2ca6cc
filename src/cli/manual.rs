//! `lonebox completions SHELL` and `lonebox man`: what a package installs beside the command.

use clap::{Command, CommandFactory as _};

use super::arguments::{Arguments, CompletionsArguments, ManArguments};
use super::{Failure, print};

/// Prints a script that completes the command's words.
pub(super) fn completions(arguments: &CompletionsArguments) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "lonebox", &mut script);
    print_bytes(&script)
}

/// Prints the manual page of the command, or of the subcommand that is named.
pub(super) fn man(arguments: &ManArguments) -> Result<u8, Failure> {
    let mut command = Arguments::command();
    command.build();
    let command = match &arguments.command {
        None => command,
        Some(name) => subcommand(&command, name)?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(|error| Failure::output(error.to_string()))?;
    print_bytes(&page)
}

fn subcommand(command: &Command, name: &str) -> Result<Command, Failure> {
    let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let found = command.find_subcommand(name).ok_or_else(|| {
        let names = names.join(", ");
        Failure::usage(format!("no subcommand is called {name:?}; there are {names}"))
    })?;
    Ok(found.clone())
}

fn print_bytes(text: &[u8]) -> Result<u8, Failure> {
    print(&String::from_utf8_lossy(text))
}
