//! The text of a file, where its lines begin, and what was found in it.

use std::cell::RefCell;
use std::ops::Range;

use serde_json::{Map, Value};

use super::diagnostic::{Diagnostic, Diagnostics, Severity};

/// A file that is being read.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    text: &'a str,
    /// The first byte of each line.
    lines: Vec<usize>,
    /// Readers of different parts of the tree write here; each only appends.
    found: RefCell<Diagnostics>,
    /// What the readers accept. Kept by a description only.
    description: Option<RefCell<Value>>,
    /// Every value that was asked for. Kept by a recording only.
    asked: Option<RefCell<Vec<Asked>>>,
}

/// A value that a reader asked for.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// Its path.
    pub(crate) path: String,
    /// The line in which the file says it, if it does.
    pub(crate) line: Option<u32>,
    /// What the file says, or else what is in effect without, if that is known.
    pub(crate) value: Option<Value>,
}

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
        Self { text, lines, found: RefCell::default(), description: None, asked: None }
    }

    /// No file, but what any may hold: a schema that begins so.
    pub(crate) fn describing(schema: Value) -> Self {
        Self { description: Some(RefCell::new(schema)), ..Self::new("") }
    }

    /// The same, of which is wanted every value that is in effect rather than what is wrong.
    pub(crate) fn recording(text: &'a str) -> Self {
        Self { asked: Some(RefCell::default()), ..Self::new(text) }
    }

    /// What stands in these bytes.
    pub(crate) fn text_of(&self, bytes: Range<usize>) -> &'a str {
        &self.text[bytes]
    }

    /// Takes down that a value was asked for, if that is wanted; `bytes` are those in which the file says it.
    pub(crate) fn ask(&self, path: impl FnOnce() -> String, bytes: Option<Range<usize>>) {
        let Some(asked) = &self.asked else { return };
        let line = bytes.as_ref().map(|bytes| self.line(bytes.start));
        let value = bytes.and_then(|bytes| serde_json::from_str(&self.text[bytes]).ok());
        asked.borrow_mut().push(Asked { path: path(), line, value });
    }

    /// How many values were asked for; none if that is not wanted.
    pub(crate) fn asked(&self) -> Option<usize> {
        self.asked.as_ref().map(|asked| asked.borrow().len())
    }

    /// All that was asked for since the first of `count` was one value, and this is in effect where the file says nothing.
    pub(crate) fn settle(&self, count: Option<usize>, value: impl FnOnce() -> Option<Value>) {
        let (Some(asked), Some(count)) = (&self.asked, count) else { return };
        let mut asked = asked.borrow_mut();
        asked.truncate(count + 1);
        if let Some(last) = asked.last_mut().filter(|last| last.line.is_none()) {
            last.value = value();
        }
    }

    /// Everything that was asked for.
    pub(crate) fn into_asked(self) -> Vec<Asked> {
        self.asked.map(RefCell::into_inner).unwrap_or_default()
    }

    /// Whether it is described what a file may hold.
    pub(crate) fn is_describing(&self) -> bool {
        self.description.is_some()
    }

    /// Changes what the schema says at this place, if there is a schema; what is not there yet is begun.
    pub(crate) fn describe(&self, place: &str, change: impl FnOnce(&mut Map<String, Value>)) {
        let Some(description) = &self.description else { return };
        let mut description = description.borrow_mut();
        let mut rules = &mut *description;
        for step in place.split('/').skip(1) {
            rules = &mut rules[step];
        }
        if rules.is_null() {
            *rules = Value::Object(Map::new());
        }
        change(rules.as_object_mut().expect("a schema is an object"));
    }

    /// The schema.
    pub(crate) fn into_description(self) -> Value {
        self.description.map(RefCell::into_inner).unwrap_or_default()
    }

    /// The line in which a byte lies [1 is the first].
    pub(crate) fn line(&self, offset: usize) -> u32 {
        self.lines.partition_point(|start| *start <= offset) as u32
    }

    /// Takes a finding down, about these bytes of the file.
    pub(crate) fn report(&self, bytes: Range<usize>, path: &str, finding: Finding) {
        if self.is_full() || self.is_describing() {
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
}
