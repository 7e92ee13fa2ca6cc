//! Scenarios as they come in: from a file or from standard input, read, checked and changed by the flags.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::arguments::Settings;
use crate::scenario::{self, Diagnostic, Plan};

/// More is not read, whatever it is.
const BYTES_MAX: u64 = 256 * 1024 * 1024;

/// What standard input is called.
pub(super) const STDIN: &str = "<stdin>";

/// A file's name and text.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Its name, as it was given.
    pub(super) file: String,
    /// What is in it.
    pub(super) text: String,
}

/// Why there is no plan.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// A file could not be read.
    Unreadable(String),
    /// A file was read and is wrong.
    Invalid {
        /// The file that is wrong: the scenario, or the trace.
        source: Source,
        /// What is wrong.
        diagnostics: Vec<Diagnostic>,
    },
}

/// A plan, and what is odd in its file.
#[derive(Clone, Debug)]
pub(super) struct Accepted {
    /// The plan.
    pub(super) plan: Plan,
    /// What is odd.
    pub(super) warnings: Vec<Diagnostic>,
}

impl Source {
    /// What the file at `path` is called.
    pub(super) fn name(path: &Path) -> String {
        if path == Path::new("-") { STDIN.to_owned() } else { path.display().to_string() }
    }

    /// Reads `path`; `-` is standard input.
    pub(super) fn read(path: &Path) -> Result<Self, Refusal> {
        let file = Self::name(path);
        let is_stdin = path == Path::new("-");
        let bytes = if is_stdin { read_all(io::stdin().lock()) } else { File::open(path).and_then(read_all) };
        let bytes = bytes.map_err(|error| Refusal::Unreadable(format!("cannot read {file}: {error}")))?;
        match scenario::decode(&bytes) {
            Ok(text) => Ok(Self { file, text: text.to_owned() }),
            Err(diagnostic) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                Err(Refusal::Invalid { source: Self { file, text }, diagnostics: vec![diagnostic] })
            }
        }
    }

    /// The plan that the file describes, changed as the flags say.
    pub(super) fn plan(&self, settings: &Settings) -> Result<Accepted, Refusal> {
        let reading = scenario::read_replicated(&self.text, settings.replications)
            .map_err(|diagnostics| Refusal::Invalid { source: self.clone(), diagnostics })?;
        let mut plan = reading.plan;
        plan.run.seed = settings.seed.unwrap_or(plan.run.seed);
        plan.run.events_max = settings.events_max.unwrap_or(plan.run.events_max);
        plan.run.journey = settings.journey.or(plan.run.journey);
        if let Some(path) = &settings.trace {
            let source = Self::read(path)?;
            plan.settings.client.groups[0].arrivals = scenario::read_trace(&source.text)
                .map_err(|diagnostics| Refusal::Invalid { source, diagnostics })?;
        }
        Ok(Accepted { plan, warnings: reading.warnings })
    }
}

fn read_all(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(io::Error::other("it is larger than 256 MiB"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_another_encoding_is_refused_with_its_place() {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(file.path(), b"{\n  \"title\": \"caf\xe9\"").expect("written");
        let Err(Refusal::Invalid { diagnostics, .. }) = Source::read(file.path()) else { panic!("refused") };
        assert_eq!((diagnostics[0].line, diagnostics[0].column), (2, 16));
    }

    #[test]
    fn a_file_that_is_not_there_is_unreadable() {
        let refusal = Source::read(Path::new("no/such/file.json")).expect_err("there is none");
        let Refusal::Unreadable(why) = refusal else { panic!("unreadable") };
        assert!(why.starts_with("cannot read no/such/file.json: "), "{why}");
    }
}
