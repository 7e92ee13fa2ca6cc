//! The JSON Schema that scenarios name, held against the reader: `assets/scenario.schema.json`.
//!
//! A small checker of its own reads it: it knows the keywords that the schema uses and no others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use lonebox::scenario;
use regex_lite::Regex;
use serde_json::{Map, Value};

use crate::site;

/// A file of this project, as JSON.
fn json(path: impl AsRef<Path>) -> Option<Value> {
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file that is there");
    serde_json::from_slice(&bytes).ok()
}

/// Keywords that say nothing about which values are valid.
const SILENT: [&str; 9] =
    ["$schema", "$id", "$defs", "title", "description", "examples", "then", "properties", "enumDescriptions"];

/// Keywords that say nothing of an object.
const OF_OTHERS: [&str; 8] =
    ["items", "minItems", "maxItems", "uniqueItems", "pattern", "minimum", "maximum", "exclusiveMinimum"];

struct Schema(Value);

impl Schema {
    fn load() -> Self {
        Self(json("assets/scenario.schema.json").expect("valid JSON"))
    }

    fn at(&self, reference: &str) -> &Value {
        let pointer = reference.strip_prefix('#').expect("a reference within the schema");
        self.0.pointer(pointer).unwrap_or_else(|| panic!("{reference} is nowhere"))
    }

    /// Whether the value is valid.
    fn accepts(&self, schema: &Value, value: &Value) -> bool {
        let Value::Object(rules) = schema else { panic!("a schema is an object: {schema}") };
        let obeys = |(keyword, rule): (&String, &Value)| self.obeys(rules, keyword, rule, value);
        rules.iter().all(obeys) && self.fields_obey(rules, value)
    }

    fn obeys(&self, rules: &Map<String, Value>, keyword: &str, rule: &Value, value: &Value) -> bool {
        let count = |schemas: &Value| list(schemas).iter().filter(|rule| self.accepts(rule, value)).count();
        match keyword {
            "$ref" => self.accepts(self.at(text(rule)), value),
            "anyOf" => count(rule) > 0,
            "oneOf" => count(rule) == 1,
            "allOf" => count(rule) == list(rule).len(),
            "if" => !self.accepts(rule, value) || self.accepts(&rules["then"], value),
            "const" => value == rule,
            "enum" => list(rule).contains(value),
            "type" => is_a(text(rule), value),
            "additionalProperties" => true,
            _ if SILENT.contains(&keyword) => true,
            _ => match value {
                Value::String(text) => obeys_as_text(keyword, rule, text),
                Value::Number(number) => {
                    obeys_as_number(keyword, rule, number.as_f64().expect("a finite number"))
                }
                Value::Array(items) => self.obeys_as_list(keyword, rule, items),
                Value::Object(fields) => self.obeys_as_object(keyword, rule, fields),
                Value::Null | Value::Bool(_) => true,
            },
        }
    }

    fn obeys_as_list(&self, keyword: &str, rule: &Value, items: &[Value]) -> bool {
        match keyword {
            "items" => items.iter().all(|item| self.accepts(rule, item)),
            "minItems" => items.len() as u64 >= whole(rule),
            "maxItems" => items.len() as u64 <= whole(rule),
            "uniqueItems" => (1..items.len()).all(|place| !items[..place].contains(&items[place])),
            _ => true,
        }
    }

    fn obeys_as_object(&self, keyword: &str, rule: &Value, fields: &Map<String, Value>) -> bool {
        match keyword {
            "required" => list(rule).iter().all(|name| fields.contains_key(text(name))),
            "minProperties" => fields.len() as u64 >= whole(rule),
            "maxProperties" => fields.len() as u64 <= whole(rule),
            "propertyNames" => fields.keys().all(|name| self.accepts(rule, &Value::String(name.clone()))),
            _ => {
                assert!(OF_OTHERS.contains(&keyword), "the checker does not know {keyword:?}");
                true
            }
        }
    }

    fn fields_obey(&self, rules: &Map<String, Value>, value: &Value) -> bool {
        let Value::Object(fields) = value else { return true };
        fields.iter().all(|(name, value)| {
            match (field_rule(rules, name), rules.get("additionalProperties")) {
                (Some(rule), _) | (None, Some(rule @ Value::Object(_))) => self.accepts(rule, value),
                (None, additional) => additional.is_none(),
            }
        })
    }

    /// The block of the schema that describes this object, through references and alternatives.
    fn block<'s>(&'s self, schema: &'s Value) -> Option<&'s Value> {
        let through_reference = || self.block(self.at(text(schema.get("$ref")?)));
        let through_choice = || list(schema.get("anyOf")?).iter().find_map(|choice| self.block(choice));
        let itself = schema.get("additionalProperties").map(|_| schema);
        itself.or_else(through_reference).or_else(through_choice)
    }

    /// The names of the fields of every block with a stranger in it, by the block's path; `seen` are these blocks.
    fn names(&self, schema: &Value, value: &Value, path: &str, told: &mut Told, seen: &mut Seen) {
        match value {
            Value::Array(items) => {
                for (item, place) in items.iter().zip(0..) {
                    self.names(&schema["items"], item, &format!("{path}[{place}]"), told, seen);
                }
            }
            Value::Object(fields) => {
                let block = self.block(schema).unwrap_or_else(|| panic!("{path} is no block of the schema"));
                let rules = block.as_object().expect("a block");
                if fields.contains_key(STRANGER) {
                    seen.insert(std::ptr::from_ref(block));
                    let names = rules["properties"].as_object().expect("fields").keys().cloned();
                    told.insert(path.to_owned(), names.collect());
                }
                for (name, value) in fields.iter().filter(|(name, _)| name.as_str() != STRANGER) {
                    let rule = field_rule(rules, name).unwrap_or(&rules["additionalProperties"]);
                    self.names(rule, value, &join(path, name), told, seen);
                }
            }
            _ => {}
        }
    }
}

/// The names of a block's fields, by the block's path.
type Told = BTreeMap<String, BTreeSet<String>>;
/// Blocks of the schema, each by its address.
type Seen = BTreeSet<*const Value>;

/// The field that no block knows.
const STRANGER: &str = "zzzzzzzz";

fn field_rule<'s>(rules: &'s Map<String, Value>, name: &str) -> Option<&'s Value> {
    rules.get("properties")?.get(name)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn whole(value: &Value) -> u64 {
    value.as_u64().expect("a whole number")
}

fn is_a(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        _ => panic!("the checker does not know the type {name:?}"),
    }
}

fn obeys_as_text(keyword: &str, rule: &Value, value: &str) -> bool {
    keyword != "pattern" || Regex::new(text(rule)).expect("a pattern").is_match(value)
}

fn obeys_as_number(keyword: &str, rule: &Value, number: f64) -> bool {
    let limit = || rule.as_f64().expect("a number");
    match keyword {
        "minimum" => number >= limit(),
        "maximum" => number <= limit(),
        "exclusiveMinimum" => number > limit(),
        _ => true,
    }
}

/// The path of a field, as diagnostics write it.
fn join(path: &str, name: &str) -> String {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$');
    match (is_plain, path) {
        (true, "") => name.to_owned(),
        (true, _) => format!("{path}.{name}"),
        (false, _) => format!("{path}[{name:?}]"),
    }
}

/// Every block of the schema; what hangs on a condition repeats what is said elsewhere.
fn all_blocks(schema: &Value, blocks: &mut Seen) {
    if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
        blocks.insert(std::ptr::from_ref(schema));
    }
    match schema {
        Value::Object(rules) => {
            rules.iter().filter(|(name, _)| *name != "allOf").for_each(|(_, rule)| all_blocks(rule, blocks));
        }
        Value::Array(rules) => rules.iter().for_each(|rule| all_blocks(rule, blocks)),
        _ => {}
    }
}

/// The names that the reader lists beside the stranger in every block, by the block's path.
fn names_of_the_reader(file: &Value) -> Told {
    let mistakes = scenario::read(&file.to_string()).expect_err("strangers are mistakes");
    let told = mistakes.iter().map(|mistake| {
        let path = mistake.path.strip_suffix(STRANGER).expect("nothing but strangers is wrong");
        let names = mistake.remedy.trim_start_matches("write ").trim_start_matches("one of ");
        let names = serde_json::from_str(&format!("[{names}]")).expect("a list of all names");
        (path.trim_end_matches('.').to_owned(), names)
    });
    told.collect()
}

#[test]
fn the_schema_and_the_reader_know_the_same_fields() {
    let schema = Schema::load();
    let file = json("tests/suite/bad_files/stranger-in-every-block.json").expect("valid JSON");
    let (mut told, mut seen, mut all) = (Told::new(), Seen::new(), Seen::new());
    schema.names(&schema.0, &file, "", &mut told, &mut seen);
    let reader = names_of_the_reader(&file);
    for path in told.keys().chain(reader.keys()) {
        assert_eq!(told.get(path), reader.get(path), "left the schema, right the reader: {path}");
    }
    all_blocks(&schema.0, &mut all);
    assert_eq!(seen.len(), all.len(), "the file of strangers has every block of the schema");
}

#[test]
fn the_schema_accepts_every_scenario() {
    let schema = Schema::load();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let paths: Vec<_> =
        site::shipped_names().iter().map(|name| folder.join(format!("{name}.json"))).collect();
    assert!(paths.len() >= 15);
    for path in &paths {
        let scenario = json(path).expect("valid JSON");
        assert!(schema.accepts(&schema.0, &scenario), "{}", path.display());
        let named = path.with_file_name(text(&scenario["$schema"]));
        assert!(named.exists(), "{} is named by {}", named.display(), path.display());
    }
}

/// Bad files whose mistakes only the reader can see: they lie between two places of the file, or are no mistakes but
/// oddities.
const BEYOND_A_SCHEMA: [&str; 10] = [
    "alias-of-a-zone",
    "arrivals-go-back",
    "arrivals-that-never-come",
    "boot-order",
    "no-page",
    "repeated-key",
    "times-beyond-the-end",
    "too-little-memory",
    "unknown-window",
    "warnings",
];

#[test]
fn the_schema_rejects_what_the_reader_rejects() {
    let schema = Schema::load();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/bad_files");
    let mut rejected = 0;
    for path in super::files(&folder, "json") {
        let Some(file) = json(&path) else { continue };
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a plain file name");
        let accepts = schema.accepts(&schema.0, &file);
        assert_eq!(accepts, BEYOND_A_SCHEMA.contains(&name), "{name}: accepted");
        rejected += u32::from(!accepts);
    }
    assert!(rejected >= 20, "only {rejected} are rejected");
}
