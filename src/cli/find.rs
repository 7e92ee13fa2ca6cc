//! Scenario files under the paths that `check` is given.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Deeper directories are not searched.
const DEPTH_MAX: u32 = 32;

/// The files under `paths`: each file itself, and all `*.json` in and below each directory, sorted by name.
pub(super) fn scenario_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut found = Vec::new();
        search(path, DEPTH_MAX, &mut found)
            .map_err(|error| format!("cannot search {}: {error}", path.display()))?;
        if found.is_empty() {
            return Err(format!("there is no *.json in or below {}", path.display()));
        }
        found.sort();
        files.append(&mut found);
    }
    Ok(files)
}

/// Links to directories are not followed: they may lead round in a circle.
fn search(directory: &Path, depth: u32, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if depth > 0 {
                search(&path, depth - 1, found)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "json") && path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_are_searched_and_what_is_found_is_sorted() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let at = |name: &str| directory.path().join(name);
        fs::create_dir(at("deeper")).expect("made");
        for name in ["b.json", "a.json", "deeper/c.json", "notes.txt"] {
            fs::write(at(name), "{}").expect("written");
        }
        let found = scenario_files(&[directory.path().to_owned()]).expect("searched");
        assert_eq!(found, [at("a.json"), at("b.json"), at("deeper/c.json")]);
        assert_eq!(scenario_files(&[at("none.json")]), Ok(vec![at("none.json")]), "left to whoever reads it");
    }

    #[test]
    fn a_directory_with_nothing_in_it_is_told() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let error = scenario_files(&[directory.path().to_owned()]).expect_err("nothing to check");
        assert!(error.starts_with("there is no *.json"), "{error}");
    }
}
