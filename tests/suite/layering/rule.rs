//! The table of who may know whom, and the check of a file against it.

use std::fmt;

use super::path::{NamedPath, paths};
use super::source::Source;

/// What one module may know.
struct Rule {
    /// Its path from the crate's root; the longest that fits a file is its rule.
    module: &'static str,
    /// Paths of ours that it may name, with all below them; `*` stands for any one segment.
    ours: &'static [&'static str],
    /// Crates that it may name.
    outside: &'static [&'static str],
}

const fn rule(module: &'static str, ours: &'static [&'static str], outside: &'static [&'static str]) -> Rule {
    Rule { module, ours, outside }
}

/// From the ground up; a module may name itself as well.
#[rustfmt::skip]
const TABLE: [Rule; 18] = [
    rule("units", &[], &["libm", "serde"]),
    rule("vocabulary", &[], &["serde"]),
    rule("engine", &["units"], &["rand", "libm", "serde"]),
    rule("queueing", &["units", "engine"], &["serde"]),
    rule("snapshot", &["units", "vocabulary"], &["serde"]),
    rule("theory", &["units"], &["libm"]),
    rule("metrics", &["units", "vocabulary"], &["hdrhistogram", "serde"]),
    rule("topology", &["units", "vocabulary", "engine", "queueing", "snapshot", "metrics"], &["serde"]),
    rule("scenario",
        &["units", "vocabulary", "topology::settings", "topology::*::settings"],
        &["serde", "serde_json", "schemars", "strsim", "libm"]),
    rule("simulation",
        &["units", "vocabulary", "engine", "snapshot", "metrics", "topology", "scenario"],
        &["serde"]),
    rule("expectation",
        &["units", "vocabulary", "snapshot", "metrics", "theory", "scenario", "simulation"],
        &["serde"]),
    rule("study",
        &["units", "vocabulary", "snapshot", "theory", "metrics", "scenario", "simulation", "expectation"],
        &["serde"]),
    rule("cli",
        &["units", "vocabulary", "snapshot", "theory", "metrics", "scenario", "simulation", "expectation", "study",
          "visual::lab", "visual::window", "visual::desk", "visual::theme"],
        &["image", "clap", "clap_complete", "clap_mangen", "indicatif", "anstyle", "quick_xml", "tempfile", "terminal_size",
          "serde", "serde_json", "schemars", "libm"]),
    rule("visual",
        &["units", "vocabulary", "snapshot", "theory", "metrics", "scenario", "simulation", "expectation", "study"],
        &["bevy", "bevy_egui", "egui", "egui_plot", "image", "wgpu", "serde_json", "libm"]),
    rule("visual::panels",
        &["vocabulary", "snapshot", "metrics", "theory", "expectation", "scenario", "simulation::Command",
          "units", "visual::theme", "visual::desk", "visual::keys", "visual::texts", "visual::offers"],
        &["egui", "egui_plot", "libm"]),
    rule("visual::stage",
        &["units", "vocabulary", "snapshot", "metrics", "visual::theme", "visual::desk", "visual::texts"],
        &["egui"]),
    rule("web", &["visual"], &[]),
    rule("main", &["cli"], &[]),
];

/// What may be passed on all the same: a setting of the model is a law of chance, and whoever reads settings writes it.
const PASSED_ON: [(&str, &str); 2] =
    [("topology", "engine::Distribution"), ("scenario", "topology::settings::operation::Action")];

/// Modules whose items others must not pass on: who may not know them would know them all the same.
const NOT_PASSED_ON: [&str; 3] = ["engine", "queueing", "topology"];

/// A place where the sources break a rule.
pub(super) struct Breach {
    file: String,
    line: usize,
    what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// The outside crates that `manifest` names, as Rust spells them.
pub(super) fn dependencies(manifest: &str) -> Vec<String> {
    let (mut names, mut inside) = (Vec::new(), false);
    for line in manifest.lines() {
        if let Some(section) = line.trim().strip_prefix('[') {
            let section = section.trim_end_matches(']');
            inside = section.ends_with("dependencies");
            let alone = section.split_once("dependencies.").map(|(_, name)| name);
            names.extend(alone.map(|name| name.replace('-', "_")));
        } else if inside && !line.trim().is_empty() && !line.starts_with('#') {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            names.push(name.replace('-', "_"));
        }
    }
    names
}

/// Where `source` breaks the table.
pub(super) fn check(source: &Source, dependencies: &[String]) -> Vec<Breach> {
    let place = source.place();
    if place == ["lib"] {
        return Vec::new();
    }
    let Some(rule) =
        TABLE.iter().filter(|rule| covers(rule.module, &place)).max_by_key(|rule| rule.module.len())
    else {
        return vec![breach(source, 1, format!("{} is not in the table", place[0]))];
    };
    let named = paths(source);
    let unknown = named.iter().filter_map(|path| {
        let what = judge(rule, path, dependencies)?;
        Some(breach(source, path.line, what))
    });
    unknown.chain(hidden(source)).collect()
}

/// What is wrong with `path` in a module under `rule`, if anything is.
fn judge(rule: &Rule, path: &NamedPath, dependencies: &[String]) -> Option<String> {
    let written = path.segments.join("::");
    let (first, rest) = path.segments.split_first()?;
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let module = rule.module;
    match first.as_str() {
        "crate" | "lonebox" if matches!(rest.first(), None | Some(&"*")) => {
            Some(format!("{module} names the root of the crate"))
        }
        "lonebox" if module != "main" => Some(format!("{module} names the crate by its own name: {written}")),
        "crate" if path.climbed => Some(format!("{module} climbs to the root of the crate for {written}")),
        "crate" | "lonebox" if !may_name(rule, &rest) => Some(format!("{module} may not know {written}")),
        "crate"
            if path.passed_on
                && hands_on(module, rest[0])
                && !PASSED_ON.contains(&(module, &rest.join("::"))) =>
        {
            Some(format!("{module} passes on {written}, which others may not know"))
        }
        outside if dependencies.iter().any(|name| name == outside) && !rule.outside.contains(&outside) => {
            Some(format!("{module} may not use the crate {outside}"))
        }
        _ => None,
    }
}

fn may_name(rule: &Rule, path: &[&str]) -> bool {
    covers(rule.module, path) || rule.ours.iter().any(|known| covers(known, path))
}

fn hands_on(module: &str, target: &str) -> bool {
    NOT_PASSED_ON.contains(&target) && !covers(target, &[module])
}

/// Whether `pattern` is `path` or stands above it.
fn covers(pattern: &str, path: &[&str]) -> bool {
    let wanted: Vec<&str> = pattern.split("::").collect();
    let fits = |(wanted, found): (&&str, &&str)| *wanted == "*" || wanted == found;
    wanted.len() <= path.len() && wanted.iter().zip(path).all(fits)
}

/// Ways to another file or crate that no path shows.
fn hidden(source: &Source) -> Vec<Breach> {
    let built = source.built();
    let text = |at: usize| built.get(at).map_or("", |token| token.text.as_str());
    let hides = |at: usize| match (text(at), text(at + 1)) {
        ("include", "!") => Some("include! brings in a file that no path names"),
        ("path", "=") if text(at.wrapping_sub(1)) == "[" => {
            Some("#[path] brings in a file from another place")
        }
        ("extern", "crate") => Some("extern crate names a crate outside the table"),
        _ => None,
    };
    let found = (0..built.len()).filter_map(|at| Some((built[at].line, hides(at)?)));
    found.map(|(line, what)| breach(source, line, what.to_owned())).collect()
}

/// Where `source` names a collection whose order differs from run to run.
pub(super) fn hashed(source: &Source) -> Vec<Breach> {
    let named = source.tokens().iter().filter(|token| matches!(token.text.as_str(), "HashMap" | "HashSet"));
    named.map(|token| breach(source, token.line, format!("{} has no order of its own", token.text))).collect()
}

fn breach(source: &Source, line: usize, what: String) -> Breach {
    Breach { file: source.file(), line, what }
}
