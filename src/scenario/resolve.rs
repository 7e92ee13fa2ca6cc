//! Every value that is in effect in a scenario, and where it comes from.
//!
//! Nobody lists the settings here: the readers are run once more, and what each asks for is taken down, with what the file
//! says or what stays in effect where it says nothing (see [`super::block`]). A block that is not in the file is read as
//! an empty one. So a field that a reader is taught is told of by itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::diagnostic::Diagnostic;
use super::field::Field;
use super::source::{Asked, Source};
use super::tree::{self, Node};
use super::{format, read};

/// A value that is in effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Where in a scenario, such as `server.nginx.worker_connections`.
    pub path: String,
    /// What is in effect, as a file would write it; nothing where only the reader of that field knows it.
    pub value: Option<Value>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The file says it, in this line.
    File(u32),
    /// It follows from what the file's `profile` says.
    Profile,
    /// It is the products' default, or ours.
    Default,
}

/// Every value that is in effect in a scenario file, in the order in which the format has them.
///
/// # Errors
///
/// The mistakes in the file, as [`read`] tells them.
pub fn resolve(text: &str) -> Result<Vec<Setting>, Vec<Diagnostic>> {
    read(text)?;
    let root = tree::parse(text).map_err(|_| Vec::new())?;
    let asked = asked(text, &root);
    let unprofiled = self::asked(text, &without_profile(root));
    let by_default: BTreeMap<String, Option<Value>> =
        unprofiled.into_iter().map(|asked| (asked.path, asked.value)).collect();
    let origin = |asked: &Asked| match asked.line {
        Some(line) => Origin::File(line),
        None if by_default.get(&asked.path).is_some_and(|value| *value != asked.value) => Origin::Profile,
        None => Origin::Default,
    };
    let mut settings = Vec::new();
    for asked in asked {
        let origin = origin(&asked);
        settings.push(Setting { value: corrected(&asked.path, asked.value), path: asked.path, origin });
    }
    Ok(settings)
}

/// What the readers ask of this file, without the objects and lists in which they ask for more, and without remarks that
/// nobody made.
fn asked(text: &str, root: &Node<'_>) -> Vec<Asked> {
    let source = Source::recording(text);
    format::read(&Field::root(&source, root), None);
    let asked = source.into_asked();
    let paths: BTreeSet<String> = asked.iter().map(|asked| asked.path.clone()).collect();
    let holds = |path: &str, next: char| {
        let begin = format!("{path}{next}");
        paths.range(begin.clone()..).next().is_some_and(|path| path.starts_with(&begin))
    };
    let is_remark =
        |asked: &Asked| asked.line.is_none() && (asked.path.ends_with("note") || asked.path == "$schema");
    let mut told = BTreeSet::new();
    let single = |asked: &Asked| told.insert(asked.path.clone());
    let alone = asked.into_iter().filter(|asked| !holds(&asked.path, '.') && !holds(&asked.path, '['));
    alone.filter(|asked| !is_remark(asked)).filter(single).collect()
}

/// The same file as if it said nothing of versions.
fn without_profile(mut root: Node<'_>) -> Node<'_> {
    if let tree::Value::Object(entries) = &mut root.value {
        entries.retain(|entry| entry.key != "profile");
    }
    root
}

fn is_called(path: &str, name: &str) -> bool {
    path.rsplit('.').next() == Some(name)
}

/// Some settings are kept in another form than that in which a file writes them.
pub(super) fn corrected(path: &str, value: Option<Value>) -> Option<Value> {
    match (path, &value) {
        ("outage_rule.share", Some(Value::Number(percent))) => Some(Value::from(format!("{percent}%"))),
        ("server.gunicorn.pool.pool_recycle", Some(Value::Null)) => Some(Value::from("never")),
        ("server.nginx.worker_processes", Some(Value::Null)) => Some(Value::from("auto")),
        ("server.mysql.innodb_flush_log_at_trx_commit", Some(Value::String(_))) => Some(Value::from(1)),
        (path, Some(Value::Number(_))) if is_called(path, "table") => Some(Value::from("main")),
        (path, Some(Value::Array(_))) if is_called(path, "pages") => Some(serde_json::json!({"home": 1})),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;

    const SHORTEST: &str = r#"{"schema_version": 1, "title": "t", "run": {"duration": "60s"}}"#;

    fn setting(settings: &[Setting], path: &str) -> (Option<Value>, Origin) {
        let found = settings.iter().find(|setting| setting.path == path);
        found.map_or_else(|| panic!("{path}"), |setting| (setting.value.clone(), setting.origin))
    }

    #[test]
    fn a_file_says_some_values_and_the_others_are_defaults() {
        let text = "{\"schema_version\": 1, \"title\": \"t\", \"run\": {\"duration\": \"60s\"},\n\
            \"server\": {\"gunicorn\": {\"workers\": 5}},\n\
            \"timeline\": [{\"at\": \"1s\", \"nginx_restart\": {}}]}";
        let settings = resolve(text).expect("a valid scenario");
        assert_eq!(setting(&settings, "server.gunicorn.workers"), (Some(json!(5)), Origin::File(2)));
        assert_eq!(setting(&settings, "server.gunicorn.backlog"), (Some(json!(2_048)), Origin::Default));
        let connections = setting(&settings, "server.nginx.worker_connections");
        assert_eq!(connections, (Some(json!(768)), Origin::Default), "of a block that is not there");
        assert_eq!(
            setting(&settings, "timeline[0].nginx_restart.signal"),
            (Some(json!("quit")), Origin::Default)
        );
        assert!(settings.iter().all(|setting| setting.path != "server" && !setting.path.ends_with("note")));
    }

    #[test]
    fn what_follows_from_the_profile_is_told_as_such_and_a_mistake_is_told() {
        assert!(resolve("{").is_err());
        let settings = resolve(SHORTEST).expect("a valid scenario");
        assert!(settings.iter().all(|setting| setting.origin != Origin::Profile));
        let keepalive = |version: &str, nginx: &str| {
            let file = format!(
                r#"{{"schema_version": 1, "title": "t", "run": {{"duration": "60s"}}, "profile": {{"nginx": "{version}"}},
                    "server": {{"nginx": {{{nginx}}}}}}}"#
            );
            setting(&resolve(&file).expect("a valid scenario"), "server.nginx.keepalive")
        };
        assert_eq!(keepalive("1.29.6", ""), (Some(json!(0)), Origin::Default));
        assert_eq!(keepalive("1.29.7", ""), (Some(json!(32)), Origin::Profile));
        assert_eq!(keepalive("1.29.7", r#""keepalive": 0"#), (Some(json!(0)), Origin::File(2)));
    }

    /// Puts a value at a path of plain names.
    fn put(file: &mut Map<String, Value>, path: &str, value: Value) {
        match path.split_once('.') {
            None => {
                file.insert(path.to_owned(), value);
            }
            Some((block, rest)) => {
                let block = file.entry(block).or_insert_with(|| json!({}));
                put(block.as_object_mut().expect("a block"), rest, value);
            }
        }
    }

    #[test]
    fn the_defaults_written_into_a_file_are_the_defaults() {
        let settings = resolve(SHORTEST).expect("a valid scenario");
        let mut file: Map<String, Value> = serde_json::from_str(SHORTEST).expect("JSON");
        let known = |setting: &&Setting| {
            let is_said = setting.value.as_ref().is_some_and(|value| !value.is_null());
            is_said && setting.origin == Origin::Default && !setting.path.starts_with("profile")
        };
        let mut written = 0;
        for setting in settings.iter().filter(known) {
            put(&mut file, &setting.path, setting.value.clone().expect("it is said"));
            written += 1;
        }
        assert!(written >= 50, "only {written}");
        let text = Value::Object(file).to_string();
        let plan =
            read(&text).map_or_else(|mistakes| panic!("{mistakes:#?}\n{text}"), |reading| reading.plan);
        assert_eq!(plan, read(SHORTEST).expect("a valid scenario").plan);
    }
}
