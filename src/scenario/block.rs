//! An object of the file, read field by field.
//!
//! Whoever reads an object asks for every field it may have, whether or not it is there; what nobody asked for is a
//! mistake. So the calls are the format: they are also how it is known what a file may hold ([`super::described`]), and what
//! is in effect where it says nothing ([`super::resolve`]). Every object may have a `note`, a text that nothing reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::ops::RangeInclusive;

use serde::Serialize;
use serde_json::json;

use crate::vocabulary::Word;

use super::code;
use super::field::Field;
use super::homes::home_of;
use super::names::{nearest, one_of, remedy_for};
use super::read::{Read, within};
use super::tree::Entry;

/// An object that is being read.
#[derive(Debug)]
pub(crate) struct Block<'a> {
    field: Field<'a>,
    entries: &'a [Entry<'a>],
    /// Names asked for.
    known: Vec<&'static str>,
    /// What was needed and is not there.
    missing: Vec<Missing>,
    /// What the next field is, for the schema.
    about: Option<&'static str>,
}

/// Something needed that is not there.
#[derive(Debug)]
struct Missing {
    /// The fields that would do.
    names: Vec<&'static str>,
    code: &'static str,
    message: String,
    remedy: String,
}

/// The field that every object may have and nothing reads.
const NOTE: &str = "note";
/// What it is.
const ABOUT_NOTES: &str =
    "A remark: nothing reads it, except that a note beside an action says that an overlap is meant.";

impl<'a> Block<'a> {
    /// The object in `field`; anything else, and repeated fields, are reported.
    pub(super) fn of(field: &Field<'a>) -> Option<Self> {
        let entries = field.fields()?;
        report_repeated(field, entries);
        field.takes(|| json!({"type": "object", "additionalProperties": false}));
        Some(Self { entries, ..Self::described(field.clone()) })
    }

    /// A block without anything in it.
    pub(super) fn described(field: Field<'a>) -> Self {
        Self { field, entries: &[], known: Vec::new(), missing: Vec::new(), about: None }
    }

    /// What the field is that is asked for next: the schema says it, and whatever is made from that.
    pub(crate) fn about(&mut self, text: &'static str) {
        self.about = Some(text);
    }

    /// The object itself.
    pub(crate) fn field(&self) -> &Field<'a> {
        &self.field
    }

    /// The field with this name, if it is there.
    pub(crate) fn optional(&mut self, name: &'static str) -> Option<Field<'a>> {
        self.known.push(name);
        if let Some(field) = self.field.described_part("properties").and_then(|all| all.described_part(name))
        {
            let about = self.about.take();
            if name == NOTE {
                describe_note(&field);
            } else {
                field.about(about.unwrap_or_default());
            }
            return Some(field);
        }
        let found = self.find(name);
        self.field.ask(name, found.as_ref());
        found
    }

    /// The field with this name; it is reported if it is not there.
    pub(crate) fn required(&mut self, name: &'static str) -> Option<Field<'a>> {
        self.required_or(name, || format!("add {name:?}"))
    }

    /// The same, with a remedy of its own.
    pub(crate) fn required_or(
        &mut self,
        name: &'static str,
        remedy: impl FnOnce() -> String,
    ) -> Option<Field<'a>> {
        self.requires(name);
        let found = self.optional(name);
        if found.is_none() {
            let message = format!("{name:?} is missing");
            self.missing.push(Missing {
                names: vec![name],
                code: code::MISSING_FIELD,
                message,
                remedy: remedy(),
            });
        }
        found
    }

    /// The value of the field with this name; it is reported if it is not there.
    pub(crate) fn need<T: Read>(&mut self, name: &'static str) -> Option<T> {
        T::read(&self.required(name)?)
    }

    /// The same, with a range that the value must lie in.
    pub(crate) fn need_within<T>(&mut self, name: &'static str, range: RangeInclusive<T>) -> Option<T>
    where
        T: Read + PartialOrd + Display + Serialize,
    {
        within(&self.required(name)?, &range)
    }

    /// Reads the one field that says which case this is; none and several are reported. `what` is what it chooses, each
    /// choice is a name and what it is.
    pub(crate) fn one_of<T>(
        &mut self,
        what: &'static str,
        choices: &[(&'static str, &'static str)],
        read: impl FnMut(&'static str, &Field<'a>) -> Option<T>,
    ) -> Option<T> {
        self.one_of_or(what, choices, |_, _| "keep one of them".to_owned(), read)
    }

    /// The same, with a remedy of its own for a second one beside the first.
    pub(crate) fn one_of_or<T>(
        &mut self,
        what: &'static str,
        choices: &[(&'static str, &'static str)],
        remedy: impl Fn(&Field<'a>, &Field<'a>) -> String,
        mut read: impl FnMut(&'static str, &Field<'a>) -> Option<T>,
    ) -> Option<T> {
        let names: Vec<&'static str> = choices.iter().map(|(name, _)| *name).collect();
        if self.field.is_described() {
            self.requires_one(&names);
            for (name, about) in choices {
                self.about(about);
                self.optional(name).and_then(|field| read(name, &field));
            }
            return None;
        }
        let (name, field) = self.chosen(what, &names, remedy)?;
        read(name, &field)
    }

    /// The first of these fields that is there.
    fn chosen(
        &mut self,
        what: &'static str,
        names: &[&'static str],
        remedy: impl Fn(&Field<'a>, &Field<'a>) -> String,
    ) -> Option<(&'static str, Field<'a>)> {
        self.known.extend(names);
        let found = names.iter().filter_map(|name| Some((*name, self.find(name)?)));
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|(name, _)| self.entries.iter().position(|entry| entry.key == *name));
        if found.is_empty() {
            let (message, remedy) = (format!("the {what} is missing"), format!("add {}", one_of(names)));
            self.missing.push(Missing { names: names.to_vec(), code: code::MISSING_CHOICE, message, remedy });
        }
        for (name, field) in found.iter().skip(1) {
            let first = found[0].0;
            let message = format!("{name:?} beside {first:?}: there is only one {what} here");
            field.error_at_key(code::TOO_MANY_CHOICES, message, remedy(&found[0].1, field));
        }
        let chosen = found.into_iter().next();
        if let Some((name, field)) = &chosen {
            self.field.ask(name, Some(field));
        }
        chosen
    }

    /// The word in the field `name`, on which depends what else stands here; `read` reads that.
    pub(crate) fn depending_on<W: Word, T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(&mut Self, Option<W>) -> Option<T>,
    ) -> Option<T> {
        let word = self.need(name);
        if self.field.is_described() {
            self.describe_each(name, &mut read);
            return None;
        }
        read(self, word)
    }

    /// Overlays `target` with the field, if it is there.
    pub(crate) fn read<T: Read + Serialize>(&mut self, name: &'static str, target: &mut T) {
        self.read_as(name, T::read, target);
    }

    /// The same, with a range that the value must lie in.
    pub(crate) fn read_within<T>(&mut self, name: &'static str, range: RangeInclusive<T>, target: &mut T)
    where
        T: Read + Serialize + PartialOrd + Display,
    {
        self.read_as(name, |field| within(field, &range), target);
    }

    /// The same, for a field with a form of its own.
    pub(crate) fn read_as<T: Serialize>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&Field<'a>) -> Option<T>,
        target: &mut T,
    ) {
        let asked = self.field.asked();
        let found = self.optional(name);
        let value = found.as_ref().and_then(read);
        if let Some(field) = &found {
            field.usually(target);
        }
        if let Some(value) = value {
            *target = value;
        }
        self.field.settle(asked, target);
    }

    /// Reads the object in this field, if it is there; a recording reads one that is not there as an empty one.
    pub(crate) fn open<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Block<'a>) -> T,
    ) -> Option<T> {
        let found = self.optional(name).or_else(|| self.field.absent(name));
        found?.open(read)
    }

    fn find(&self, name: &str) -> Option<Field<'a>> {
        let entry = self.entries.iter().find(|entry| entry.key == name)?;
        Some(self.field.child(entry))
    }

    /// Reports what nobody asked for, and then what is missing.
    pub(super) fn finish(mut self) {
        if !self.known.contains(&NOTE) {
            let mut unread = String::new();
            self.read(NOTE, &mut unread);
        }
        let unknown: Vec<_> =
            self.entries.iter().filter(|entry| !self.known.contains(&&*entry.key)).collect();
        let stranger = self.stranger(&unknown);
        self.report_unknown(&unknown, stranger);
        if stranger.is_none() {
            self.report_missing(&unknown);
        }
    }

    /// What the one field that nobody asked for was probably meant to be: the one that is missing, although their names
    /// have nothing in common.
    fn stranger(&self, unknown: &[&'a Entry<'a>]) -> Option<&Missing> {
        let ([entry], [missing]) = (unknown, self.missing.as_slice()) else { return None };
        let is_alone = missing.code == code::MISSING_FIELD && !self.field.path().is_empty();
        let means_nothing = || nearest(&entry.key, &self.known).is_none() && self.home_of(entry).is_none();
        (is_alone && means_nothing()).then_some(missing)
    }

    fn home_of(&self, entry: &Entry<'_>) -> Option<String> {
        home_of(&entry.key, self.field.path())
    }

    /// Reports the fields that nobody asked for.
    fn report_unknown(&self, unknown: &[&'a Entry<'a>], stranger: Option<&Missing>) {
        for entry in unknown.iter().filter(|_| !self.field.is_full()) {
            let remedy = match (stranger, self.home_of(entry)) {
                (Some(missing), _) => format!("{}: was that meant?", missing.message),
                (None, Some(home)) => format!("it belongs to {home}"),
                (None, None) => remedy_for(&entry.key, &self.known),
            };
            self.field.child(entry).error_at_key(code::UNKNOWN_FIELD, "no such field", remedy);
        }
    }

    /// Reports what is missing, unless it is there under a wrong name: that is already told.
    fn report_missing(&self, unknown: &[&'a Entry<'a>]) {
        for missing in &self.missing {
            let is_meant_by =
                |name: &str| nearest(name, &self.known).is_some_and(|near| missing.names.contains(&near));
            let is_choice = missing.code == code::MISSING_CHOICE;
            let told = unknown.iter().any(|entry| is_choice || is_meant_by(&entry.key));
            if !told {
                self.field.error(missing.code, missing.message.as_str(), missing.remedy.as_str());
            }
        }
    }
}

/// The fields of an object whose names the author chose, such as the routes; a `note` and repeated names are left out.
pub(crate) fn named<'a>(field: &Field<'a>) -> Option<Vec<Field<'a>>> {
    if let Some(one) = field.described_part("additionalProperties") {
        field.takes(|| json!({"type": "object"}));
        field.described_part("properties")?.described_part(NOTE).iter().for_each(describe_note);
        return Some(vec![one]);
    }
    let entries = field.fields()?;
    report_repeated(field, entries);
    let mut seen = BTreeSet::new();
    let first = entries.iter().filter(|entry| seen.insert(&*entry.key));
    let is_note = |field: &Field<'_>| field.key() == NOTE && field.as_text().is_some();
    Some(first.map(|entry| field.child(entry)).filter(|field| !is_note(field)).collect())
}

fn describe_note(field: &Field<'_>) {
    field.defined("note", |note| {
        note.about(ABOUT_NOTES);
        note.text()
    });
}

fn report_repeated<'a>(field: &Field<'a>, entries: &'a [Entry<'a>]) {
    let mut lines = BTreeMap::new();
    for entry in entries {
        let child = field.child(entry);
        if let Some(line) = lines.get(&*entry.key) {
            let message = format!("the same field is already on line {line}");
            child.error_at_key(code::REPEATED_FIELD, message, "keep one of them");
        } else {
            lines.insert(&*entry.key, child.line());
        }
    }
}
