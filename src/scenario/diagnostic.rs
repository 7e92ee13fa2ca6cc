//! Mistakes in a scenario file: what is wrong, where it stands, and what to write instead.

use std::fmt::{self, Write as _};

use serde::Serialize;

use super::code;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used, but something in it is odd.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// A finding in a file: an error or a warning, with its place and a remedy.
///
/// Its `Display` is one line, `line:column: error[code]: path: message`; [`Diagnostic::render`] gives the whole story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What sort of mistake it is: a stable word of [`code::ALL`](super::code::ALL).
    pub code: &'static str,
    /// The line of the file [1 is the first].
    pub line: u32,
    /// The column of that line [characters, 1 is the first].
    pub column: u32,
    /// How many characters of that line are meant, at least one.
    pub width: u32,
    /// Where in the scenario, such as `server.nginx.worker_connections` or `expect[0]`; empty for the whole file.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

/// Characters of a source line that are shown with a diagnostic.
const SHOWN_MAX: usize = 100;
/// A narrower terminal breaks the lines by itself.
const COLUMNS_MIN: usize = 40;
/// Characters between the number of a source line and its text, and around both.
const MARGIN: usize = 5;

impl Diagnostic {
    /// The finding in one line, beginning with the file's name: `file:line:column: error[code]: path: message`.
    pub fn in_file(&self, file: &str) -> String {
        format!("{file}:{self}")
    }

    /// The finding as a compiler shows it: the line of [`Self::in_file`], the line of the source with a marker under
    /// what is meant, and the remedy. `text` is the file's content. Ends with a line break.
    pub fn render(&self, file: &str, text: &str) -> String {
        self.rendered(file, text, SHOWN_MAX, usize::MAX)
    }

    /// The same for a terminal that is so many columns wide: texts go on below, the line of the source is cut around the
    /// place that is meant.
    pub fn render_within(&self, file: &str, text: &str, columns: usize) -> String {
        let columns = columns.max(COLUMNS_MIN);
        let number = self.line.to_string().len().max(4);
        self.rendered(file, text, SHOWN_MAX.min(columns - number - MARGIN), columns)
    }

    /// The line of the source that is meant, cut around the place if it is longer than `shown_max` characters; how many of
    /// them stand before what is meant, and how many are meant. `text` is the file's content.
    pub fn marked(&self, text: &str, shown_max: usize) -> Option<(String, usize, usize)> {
        let line = text.lines().nth((self.line as usize).checked_sub(1)?)?;
        Some(self.excerpt(line, shown_max))
    }

    fn rendered(&self, file: &str, text: &str, shown_max: usize, columns: usize) -> String {
        let mut shown = broken(&self.in_file(file), 4, columns);
        let number = self.line.to_string();
        let margin = " ".repeat(number.len().max(4));
        if let Some(line) = text.lines().nth(self.line as usize - 1) {
            let (source, before, width) = self.excerpt(line, shown_max);
            let marker = format!("{}{}", " ".repeat(before), "^".repeat(width));
            let _ = writeln!(shown, " {number:>4} | {source}\n {margin} | {marker}");
        }
        shown + &broken(&format!(" {margin} = {}", self.remedy), margin.len() + 4, columns)
    }

    /// The part of `line` around the place that is meant, the marker's distance from its left end, and its width.
    fn excerpt(&self, line: &str, shown_max: usize) -> (String, usize, usize) {
        let column = self.column as usize - 1;
        let long = line.chars().count() > shown_max && column > shown_max / 2;
        let skipped = if long { column - shown_max / 4 } else { 0 };
        let shown: String = line.chars().skip(skipped).take(shown_max).map(printable).collect();
        let before = column - skipped;
        let left = shown.chars().count().saturating_sub(before);
        let width = (self.width as usize).clamp(1, left.max(1));
        (shown.trim_end().to_owned(), before, width)
    }
}

/// `text` in lines of at most so many characters, broken at blanks; all but the first are indented.
fn broken(text: &str, indent: usize, columns: usize) -> String {
    let (mut lines, mut line) = (String::new(), String::new());
    for word in text.split_inclusive(' ') {
        let is_full = line.chars().count() + word.trim_end().chars().count() > columns;
        if is_full && !line.trim().is_empty() {
            lines += line.trim_end();
            lines.push('\n');
            line = " ".repeat(indent);
        }
        line += word;
    }
    lines + line.trim_end() + "\n"
}

/// A character as it can be shown: what moves the cursor, or is invisible, is a blank.
fn printable(c: char) -> char {
    let invisible =
        matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
    if c.is_control() || invisible { ' ' } else { c }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}[{}]: ", self.line, self.column, self.severity, self.code)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

/// The findings in one file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Diagnostics {
    errors: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

/// Errors, and warnings, told of one file; what is found beyond them is only hinted at.
const TOLD_MAX: usize = 1_000;

impl Diagnostics {
    /// Takes a finding down.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        let found = match diagnostic.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        match found.len() {
            0..TOLD_MAX => found.push(diagnostic),
            TOLD_MAX => found.push(and_more(diagnostic)),
            _ => {}
        }
    }

    /// Whether one of the findings is an error.
    pub(crate) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Whether the file is wrong and further findings are no longer told.
    pub(crate) fn is_full(&self) -> bool {
        self.errors.len() > TOLD_MAX
    }

    /// The errors, in the order of the file.
    pub(crate) fn into_errors(self) -> Vec<Diagnostic> {
        sorted(self.errors)
    }

    /// The warnings, in the order of the file.
    pub(crate) fn into_warnings(self) -> Vec<Diagnostic> {
        sorted(self.warnings)
    }
}

fn sorted(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
    found
}

fn and_more(first_untold: Diagnostic) -> Diagnostic {
    Diagnostic {
        code: code::TOO_MANY,
        message: format!("more than {TOLD_MAX} findings: the others are not told"),
        remedy: "correct some of them and try again".to_owned(),
        ..first_untold
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(line: u32, column: u32, width: u32) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            code: code::UNKNOWN_FIELD,
            line,
            column,
            width,
            path: "run.sed".to_owned(),
            message: "no such field".to_owned(),
            remedy: "did you mean \"seed\"?".to_owned(),
        }
    }

    #[test]
    fn a_diagnostic_shows_its_line_and_marks_what_is_meant() {
        let shown = diagnostic(2, 4, 5).render("a.json", "{\n\t\u{b5} \"sed\": 1\n}\n");
        assert_eq!(
            shown,
            "a.json:2:4: error[unknown-field]: run.sed: no such field\n    2 |  \u{b5} \"sed\": 1\n      |    ^^^^^\n      = did you mean \"seed\"?\n"
        );
    }

    #[test]
    fn a_very_long_line_is_cut_around_the_place() {
        let text = "x".repeat(100_000);
        let shown = diagnostic(1, 50_000, 90_000).render("a.json", &text);
        assert!(shown.lines().all(|line| line.len() < 120), "{shown}");
        assert!(shown.contains('^'));
    }

    #[test]
    fn a_diagnostic_fits_into_the_terminal_and_nothing_of_it_is_lost() {
        let text = format!("{{\n{}\"sed\": 1 {}\n}}\n", " ".repeat(70), "x".repeat(50));
        let whole = diagnostic(2, 71, 5);
        for columns in [40, 60, 80] {
            let shown = whole.render_within("a/rather/long/name.json", &text, columns);
            assert!(shown.lines().all(|line| line.chars().count() <= columns), "{shown}");
            assert!(shown.contains("\"sed\"") && shown.contains("^^^^^"), "{shown}");
            let words = |shown: &str| shown.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let told = words(&shown).join(" ");
            assert!(told.ends_with(&words(&whole.remedy).join(" ")), "{shown}");
        }
    }

    #[test]
    fn findings_are_told_in_the_order_of_the_file_and_not_without_end() {
        let mut found = Diagnostics::default();
        for line in (1..5_000).rev() {
            found.push(diagnostic(line, 1, 1));
        }
        assert!(found.has_errors() && found.is_full());
        let told = found.into_errors();
        assert_eq!(told.len(), TOLD_MAX + 1);
        assert!(told.is_sorted_by_key(|diagnostic| diagnostic.line));
    }

    #[test]
    fn no_number_of_warnings_hides_an_error() {
        let mut found = Diagnostics::default();
        for line in 1..5_000 {
            found.push(Diagnostic { severity: Severity::Warning, ..diagnostic(line, 1, 1) });
        }
        assert!(!found.has_errors() && !found.is_full());
        found.push(diagnostic(1, 1, 1));
        assert!(found.has_errors());
        assert_eq!((found.clone().into_errors().len(), found.into_warnings().len()), (1, TOLD_MAX + 1));
    }
}
