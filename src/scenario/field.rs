//! A value of the file together with its path, and the place to complain about it.

use std::ops::Range;

use serde::Serialize;
use serde_json::json;

use super::block::Block;
use super::code;
use super::diagnostic::Severity;
use super::names::{one_of, quoted, remedy_for_word};
use super::source::{Finding, Source};
use super::spelled::spelled;
use super::tree::{Entry, Node, Value};

/// What a block that is not in the file is read from.
static NOTHING: Node<'static> = Node { start: 0, end: 0, value: Value::Object(Vec::new()) };

/// A value of the file that is being read.
#[derive(Clone, Debug)]
pub(crate) struct Field<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) node: &'a Node<'a>,
    /// The field it is the value of; none for the whole file and for what stands in a list.
    pub(super) entry: Option<&'a Entry<'a>>,
    pub(super) path: String,
}

impl<'a> Field<'a> {
    /// The whole file.
    pub(crate) fn root(source: &'a Source<'a>, node: &'a Node<'a>) -> Self {
        Self { source, node, entry: None, path: String::new() }
    }

    /// A field of this object.
    pub(crate) fn child(&self, entry: &'a Entry<'a>) -> Self {
        Self { source: self.source, node: &entry.node, entry: Some(entry), path: self.path_to(&entry.key) }
    }

    /// The path of a field of this object: `server.nginx`, `routes["/"]`.
    pub(crate) fn path_to(&self, key: &str) -> String {
        let plain = (1..=60).contains(&key.len())
            && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$');
        match (plain, self.path.is_empty()) {
            (true, true) => key.to_owned(),
            (true, false) => format!("{}.{key}", self.path),
            (false, _) => format!("{}[{}]", self.path, quoted(key)),
        }
    }

    /// Where it stands in the file; empty for the whole file.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Takes down that a field of this object was asked for, if that is wanted.
    pub(super) fn ask(&self, name: &str, found: Option<&Self>) {
        self.source.ask(|| self.path_to(name), found.map(|field| field.node.start..field.node.end));
    }

    /// How many values were asked for so far, if that is wanted.
    pub(super) fn asked(&self) -> Option<usize> {
        self.source.asked()
    }

    /// What has been asked for since is one value, and `value` is in effect where the file says nothing.
    pub(super) fn settle<T: Serialize>(&self, asked: Option<usize>, value: &T) {
        self.source.settle(asked, || spelled(value));
    }

    /// A field of this object that is not there, as an empty object, if it is wanted what that would hold.
    pub(super) fn absent(&self, name: &str) -> Option<Self> {
        self.source.asked()?;
        Some(Self { source: self.source, node: &NOTHING, entry: None, path: self.path_to(name) })
    }

    /// The name of the field that this is the value of; empty for the whole file and for what stands in a list.
    pub(crate) fn key(&self) -> &'a str {
        self.entry.map_or("", |entry| &entry.key)
    }

    /// The line in which the value begins [1 is the first].
    pub(crate) fn line(&self) -> u32 {
        self.source.line(self.node.start)
    }

    /// Whether further mistakes are no longer told, so that looking for a remedy is in vain.
    pub(crate) fn is_full(&self) -> bool {
        self.source.is_full()
    }

    /// The value is a mistake.
    pub(crate) fn error(&self, code: &'static str, message: impl Into<String>, remedy: impl Into<String>) {
        self.report(self.bytes(), Severity::Error, code, message.into(), remedy.into());
    }

    /// The field's name is a mistake.
    pub(crate) fn error_at_key(
        &self,
        code: &'static str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.report(self.key_bytes(), Severity::Error, code, message.into(), remedy.into());
    }

    /// The field is legal but odd.
    pub(crate) fn warn(&self, code: &'static str, message: impl Into<String>, remedy: impl Into<String>) {
        self.report(self.key_bytes(), Severity::Warning, code, message.into(), remedy.into());
    }

    fn report(
        &self,
        bytes: Range<usize>,
        severity: Severity,
        code: &'static str,
        message: String,
        remedy: String,
    ) {
        self.source.report(bytes, &self.path, Finding { severity, code, message, remedy });
    }

    /// The bytes of the value; of an object or a list the opening bracket alone.
    fn bytes(&self) -> Range<usize> {
        let end = match self.node.value {
            Value::List(_) | Value::Object(_) => self.node.start + 1,
            _ => self.node.end,
        };
        self.node.start..end
    }

    fn key_bytes(&self) -> Range<usize> {
        self.entry.map_or_else(|| self.bytes(), |entry| entry.key_start..entry.key_end)
    }

    /// The value is of another type than what is accepted.
    pub(crate) fn wrong_type(&self, accepted: &str) {
        let found = match self.node.value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.error(code::WRONG_TYPE, format!("{found} does not belong here"), format!("write {accepted}"));
    }

    /// The text, if it is one; anything else is left to the caller to report.
    pub(crate) fn as_text(&self) -> Option<&'a str> {
        match &self.node.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number as it is written, if it is one; anything else is left to the caller to report.
    pub(crate) fn as_number(&self) -> Option<&'a str> {
        match self.node.value {
            Value::Number(digits) => Some(digits),
            _ => None,
        }
    }

    /// Whether the value is a number or a text, as quantities are.
    pub(crate) fn is_quantity(&self) -> bool {
        self.is_described() || self.as_number().is_some() || self.as_text().is_some()
    }

    /// Whether the value is an object.
    pub(crate) fn is_object(&self) -> bool {
        matches!(self.node.value, Value::Object(_))
    }

    /// True or false, if it is one; anything else is left to the caller to report.
    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self.node.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The text; anything else is reported.
    pub(crate) fn text(&self) -> Option<&'a str> {
        self.takes(|| json!({"type": "string"}));
        if self.as_text().is_none() {
            self.wrong_type("text in double quotes");
        }
        self.as_text()
    }

    /// The text, which must hold something.
    pub(crate) fn filled_text(&self) -> Option<&'a str> {
        self.takes(|| json!({"pattern": "\\S"}));
        let text = self.text()?;
        if text.trim().is_empty() {
            self.error(code::EMPTY, "the text is empty", "write something here");
            return None;
        }
        Some(text)
    }

    /// The value as the file writes it.
    pub(crate) fn written(&self) -> &'a str {
        self.source.text_of(self.node.start..self.node.end)
    }

    /// One of a few words; anything else is reported.
    pub(crate) fn pick<T: Copy>(&self, what: &str, words: &[(&str, T)]) -> Option<T> {
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        self.takes(|| json!({"type": "string", "enum": names}));
        let Some(text) = self.as_text() else {
            self.wrong_type(&one_of(&names));
            return None;
        };
        let found = words.iter().find(|(name, _)| *name == text);
        if found.is_none() {
            self.error(
                code::UNKNOWN_NAME,
                format!("no {what} is called {}", quoted(text)),
                remedy_for_word(text, &names),
            );
        }
        found.map(|(_, value)| *value)
    }

    /// What stands in the list; anything else than a list is reported.
    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        self.takes(|| json!({"type": "array"}));
        if let Some(item) = self.described_part("items") {
            return Some(vec![item]);
        }
        let Value::List(nodes) = &self.node.value else {
            self.wrong_type("a list in [ ]");
            return None;
        };
        let item = |(place, node)| Self {
            source: self.source,
            node,
            entry: None,
            path: format!("{}[{place}]", self.path),
        };
        Some(nodes.iter().enumerate().map(item).collect())
    }

    /// The fields of the object as they are written; anything else than an object is reported.
    pub(super) fn fields(&self) -> Option<&'a [Entry<'a>]> {
        let Value::Object(entries) = &self.node.value else {
            self.wrong_type("an object in { }");
            return None;
        };
        Some(entries)
    }

    /// Reads the object with its named fields: whatever `read` does not ask for is reported when it is done.
    pub(crate) fn open<T>(&self, read: impl FnOnce(&mut Block<'a>) -> T) -> Option<T> {
        let mut block = Block::of(self)?;
        let value = read(&mut block);
        block.finish();
        Some(value)
    }
}
