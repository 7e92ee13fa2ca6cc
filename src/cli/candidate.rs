//! Files that were read and may be simulated, and which of them are wanted.

use std::path::{Path, PathBuf};

use super::Failure;
use super::arguments::{Selection, Settings};
use super::input::{Accepted, Refusal, Source};
use super::terminal;
use crate::scenario::Diagnostic;

/// Whether a person wants to be told what is odd and how far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Talk {
    /// Yes.
    Normal,
    /// Only what is wrong.
    Quiet,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Its name, as it was given.
    pub(super) file: String,
    /// Its plan, or why there is none.
    pub(super) reading: Result<Accepted, Refusal>,
    /// What a person is to be told of it, on standard error.
    pub(super) told: String,
}

impl Candidate {
    /// The file at `path`, read; `-` is standard input.
    pub(super) fn read(path: &Path, settings: &Settings, talk: Talk) -> Self {
        Self::of_source(Source::read(path), path, settings, talk)
    }

    /// The same, of a file that has been read already, or could not be.
    pub(super) fn of_source(
        source: Result<Source, Refusal>,
        path: &Path,
        settings: &Settings,
        talk: Talk,
    ) -> Self {
        match source {
            Ok(source) => Self::of(&source, settings, talk),
            Err(refusal) => Self { file: Source::name(path), told: told_of(&refusal), reading: Err(refusal) },
        }
    }

    /// The same, of a file whose text is known.
    pub(super) fn of(source: &Source, settings: &Settings, talk: Talk) -> Self {
        let reading = source.plan(settings);
        let told = match &reading {
            Err(refusal) => told_of(refusal),
            Ok(accepted) if talk == Talk::Normal => rendered(source, &accepted.warnings),
            Ok(_) => String::new(),
        };
        Self { file: source.file.clone(), reading, told }
    }

    /// Whether it is selected. A file that gives no plan always is: whether it is meant cannot be known.
    fn is_selected_by(&self, selection: &Selection) -> bool {
        let Ok(Accepted { plan, .. }) = &self.reading else { return true };
        let identity = &plan.identity;
        let tagged = selection.tag.is_empty() || selection.tag.iter().any(|tag| identity.tags.contains(tag));
        let named = selection
            .filter
            .as_ref()
            .is_none_or(|text| self.file.contains(text) || identity.title.contains(text));
        tagged && named
    }
}

/// The files at `paths`, read in this order.
pub(super) fn read_all(paths: &[PathBuf], settings: &Settings, talk: Talk) -> Vec<Candidate> {
    paths.iter().map(|path| Candidate::read(path, settings, talk)).collect()
}

/// Those that are selected; none is a mistake of the command line.
pub(super) fn selected(candidates: Vec<Candidate>, selection: &Selection) -> Result<Vec<Candidate>, Failure> {
    let count = candidates.len();
    let selected: Vec<_> =
        candidates.into_iter().filter(|candidate| candidate.is_selected_by(selection)).collect();
    if selected.is_empty() {
        let message = format!("none of {count} scenarios is selected by --tag and --filter");
        return Err(Failure::usage(message));
    }
    Ok(selected)
}

fn told_of(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Unreadable(why) => format!("error: {why}\n"),
        Refusal::Invalid { source, diagnostics } => rendered(source, diagnostics),
    }
}

/// Diagnostics as a compiler shows them, as wide as the terminal.
pub(super) fn rendered(source: &Source, diagnostics: &[Diagnostic]) -> String {
    let columns = terminal::columns_of_stderr();
    let render = |diagnostic: &Diagnostic| match columns {
        None => diagnostic.render(&source.file, &source.text),
        Some(columns) => diagnostic.render_within(&source.file, &source.text, columns),
    };
    diagnostics.iter().map(render).collect()
}
