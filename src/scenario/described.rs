//! What the readers accept, as a JSON Schema for editors and for whoever writes scenarios by a program.
//!
//! Nobody lists the fields here: the readers are run over a file that is described instead of read. Of such a file every
//! field is there and holds nothing, every choice is made in turn, mistakes are not told, and what each reader asks for and
//! accepts is taken down. So beside every check of a reader stands what the schema says of it (see [`Field::takes`]), and a
//! field that a reader is taught is described by itself.
//!
//! The path of a field that is described is its place in the schema, `/properties/run/properties/seed`.

use std::fmt::Display;
use std::ops::RangeInclusive;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::vocabulary::Word;

use super::block::Block;
use super::code;
use super::field::Field;
use super::format;
use super::names::quoted;
use super::resolve::corrected;
use super::source::Source;
use super::spelled::spelled;
use super::tree::{Node, Value as Written};

/// What a described file and all in it is read from.
static NOTHING: Node<'static> = Node { start: 0, end: 0, value: Written::Object(Vec::new()) };

/// The schema of scenario files.
pub fn schema() -> Value {
    let source = Source::describing(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://lonebox.invalid/scenario.schema.json",
        "title": "A scenario of Lonebox",
        "description": "A website on one machine, who visits it, what happens to it and what should come of it. What is not \
            said keeps the products' own default.",
    }));
    format::read(&Field::root(&source, &NOTHING), None);
    source.into_description()
}

impl<'a> Field<'a> {
    /// Whether it is described instead of read.
    pub(super) fn is_described(&self) -> bool {
        self.source.is_describing()
    }

    /// If it is described, what lies there within it.
    pub(super) fn described_part(&self, step: &str) -> Option<Field<'a>> {
        self.is_described().then(|| self.described_at(format!("{}/{step}", self.path)))
    }

    fn described_at(&self, path: String) -> Field<'a> {
        Field { source: self.source, node: &NOTHING, entry: None, path }
    }

    fn describe(&self, change: impl FnOnce(&mut Map<String, Value>)) {
        self.source.describe(&self.path, change);
    }

    /// What the schema says of this value: the reader that calls this makes sure of the same.
    pub(crate) fn takes(&self, rules: impl FnOnce() -> Value) {
        self.describe(|said| {
            if let Value::Object(rules) = rules() {
                said.extend(rules);
            }
        });
    }

    /// What it is, for people.
    pub(crate) fn about(&self, text: &str) {
        self.takes(|| json!({"description": text}));
    }

    /// A further sentence on what it is.
    fn also(&self, sentence: &str) {
        self.describe(|said| {
            let begun = said.get("description").and_then(Value::as_str).unwrap_or_default();
            let text = format!("{begun} {sentence}");
            said.insert("description".to_owned(), Value::from(text.trim_start()));
        });
    }

    /// It lies in this range; the schema says so of numbers and can only tell it of quantities.
    pub(super) fn lies_in<T: Display + Serialize>(&self, range: &RangeInclusive<T>) {
        if !self.is_described() {
            return;
        }
        let number = |bound: &T| serde_json::from_str::<Value>(&bound.to_string()).ok();
        if let (Some(least), Some(most)) = (number(range.start()), number(range.end())) {
            return self.takes(|| json!({"minimum": least, "maximum": most}));
        }
        let told = |bound: &T| spelled(bound).map_or_else(String::new, |bound| as_text(&bound));
        match (told(range.start()), told(range.end())) {
            (least, most) if least == most => self.also(&format!("Only {most}.")),
            (least, most) if least.starts_with('0') => self.also(&format!("At most {most}.")),
            (least, most) => self.also(&format!("From {least} to {most}.")),
        }
    }

    /// The list or the object holds at most so many things; a remark among named ones is one more.
    pub(super) fn holds_at_most(&self, most: usize) {
        self.describe(|said| {
            let (rule, most) =
                if said["type"] == "array" { ("maxItems", most) } else { ("maxProperties", most + 1) };
            said.insert(rule.to_owned(), Value::from(most));
        });
    }

    /// One of these words, each with what it means.
    pub(super) fn takes_words<'w>(&self, words: impl Iterator<Item = (&'w str, &'w str)>) {
        let (spellings, meanings): (Vec<&str>, Vec<&str>) = words.unzip();
        self.takes(|| json!({"type": "string", "enum": spellings, "enumDescriptions": meanings}));
    }

    /// This stands there unless the file says otherwise.
    pub(super) fn usually<T: Serialize>(&self, value: &T) {
        if !self.is_described() {
            return;
        }
        let dotted = self.path.replacen("/properties/", "", 1).replace("/properties/", ".");
        // Which versions run by default is a range, which no file can say: their reader tells it.
        if dotted.starts_with("profile.") {
            return;
        }
        let value = corrected(&dotted, spelled(value));
        let text = value.as_ref().map_or_else(String::new, as_text);
        if !["", "[]", "null"].contains(&text.as_str()) {
            self.takes(|| json!({"default": value}));
            self.also(&format!("Default {text}."));
        }
    }

    /// Reads it by a reader whose description has a name of its own, for it is used in several places.
    pub(crate) fn defined<T>(&self, name: &str, read: impl FnOnce(&Field<'a>) -> Option<T>) -> Option<T> {
        if !self.is_described() {
            return read(self);
        }
        let home = self.described_at(format!("/$defs/{name}"));
        self.takes(|| json!({"$ref": format!("#{}", home.path)}));
        let mut is_new = false;
        home.describe(|said| is_new = said.is_empty());
        if is_new { read(&home) } else { None }
    }

    /// This word alone means `value`; what else it may hold, a number first such as `example`, says `read`.
    pub(crate) fn word_or<T>(
        &self,
        (word, example): (&'static str, &'static str),
        value: T,
        read: impl FnOnce(&Field<'a>) -> Option<T>,
    ) -> Option<T> {
        self.takes(|| json!({"const": word}));
        self.alternative();
        let found = match self.as_text() {
            Some(text) if text == word => Some(value),
            Some(text) if text.starts_with(char::is_alphabetic) => {
                let remedy = format!("write {word:?}, or a value such as {example}");
                self.error(code::UNKNOWN_NAME, format!("{} is not {word:?}", quoted(text)), remedy);
                None
            }
            _ => read(self),
        };
        self.alternative();
        found
    }

    /// Reads an object by the one reader, and everything else by the other.
    pub(crate) fn object_or<T>(
        &self,
        object: impl FnOnce(&Field<'a>) -> Option<T>,
        other: impl FnOnce(&Field<'a>) -> Option<T>,
    ) -> Option<T> {
        if !self.is_described() {
            return if self.is_object() { object(self) } else { other(self) };
        }
        other(self);
        self.alternative();
        object(self);
        self.alternative();
        None
    }

    /// What was said of it so far, but for what is told to people, is one of several forms.
    fn alternative(&self) {
        self.describe(|said| {
            let is_told = |name: &String| ["description", "default", "anyOf"].contains(&name.as_str());
            let form = said.keys().filter(|name| !is_told(name)).cloned().collect::<Vec<_>>();
            let form: Map<_, _> = form.iter().filter_map(|name| said.remove_entry(name)).collect();
            list(said, "anyOf").push(Value::Object(form));
        });
    }
}

impl<'a> Block<'a> {
    /// The schema says that one of these fields must be there.
    pub(super) fn requires(&self, name: &str) {
        self.field().describe(|said| list(said, "required").push(Value::from(name)));
    }

    /// The schema says that exactly one of these fields must be there.
    pub(super) fn requires_one(&self, names: &[&str]) {
        let choices = || names.iter().map(|name| json!({"required": [name]})).collect::<Vec<_>>();
        self.field().takes(|| json!({"oneOf": choices()}));
    }

    /// Describes the block once for each word that may stand in its field `name`, on which the rest depends.
    pub(super) fn describe_each<W: Word, T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(&mut Block<'a>, Option<W>) -> T,
    ) {
        let mut cases: Vec<(Vec<&str>, Map<String, Value>)> = Vec::new();
        for word in W::ALL {
            let Some(field) = self.field().described_part("case") else { return };
            read(&mut Block::described(field), Some(*word));
            let mut found = Value::Null;
            self.field().describe(|said| found = said.remove("case").unwrap_or_default());
            let Value::Object(found) = found else { return };
            match cases.iter_mut().find(|(_, case)| *case == found) {
                Some((words, _)) => words.push(word.spelling()),
                None => cases.push((vec![word.spelling()], found)),
            }
        }
        self.field().describe(|said| gather(said, name, &mut cases));
    }
}

/// Writes into a block what depends on the word in its field `name`; what is the same in all cases only once.
fn gather(block: &mut Map<String, Value>, name: &str, cases: &mut [(Vec<&str>, Map<String, Value>)]) {
    let Some((_, first)) = cases.first().cloned() else { return };
    for (key, value) in first.iter().filter(|(key, _)| *key != "properties") {
        if cases.iter().all(|(_, case)| case.get(key) == Some(value)) {
            for (_, case) in cases.iter_mut() {
                case.remove(key);
            }
            match value {
                Value::Array(items) => list(block, key).extend(items.iter().cloned()),
                value => drop(block.insert(key.clone(), value.clone())),
            }
        }
    }
    let fields = block.entry("properties").or_insert_with(|| json!({}));
    let mut all = Map::new();
    for (name, rule) in cases.iter().filter_map(|(_, case)| case["properties"].as_object()).flatten() {
        all.entry(name).or_insert_with(|| rule.clone());
    }
    for (field, rule) in &all {
        let is_same = cases.iter().all(|(_, case)| case["properties"].get(field) == Some(rule));
        fields[field.as_str()] =
            if is_same { rule.clone() } else { json!({"description": rule["description"]}) };
        for case in cases.iter_mut().filter(|_| is_same) {
            case.1["properties"].as_object_mut().and_then(|properties| properties.remove(field));
        }
    }
    for (words, case) in cases {
        let when = json!({"properties": {name: {"enum": words}}, "required": [name]});
        list(block, "allOf").push(json!({"if": when, "then": case}));
    }
}

/// A value as people are told of it.
fn as_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The list under this name, which is begun where there is none.
fn list<'v>(said: &'v mut Map<String, Value>, name: &str) -> &'v mut Vec<Value> {
    let list = said.entry(name).or_insert_with(|| json!([]));
    list.as_array_mut().expect("it is a list wherever it is written")
}
