//! The JSON Schema that scenarios name, held against the reader: `assets/scenario.schema.json` and the reader know the same
//! fields. What the schema takes and rejects is the matter of a validator, beside the tests of the command.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use lonebox::scenario;
use serde_json::{Map, Value};

/// A file of this project, as JSON.
fn json(path: &str) -> Value {
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file that is there");
    serde_json::from_slice(&bytes).expect("valid JSON")
}

struct Schema(Value);

impl Schema {
    fn load() -> Self {
        Self(json("assets/scenario.schema.json"))
    }

    fn at(&self, reference: &str) -> &Value {
        let pointer = reference.strip_prefix('#').expect("a reference within the schema");
        self.0.pointer(pointer).unwrap_or_else(|| panic!("{reference} is nowhere"))
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
    let file = json("tests/suite/bad_files/stranger-in-every-block.json");
    let (mut told, mut seen, mut all) = (Told::new(), Seen::new(), Seen::new());
    schema.names(&schema.0, &file, "", &mut told, &mut seen);
    let reader = names_of_the_reader(&file);
    for path in told.keys().chain(reader.keys()) {
        assert_eq!(told.get(path), reader.get(path), "left the schema, right the reader: {path}");
    }
    all_blocks(&schema.0, &mut all);
    assert_eq!(seen.len(), all.len(), "the file of strangers has every block of the schema");
}
