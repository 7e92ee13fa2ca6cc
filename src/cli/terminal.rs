//! What the command knows of the terminal it runs in.

use std::io::{self, IsTerminal as _, Write as _};

use super::output::{Paper, Theme};

/// Columns and rows of a terminal that does not say.
const USUAL_SIZE: Size = Size { columns: 80, rows: 24 };

/// How large a terminal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    /// Characters in a line.
    pub(super) columns: usize,
    /// Lines.
    pub(super) rows: usize,
}

/// Whether somebody looks at standard output who can be shown moving pictures.
pub(super) fn is_watched() -> bool {
    io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|kind| kind != "dumb")
}

/// In colour only on a terminal, and only if `NO_COLOR` is not set.
pub(super) fn theme() -> Theme {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if is_watched() && !unwanted { Theme::Colour } else { Theme::Plain }
}

/// What a report on standard output is written on: it fits into the terminal, if that is one.
pub(super) fn paper() -> Paper {
    if io::stdout().is_terminal() { Paper::new(theme(), size().columns) } else { Paper::PLAIN }
}

/// How many characters fit into a line of standard error, if that is a terminal.
pub(super) fn columns_of_stderr() -> Option<usize> {
    let (columns, _) =
        terminal_size::terminal_size_of(io::stderr()).filter(|_| io::stderr().is_terminal())?;
    Some(usize::from(columns.0)).filter(|columns| *columns > 0)
}

/// How large the terminal is.
pub(super) fn size() -> Size {
    let known = terminal_size::terminal_size()
        .map(|(columns, rows)| Size { columns: usize::from(columns.0), rows: usize::from(rows.0) });
    known.filter(|size| size.columns > 0 && size.rows > 0).unwrap_or(USUAL_SIZE)
}

/// Tells a person something on standard error. If even that cannot be written there is nobody to tell.
pub(super) fn tell(text: &str) {
    if text.is_empty() {
        return;
    }
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
