//! What a path that is being written can be completed to.

use std::path::Path;

/// The most that are offered.
const OFFERED_MAX: usize = 8;
/// The most entries of a folder that are looked at.
const ENTRIES_MAX: usize = 2_000;

/// Scenario files and folders, looked up when what is written has changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Paths {
    /// What was written when they were looked up.
    written: Option<String>,
    found: Vec<String>,
}

impl Paths {
    /// Looks up what `written` can be completed to, unless that was the last thing that was looked up.
    pub(super) fn look(&mut self, written: &str) {
        if self.written.as_deref() != Some(written) {
            self.found = completions(written);
            self.written = Some(written.to_owned());
        }
    }

    /// What was found: files, and folders with a `/` at their end.
    pub(super) fn found(&self) -> &[String] {
        &self.found
    }
}

fn completions(written: &str) -> Vec<String> {
    let (folder, begun) = written.rsplit_once('/').map_or(("", written), |(folder, begun)| (folder, begun));
    let place = match (folder, written.starts_with('/')) {
        ("", true) => Path::new("/"),
        ("", false) => Path::new("."),
        _ => Path::new(folder),
    };
    let Ok(entries) = std::fs::read_dir(place) else { return Vec::new() };
    let head = &written[..written.len() - begun.len()];
    let mut found: Vec<(bool, String)> = entries
        .take(ENTRIES_MAX)
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let is_folder = entry.file_type().ok()?.is_dir();
            let is_meant = name.starts_with(begun) && (!name.starts_with('.') || begun.starts_with('.'));
            let is_offered = is_meant
                && (is_folder || Path::new(&name).extension().is_some_and(|kind| kind == "json"))
                && name != begun;
            is_offered.then(|| (is_folder, format!("{head}{name}{}", if is_folder { "/" } else { "" })))
        })
        .collect();
    // Files before folders, by name.
    found.sort();
    found.into_iter().map(|(_, path)| path).take(OFFERED_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_completed_to_scenario_files_and_folders() {
        let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/1");
        let found = completions(shipped);
        assert!(found.iter().any(|path| path.ends_with("/scenarios/10-the-plug.json")), "{found:?}");
        assert!(found.iter().all(|path| path.starts_with(shipped)), "{found:?}");
        let folder = completions(concat!(env!("CARGO_MANIFEST_DIR"), "/scenario"));
        assert_eq!(folder, [concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/")]);
        assert!(completions("/no/such/folder/a").is_empty());
    }

    #[test]
    fn the_same_path_is_looked_up_once() {
        let mut paths = Paths::default();
        paths.look("/no/such/folder/");
        paths.found.push("kept".to_owned());
        paths.look("/no/such/folder/");
        assert_eq!(paths.found(), ["kept"]);
        paths.look("/no/such/folder/b");
        assert!(paths.found().is_empty());
    }
}
