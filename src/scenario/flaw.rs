//! Why a file is no JSON, and what to do about it.

use super::code;

/// Why a text is no tree, and at which byte.
#[derive(Debug)]
pub(crate) struct Flaw {
    /// Where.
    pub(crate) offset: usize,
    /// The diagnostic's code.
    pub(crate) code: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) remedy: &'static str,
}

impl Flaw {
    /// A flaw at this byte.
    pub(crate) fn new(
        offset: usize,
        code: &'static str,
        message: impl Into<String>,
        remedy: &'static str,
    ) -> Self {
        Self { offset, code, message: message.into(), remedy }
    }

    /// The flaw that `serde_json` found in `piece`, which begins at byte `start` of the file.
    pub(crate) fn of_syntax(piece: &str, start: usize, error: &serde_json::Error) -> Self {
        let told = error.to_string();
        let message = told.split_once(" at line ").map_or(told.as_str(), |(message, _)| message);
        let within = if error.is_eof() {
            piece.trim_end().len()
        } else {
            offset_of(piece, error.line(), error.column())
        };
        if lacks_comma(message, piece, within) {
            let end_of_value = start + piece[..within].trim_end().len();
            return Self::new(end_of_value, code::SYNTAX, "a comma is missing", "add a comma here");
        }
        let code = if message == "trailing characters" { code::TRAILING_TEXT } else { code::SYNTAX };
        let remedy = if error.is_eof() { ENDS_TOO_EARLY } else { syntax_remedy(message, piece, within) };
        Self::new(start + within, code, message, remedy)
    }
}

/// The byte at `column` [bytes, 1 is the first] of `line` [1 is the first].
fn offset_of(piece: &str, line: usize, column: usize) -> usize {
    let before: usize = piece.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let length = piece[before..].split('\n').next().map_or(0, str::len);
    piece.floor_char_boundary(before + column.saturating_sub(1).min(length))
}

/// Whether a further field or value begins where the one before it should have been followed by a comma.
fn lacks_comma(message: &str, piece: &str, within: usize) -> bool {
    let begins_value = |c: char| matches!(c, '"' | '{' | '[' | '-') || c.is_ascii_digit();
    message.starts_with("expected `,` or") && piece[within..].starts_with(begins_value)
}

const ENDS_TOO_EARLY: &str = "the file ends too early: close every text, every [ and every {";

fn syntax_remedy(message: &str, piece: &str, within: usize) -> &'static str {
    let before = piece[..within].trim_end().chars().next_back();
    match (before, piece[within..].chars().next()) {
        (_, Some('/' | '#')) => "JSON has no comments: put the text into a \"note\" field",
        (_, Some('\'')) => "write text in double quotes",
        (Some(','), Some(']' | '}')) => "take out the comma before the closing bracket",
        _ if message == "trailing characters" => "a scenario is one object: take out what follows it",
        _ if message.starts_with("control character") => {
            "a text ends on its line: write \\n for a line break"
        }
        _ if message.contains("surrogate") || message.contains("escape") => {
            "write the character itself, or \\\\ for a backslash"
        }
        _ => "a field is \"name\": value, fields are separated by commas: look here and just before",
    }
}
