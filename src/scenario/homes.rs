//! Where each field of the format belongs, for whoever writes it into the wrong block: what the readers accept is described
//! (see [`super::described`]), and each block of the description is a home.

use std::sync::LazyLock;

use serde_json::Value;

use super::described::schema;

/// A block of the format: its path, and the names of its fields.
type Home = (String, Vec<String>);

/// A field that belongs to more blocks than this is too common for a guess: at most so many within the block where it
/// stands, and so many elsewhere.
const HOMES_MAX: (usize, usize) = (3, 2);

static HOMES: LazyLock<Vec<Home>> = LazyLock::new(|| {
    let mut homes = Vec::new();
    add_homes(&schema(), "", &mut homes);
    homes
});

/// Adds the blocks at this place and within it; those that are defined apart, as laws of chance are, are used in too many
/// places.
fn add_homes(rules: &Value, path: &str, homes: &mut Vec<Home>) {
    if let Some(fields) = rules["properties"].as_object() {
        homes.push((path.to_owned(), fields.keys().cloned().collect()));
        for (name, field) in fields {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            add_homes(field, &path, homes);
        }
    }
    for several in ["items", "additionalProperties"].iter().filter_map(|rule| rules.get(rule)) {
        add_homes(several, &format!("{path}[]"), homes);
    }
    for form in rules["anyOf"].as_array().into_iter().flatten() {
        add_homes(form, path, homes);
    }
}

/// A path in which `expect[3]` is `expect[]`, and `routes["/"]` is `routes[]`.
fn without_places(path: &str) -> String {
    let mut parts = path.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| path + "[]" + part.rsplit(']').next().unwrap_or_default())
}

/// The blocks that a field with this name belongs to, in words: `server.nginx`; none if there is no such block or if
/// there are too many. If some are within `block`, where the field stands now, these are meant.
pub(super) fn home_of(name: &str, block: &str) -> Option<String> {
    let block = without_places(block);
    let mut all: Vec<&str> = HOMES
        .iter()
        .filter(|(_, names)| names.iter().any(|known| known == name))
        .map(|(path, _)| path.as_str())
        .collect();
    all.sort_unstable();
    all.dedup();
    let is_within =
        |path: &&&str| path.strip_prefix(&*block).is_some_and(|rest| rest.starts_with(['.', '[']));
    let within: Vec<&str> = all.iter().filter(is_within).copied().collect();
    let (meant, most) = if within.is_empty() { (all, HOMES_MAX.1) } else { (within, HOMES_MAX.0) };
    let described =
        meant.iter().map(|path| if path.is_empty() { "the file's outermost block" } else { *path });
    (1..=most).contains(&meant.len()).then(|| described.collect::<Vec<_>>().join(" or to "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_known_by_the_block_it_belongs_to() {
        let check =
            |name, block, home: Option<&str>| assert_eq!(home_of(name, block).as_deref(), home, "{name}");
        check("worker_processes", "server.gunicorn", Some("server.nginx"));
        check("duration", "", Some("run"));
        check("stop_time", "server.nginx", Some("server.mysql"));
        check("title", "run", Some("the file's outermost block"));
        check("resolvers", "domain", Some("visitors"));
        check("redo", "server.mysql", Some("application.routes[].dynamic.query"));
        check("first_symptom", "expect[0]", Some("expect[].outage"));
        check("signal", "timeline[3]", Some("timeline[].nginx_restart or to timeline[].nginx_stop"));
        check("name", "", None);
        check("gte", "expect[0].outage", None);
        check("nothing", "", None);
    }
}
