//! The text of a file, where its lines begin, and what was found in it.

use std::cell::RefCell;
use std::ops::Range;

use super::diagnostic::{Diagnostic, Diagnostics, Severity};

/// A file that is being read.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    text: &'a str,
    /// The first byte of each line.
    lines: Vec<usize>,
    /// Readers of different parts of the tree write here; each only appends.
    found: RefCell<Diagnostics>,
    /// Every block that was read: its path and the names of the fields that it may have. Kept by a listing only.
    blocks: Option<RefCell<Vec<Known>>>,
}

/// A block's path and the names of the fields that it may have.
type Known = (String, Vec<&'static str>);

/// What is wrong, in words.
#[derive(Debug)]
pub(crate) struct Finding {
    /// How bad it is.
    pub(crate) severity: Severity,
    /// A word of [`super::code`].
    pub(crate) code: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) remedy: String,
}

impl<'a> Source<'a> {
    /// A file with this text, of which nothing is known yet.
    pub(crate) fn new(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { text, lines, found: RefCell::default(), blocks: None }
    }

    /// The same, of which is wanted what the blocks may hold rather than what they do.
    pub(crate) fn listing(text: &'a str) -> Self {
        Self { blocks: Some(RefCell::default()), ..Self::new(text) }
    }

    /// Takes down what the block at `path` may hold, if that is wanted.
    pub(crate) fn list(&self, path: &str, names: &[&'static str]) {
        if let Some(blocks) = &self.blocks {
            blocks.borrow_mut().push((path.to_owned(), names.to_vec()));
        }
    }

    /// The line in which a byte lies [1 is the first].
    pub(crate) fn line(&self, offset: usize) -> u32 {
        self.lines.partition_point(|start| *start <= offset) as u32
    }

    /// Takes a finding down, about these bytes of the file.
    pub(crate) fn report(&self, bytes: Range<usize>, path: &str, finding: Finding) {
        if self.is_full() {
            return;
        }
        let line = self.line(bytes.start);
        let before = &self.text[self.lines[line as usize - 1]..bytes.start];
        let meant = self.text[bytes].lines().next().unwrap_or_default();
        let diagnostic = Diagnostic {
            severity: finding.severity,
            code: finding.code,
            line,
            column: before.chars().count() as u32 + 1,
            width: meant.chars().count().max(1) as u32,
            path: path.to_owned(),
            message: finding.message,
            remedy: finding.remedy,
        };
        self.found.borrow_mut().push(diagnostic);
    }

    /// Whether further findings are no longer told.
    pub(crate) fn is_full(&self) -> bool {
        self.found.borrow().is_full()
    }

    /// Everything that was found.
    pub(crate) fn into_found(self) -> Diagnostics {
        self.found.into_inner()
    }

    /// The same, and the blocks that a listing has kept.
    pub(crate) fn into_found_and_blocks(self) -> (Diagnostics, Vec<Known>) {
        (self.found.into_inner(), self.blocks.map(RefCell::into_inner).unwrap_or_default())
    }
}
