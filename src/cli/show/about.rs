//! What the schema says of a value: what it is, its usual value and its range.

use serde_json::Value;

use crate::cli::schema::SCENARIO;

/// The description of the value at `path`.
pub(super) fn of(path: &str) -> Option<&'static str> {
    let mut place: &'static Value = &SCENARIO;
    for step in steps(path) {
        place = inside(place, &step)?;
    }
    description(place)
}

/// A way from an object or a list to what is in it.
pub(in crate::cli) enum Step {
    /// By the name of a field.
    Field(String),
    /// To any item of a list.
    Item,
}

/// `expect[0].metric` as three steps; a name in brackets and quotes is one, whatever is in it.
pub(in crate::cli) fn steps(path: &str) -> Vec<Step> {
    let (mut steps, mut rest) = (Vec::new(), path);
    while !rest.is_empty() {
        rest = rest.trim_start_matches('.');
        if let Some(name) = rest.strip_prefix("[\"") {
            let end = name.find("\"]").unwrap_or(name.len());
            steps.push(Step::Field(name[..end].to_owned()));
            rest = name.get(end + 2..).unwrap_or_default();
        } else if let Some(item) = rest.strip_prefix('[') {
            steps.push(Step::Item);
            rest = item.split_once(']').map_or("", |(_, rest)| rest);
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            steps.push(Step::Field(rest[..end].to_owned()));
            rest = &rest[end..];
        }
    }
    steps
}

fn inside(place: &'static Value, step: &Step) -> Option<&'static Value> {
    let here = match step {
        Step::Item => place.get("items"),
        Step::Field(name) => place
            .get("properties")
            .and_then(|fields| fields.get(name))
            .or_else(|| place.get("additionalProperties").filter(|rule| rule.is_object())),
    };
    let referred = || inside(at(place.get("$ref")?)?, step);
    let chosen = || {
        let choices = ["anyOf", "oneOf"].iter().filter_map(|choice| place.get(*choice)?.as_array());
        choices.flatten().find_map(|choice| inside(choice, step))
    };
    here.or_else(referred).or_else(chosen)
}

fn at(reference: &Value) -> Option<&'static Value> {
    SCENARIO.pointer(reference.as_str()?.strip_prefix('#')?)
}

fn description(place: &'static Value) -> Option<&'static str> {
    let own = place.get("description").and_then(Value::as_str);
    own.or_else(|| description(at(place.get("$ref")?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_in_the_schema_through_references_and_lists() {
        assert!(of("server.nginx.worker_connections").is_some_and(|about| about.contains("768")));
        assert!(of("application.routes[\"/a.b\"].static.size").is_some());
        assert!(of("timeline[0].power_loss.for").is_some_and(|about| about.starts_with("How long")));
        assert!(of("expect[3].metric.name").is_some());
        assert_eq!(of("no.such.thing"), None);
    }
}
