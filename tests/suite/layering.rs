//! Who may know whom: the sources are read as text and held against one table.
//!
//! A path counts wherever it stands: in a `use`, in a signature, in a body, in a derive. Comments, strings and
//! `#[cfg(test)]` items do not count. Ways around the table are breaches too: climbing to the crate's root by `super`,
//! naming the root itself, `#[path]`, `include!`, `extern crate`, the crate by its own name, and passing on the items of a
//! module that others may not know.
//!
//! Limits: a macro's expansion and the type of a value that is passed on without being named are not seen.

mod source;
mod path;
mod rule;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rule::{Breach, check};
use source::Source;

/// The most lines of a file in `src`.
const LINES_MAX: usize = 400;

/// Where things run, and the order of what is walked through decides the result.
const RUNS: [&str; 5] = ["engine", "queueing", "topology", "metrics", "simulation"];

#[test]
fn every_module_knows_only_those_it_may_know() {
    let sources = sources();
    let test_only: BTreeSet<String> = sources.iter().flat_map(Source::test_only_files).collect();
    let dependencies = rule::dependencies(&read(&root().join("Cargo.toml")));
    let breaches: Vec<Breach> = sources
        .iter()
        .filter(|source| !source.is_among(&test_only))
        .flat_map(|source| check(source, &dependencies))
        .collect();
    assert!(breaches.is_empty(), "\n{}", listed(&breaches));
}

#[test]
fn nothing_that_runs_holds_a_hash_map() {
    let breaches: Vec<Breach> =
        sources().iter().filter(|source| RUNS.contains(&source.module())).flat_map(rule::hashed).collect();
    assert!(breaches.is_empty(), "\n{}", listed(&breaches));
}

#[test]
fn no_source_file_is_longer_than_400_lines() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| source.lines() > LINES_MAX)
        .map(|source| format!("{}: {} lines", source.file(), source.lines()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn a_planted_breach_is_named_by_file_and_line() {
    let text = "//! A room.\n\nuse crate::units::SimTime;\nuse crate::{\n    snapshot::Page,\n    scenario::Plan,\n};\n";
    assert_eq!(
        found("topology/client/page.rs", text),
        "src/topology/client/page.rs:6: topology may not know crate::scenario::Plan"
    );
}

#[test]
fn breaches_of_every_kind_are_found() {
    let planted = [
        ("engine/agenda.rs", "fn f(t: crate::topology::Topology) {}"),
        ("engine/agenda.rs", "#[derive(serde_json::Magic)] struct S;"),
        ("units/time.rs", "use {rand, std::fmt};"),
        ("topology/dns/stub.rs", "use super::super::super::scenario::Plan;"),
        ("topology/mod.rs", "use super::engine::Clock;"),
        ("theory/mm1.rs", "use super::super as root; fn f() -> root::engine::Clock { todo!() }"),
        ("theory/mm1.rs", "use crate::*;"),
        ("theory/mm1.rs", "use crate as root;"),
        ("theory/mm1.rs", "fn f() { lonebox::engine::run(); }"),
        ("theory/mm1.rs", "extern crate rand;"),
        ("theory/mm1.rs", "include!(\"../engine/clock.rs\");"),
        ("theory/mm1.rs", "#[path = \"../engine/clock.rs\"] mod clock;"),
        ("theory/mm1.rs", "mod inner { use super::super::super::engine::Clock; }"),
        ("theory/mm1.rs", "#[cfg(not(test))] use crate::engine::Clock;"),
        ("simulation/mod.rs", "pub use crate::topology::Topology;"),
        ("scenario/plan.rs", "use crate::topology::host::Cpu;"),
        ("scenario/plan.rs", "use crate::topology::{host::{cpu, settings::Machine}};"),
        ("cli/run.rs", "use crate::engine::Clock;"),
        ("study/sweep.rs", "use crate::topology::settings::Site;"),
        ("visual/panels/site.rs", "use crate::simulation::Simulation;"),
        ("visual/panels/site.rs", "use super::super::stage::Box;"),
        ("visual/panels/site.rs", "use bevy::prelude::*;"),
        ("vocabulary/mod.rs", "macro_rules! m { () => { $crate::engine::run() } }"),
        ("kitchen/mod.rs", "fn f() {}"),
        ("main.rs", "use lonebox::engine::Clock;"),
    ];
    for (file, text) in planted {
        assert_eq!(checked(file, text).len(), 1, "{file}: {text}");
    }
}

#[test]
fn what_the_table_allows_is_no_breach() {
    let allowed = [
        ("engine/agenda.rs", "// use crate::topology::Topology;\n/* crate::scenario */ use rand::Rng;"),
        ("engine/agenda.rs", "/// See [`crate::topology::Topology`].\npub(crate) fn f() {}"),
        ("engine/agenda.rs", "#[cfg(test)] mod tests { use crate::topology::Topology; }"),
        ("engine/agenda.rs", "fn f() -> &'static str { \"use crate::topology::Topology;\" }"),
        ("engine/agenda.rs", "fn f<'a>(c: char) -> bool { c == '\"' || c == '\\'' }"),
        ("topology/dns/stub.rs", "use super::super::event::Event; use crate::topology::host;"),
        ("topology/dns/stub.rs", "use web::Page; use serde::{Deserialize as D, Serialize};"),
        ("scenario/plan.rs", "use crate::topology::{host::settings::Machine, settings::{self, Site}};"),
        ("scenario/plan.rs", "use strsim::jaro; fn f() { libm::exp(1.0); serde_json::json!(1); }"),
        ("simulation/mod.rs", "use serde::Serialize; pub use crate::snapshot::Snapshot;"),
        ("cli/mod.rs", "use clap::Parser; use anstyle::Style; use crate::study::sweep;"),
        ("visual/panels/site.rs", "use crate::visual::theme; use crate::simulation::Command; use egui::Ui;"),
        ("web/mod.rs", "use crate::visual::App;"),
        ("main.rs", "use lonebox::cli;"),
        ("lib.rs", "pub mod units; pub mod engine;"),
    ];
    for (file, text) in allowed {
        assert_eq!(found(file, text), "", "{text}");
    }
}

#[test]
fn a_planted_hash_map_is_found() {
    let source = Source::new("engine/agenda.rs", "// a HashMap\nuse std::collections::{HashMap};\n");
    assert_eq!(listed(&rule::hashed(&source)), "src/engine/agenda.rs:2: HashMap has no order of its own");
}

#[test]
fn a_module_that_only_tests_use_is_left_out() {
    let source = Source::new("theory/mod.rs", "#[cfg(test)]\nmod oracle;\nmod mm1;");
    assert_eq!(source.test_only_files(), ["theory/oracle.rs", "theory/oracle/"]);
}

fn checked(file: &str, text: &str) -> Vec<Breach> {
    let manifest = "[dependencies]\nanstyle = \"1\"\nbevy = \"0.19\"\nclap = \"4\"\negui = \"0.36\"\nlibm = \"0.2\"\nrand = \"0.10\"\nserde = \"1\"\nserde_json = \"1\"\nstrsim = \"0.11\"\n";
    check(&Source::new(file, text), &rule::dependencies(manifest))
}

fn found(file: &str, text: &str) -> String {
    listed(&checked(file, text))
}

fn listed(breaches: &[Breach]) -> String {
    let lines: Vec<String> = breaches.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// All Rust files of `src`, in the order of their names.
fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    files.sort();
    let name = |file: &Path| {
        let parts = file.strip_prefix(&src).expect("found under src");
        parts.to_str().expect("a UTF-8 name").replace('\\', "/")
    };
    files.iter().map(|file| Source::new(&name(file), &read(file))).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder that can be read") {
        let path = entry.expect("an entry that can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
