//! What the command knows of the terminal it runs in.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::{Command, Stdio};

use super::output::Theme;

/// Columns and rows of a terminal that does not say.
const USUAL_SIZE: Size = Size {
    columns: 80,
    rows: 24,
};

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
    if is_watched() && !unwanted {
        Theme::Colour
    } else {
        Theme::Plain
    }
}

/// How large the terminal is, as `stty` says.
pub(super) fn size() -> Size {
    let asked = Command::new("stty")
        .arg("size")
        .stdin(Stdio::inherit())
        .stderr(Stdio::null())
        .output();
    let answer = asked.ok().filter(|answer| answer.status.success());
    answer
        .and_then(|answer| size_from(&String::from_utf8_lossy(&answer.stdout)))
        .unwrap_or(USUAL_SIZE)
}

fn size_from(answer: &str) -> Option<Size> {
    let (rows, columns) = answer.trim().split_once(' ')?;
    let size = Size {
        columns: columns.parse().ok()?,
        rows: rows.parse().ok()?,
    };
    (size.columns > 0 && size.rows > 0).then_some(size)
}

/// Tells a person something on standard error. If even that cannot be written there is nobody to tell.
pub(super) fn tell(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_as_rows_and_columns() {
        assert_eq!(
            size_from("50 132\n"),
            Some(Size {
                columns: 132,
                rows: 50
            })
        );
        assert_eq!(size_from("0 0"), None, "a terminal that does not know");
        assert_eq!(size_from("stdin isn't a terminal"), None);
    }
}
