//! Where each field of the format belongs, for whoever writes it into the wrong block.
//!
//! The calls of the readers are the format (see [`super::block`]): they are run once over [`EVERY_BLOCK`], and what they
//! ask for in each of its blocks is taken down.

use std::sync::LazyLock;

use super::field::Field;
use super::format;
use super::source::Source;
use super::tree;

/// A block of the format: its path, and the names of its fields.
type Home = (String, Vec<&'static str>);

/// A field that belongs to more blocks than this is too common for a guess: at most so many within the block where it
/// stands, and so many elsewhere.
const HOMES_MAX: (usize, usize) = (3, 2);

/// A file that has every block, but for laws of chance, bounds and two further shapes of outcome, whose fields are known
/// where they belong.
const EVERY_BLOCK: &str = r#"{
    "schema_version": 1,
    "title": "every block",
    "profile": {},
    "run": {"duration": "60s"},
    "domain": {"stub": {}, "resolver": {"serve_stale": {}}},
    "server": {"machine": {}, "nginx": {"systemd": {}, "limit_req": {"rate": "1/s"}, "limit_conn": {"connections": 1}}, "gunicorn": {"pool": {}}, "mysql": {}},
    "application": {
        "routes": {"/PATH": {"dynamic": {"queries": 1, "query": {}}}, "/FILE": {"static": {"size": "0B"}}},
        "pages": {"PAGE": {"document": "/PATH"}}
    },
    "visitors": {"arrivals": {"poisson": {"rate": "1/s"}}, "pages": {"PAGE": 1}, "retries": {"attempts_max": 2}},
    "timeline": [
        {"at": "1s", "name": "ACTION", "spike": {"factor": 1}},
        {"at": "1s", "power_loss": {}},
        {"at": "1s", "mysql_kill": {}},
        {"at": "1s", "nginx_restart": {}},
        {"at": "1s", "maintenance_page": {}},
        {"at": "1s", "mysql_backup": {}},
        {"at": "1s", "mysql_schema_change": {}},
        {"at": "1s", "disk_slow": {"factor": 2}}
    ],
    "windows": {"WINDOW": {"from": "0s", "to": "1s"}},
    "outage_rule": {},
    "expect": [
        {"metric": {"name": "pages.success", "gte": "0%", "window": "WINDOW"}},
        {"outcome": {"of": "pages", "is": "good", "share": {"gte": "0%"}, "window": "WINDOW"}},
        {"outage": {}},
        {"availability": {"by": "time", "gte": "0%"}}
    ]
}"#;

static HOMES: LazyLock<Vec<Home>> = LazyLock::new(homes);

fn homes() -> Vec<Home> {
    let source = Source::listing(EVERY_BLOCK);
    let tree = tree::parse(EVERY_BLOCK).expect("it is valid JSON");
    let plan = format::read(&Field::root(&source, &tree));
    let (found, blocks) = source.into_found_and_blocks();
    assert!(plan.is_some() && !found.has_errors(), "it has every block and no mistake");
    blocks.into_iter().map(|(path, names)| (without_places(&path), names)).collect()
}

/// A path in which `expect[3]` is `expect[]`.
fn without_places(path: &str) -> String {
    path.replace(|c: char| c.is_ascii_digit(), "")
}

/// The blocks that a field with this name belongs to, in words: `server.nginx`; none if there is no such block or if
/// there are too many. If some are within `block`, where the field stands now, these are meant.
pub(super) fn home_of(name: &str, block: &str) -> Option<String> {
    let block = without_places(block);
    let mut all: Vec<&str> =
        HOMES.iter().filter(|(_, names)| names.contains(&name)).map(|(path, _)| path.as_str()).collect();
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
        check("redo", "server.mysql", Some("application.routes[\"/PATH\"].dynamic.query"));
        check("first_symptom", "expect[0]", Some("expect[].outage"));
        check("signal", "timeline[3]", Some("timeline[].nginx_restart"));
        check("name", "", None);
        check("gte", "expect[0].outage", None);
        check("nothing", "", None);
    }
}
