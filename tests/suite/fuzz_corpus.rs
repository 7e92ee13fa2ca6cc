//! The fuzz targets on their whole corpus, and on every shipped file: compiled and run where there is no fuzzer.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::fs;

use lonebox::study::Recording;
use lonebox::units::SimTime;
use lonebox::vocabulary::{ActionName, Word};

use crate::site;

/// The files of a target's corpus; those that once did harm are kept there.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/tests/fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(folder).expect("a corpus is there");
    entries.map(|entry| fs::read(entry.expect("readable").path()).expect("readable")).collect()
}

#[test]
fn the_fuzz_target_for_files_takes_its_corpus_and_every_shipped_file() {
    let corpus = corpus("scenario");
    assert!(corpus.len() >= 10);
    for bytes in &corpus {
        targets::scenario(bytes);
    }
    for name in site::shipped_names() {
        targets::scenario(site::shipped_text(&name).as_bytes());
    }
}

#[test]
fn the_fuzz_target_for_files_takes_whatever_is_cut_off_or_spoilt() {
    let text = site::shipped_text("gates/network/connection-reset");
    for place in (0..text.len()).step_by(7) {
        targets::scenario(&text.as_bytes()[..place]);
        let mut spoilt = text.clone().into_bytes();
        spoilt[place] = b"0\"{}[],-9x\xff"[place % 11];
        targets::scenario(&spoilt);
    }
}

#[test]
fn the_fuzz_target_for_commands_takes_its_corpus() {
    let corpus = corpus("commands");
    assert!(corpus.len() >= 5);
    for bytes in &corpus {
        targets::commands(bytes);
    }
}

#[test]
fn the_corpus_of_commands_has_every_action_in_a_form_that_is_taken() {
    let (site, _) = Recording::open(targets::SITE).expect("a valid file");
    let taken = |bytes: &Vec<u8>| -> Vec<ActionName> {
        let text = String::from_utf8_lossy(bytes);
        let deeds = text.lines().filter_map(|line| line.split_once(' '));
        let actions = deeds.filter_map(|(_, deed)| site.clone().act(SimTime::from_secs(1), deed).ok());
        actions.map(|action| action.deed.name()).collect()
    };
    let taken: Vec<ActionName> = corpus("commands").iter().flat_map(taken).collect();
    let missing: Vec<_> = ActionName::ALL.iter().filter(|name| !taken.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
