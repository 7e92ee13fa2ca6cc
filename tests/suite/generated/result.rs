//! What is made from the rows of results: their schema, and from that the reference.

use serde_json::Value;

use super::{compare, printed, text_of};

const SCHEMA: &str = "assets/result.schema.json";
const PAGE: &str = "book/src/reference/result.md";
pub(super) const BEGIN: &str = "<!-- objects -->\n";
pub(super) const END: &str = "<!-- end -->\n";

/// Words that have a table of their own elsewhere in the reference.
pub(super) const TABLES: [(&str, &str); 7] = [
    ("failure_word", "failures"),
    ("limit_word", "limits"),
    ("action_word", "actions"),
    ("stage_word", "stages"),
    ("station_word", "stations"),
    ("happening_word", "events"),
    ("log_message_word", "events"),
];

fn schema() -> Value {
    serde_json::from_str(&printed("result")).expect("JSON")
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}"))
}

pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The name of the definition that is referred to, by itself, as a list or where it may be null.
pub(super) fn target(schema: &Value) -> Option<&str> {
    let itself = schema.get("$ref").map(|reference| text(reference).trim_start_matches("#/$defs/"));
    itself
        .or_else(|| target(schema.get("items")?))
        .or_else(|| list(schema.get("anyOf")?).iter().find_map(target))
}

/// The fields of an object: those that are always there in their order, then the others.
pub(super) fn fields(object: &Value) -> Vec<(&str, &Value)> {
    let properties = object["properties"].as_object().expect("an object has fields");
    let required: Vec<&str> = list(&object["required"]).iter().map(text).collect();
    let others = properties.keys().map(String::as_str).filter(|name| !required.contains(name));
    required.iter().copied().chain(others).map(|name| (name, &properties[name])).collect()
}

/// The names of the definitions in the order in which a reader meets them.
pub(super) fn met<'s>(schema: &'s Value, name: &'s str, names: &mut Vec<&'s str>) {
    if names.contains(&name) {
        return;
    }
    names.push(name);
    let object = &schema["$defs"][name];
    if object.get("properties").is_some() {
        fields(object)
            .into_iter()
            .filter_map(|(_, rule)| target(rule))
            .for_each(|name| met(schema, name, names));
    }
}

/// What a field holds.
fn kind(rule: &Value) -> String {
    if let Some(Value::String(value)) = rule.get("const") {
        return format!("`{value}`");
    }
    if let Some(choices) = rule.get("anyOf") {
        return list(choices).iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    match (rule.get("$ref"), rule.get("type")) {
        (Some(_), _) => {
            let name = target(rule).expect("a reference");
            let table = TABLES.iter().find(|(word, _)| *word == name);
            let place =
                table.map_or(format!("#{name}"), |(_, table)| format!("metrics-and-words.md#{table}"));
            format!("[{}]({place})", name.trim_end_matches("_word"))
        }
        (None, Some(Value::String(array))) if array == "array" => format!("list of {}", kind(&rule["items"])),
        (None, Some(Value::Array(kinds))) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        (None, kind) => text(kind.expect("a type")).to_owned(),
    }
}

/// The words of a definition, each with what it means.
fn words(definition: &Value) -> Vec<(&str, &str)> {
    let documented = list(&definition["oneOf"]).iter();
    let listed = list(&definition["enum"]).iter().zip(list(&definition["enumDescriptions"]));
    documented
        .map(|word| (text(&word["const"]), text(&word["description"])))
        .chain(listed.map(|(word, meaning)| (text(word), text(meaning))))
        .collect()
}

pub(super) fn section(schema: &Value, name: &str) -> String {
    section_of(&schema["$defs"][name], name)
}

/// What a definition holds, under its name.
pub(super) fn section_of(definition: &Value, name: &str) -> String {
    let about = definition.get("description").map_or(String::new(), |about| format!("{}\n\n", text(about)));
    if definition.get("properties").is_none() {
        let rows = words(definition).into_iter().map(|(word, meaning)| format!("| `{word}` | {meaning} |\n"));
        let rows: String = rows.collect();
        return format!("## {name}\n\n{about}| word | meaning |\n|---|---|\n{rows}\n");
    }
    let row = |(field, rule): (&str, &Value)| {
        format!("| `{field}` | {} | {} |\n", kind(rule), text(&rule["description"]))
    };
    let rows: String = fields(definition).into_iter().map(row).collect();
    format!("## {name}\n\n{about}| field | type | meaning |\n|---|---|---|\n{rows}\n")
}

#[test]
fn generated_schema_of_results_stands_in_the_assets() {
    compare(SCHEMA, &printed("result"));
}

#[test]
fn every_object_of_the_generated_schema_is_closed_and_every_field_is_described() {
    let count = closed_and_described(&schema());
    assert!(count >= 150, "only {count} fields");
}

/// Every object of a schema is closed and each of its fields described; how many fields there are.
pub(super) fn closed_and_described(schema: &Value) -> usize {
    let definitions = schema["$defs"].as_object().expect("definitions");
    let objects = definitions.iter().filter(|(_, definition)| definition.get("properties").is_some());
    let root = schema.get("properties").map(|_| ("the whole", schema));
    let mut count = 0;
    for (name, object) in objects.map(|(name, object)| (name.as_str(), object)).chain(root) {
        assert_eq!(object["additionalProperties"], false, "{name}");
        for (field, rule) in fields(object) {
            let described = rule["description"].as_str().is_some_and(|about| about.ends_with(['.', ')']));
            assert!(described, "{name}.{field} has no description: {rule}");
            count += 1;
        }
    }
    count
}

#[test]
fn generated_reference_of_results_stands_in_the_book() {
    let (schema, page) = (schema(), text_of(PAGE));
    let mut names = Vec::new();
    met(&schema, "file", &mut names);
    assert_eq!(
        names.len(),
        schema["$defs"].as_object().expect("definitions").len(),
        "all are met on the way"
    );
    names.retain(|name| TABLES.iter().all(|(word, _)| word != name));
    let (words, objects): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| name.ends_with("_word"));
    let sections: String = objects.iter().chain(&words).map(|name| section(&schema, name)).collect();
    let (before, rest) = page.split_once(BEGIN).expect("the page says where they begin");
    let (_, after) = rest.split_once(END).expect("the page says where they end");
    compare(PAGE, &format!("{before}{BEGIN}\n{sections}{END}{after}"));
}
