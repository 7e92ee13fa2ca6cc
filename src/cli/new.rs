//! `lonebox new NAME`: a scenario to begin with.

use std::env;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::arguments::NewArguments;
use super::sink::new_file_in;
use super::{Failure, exit_code, terminal};
use crate::scenario::shipped;

/// What is written: NAME stands for the name, SCHEMA for the place of the schema.
const STARTER: &str = include_str!("new/starter.json");
/// What a shipped scenario says of the schema's place.
const SCHEMA_OF_LESSONS: &str = "../assets/scenario.schema.json";
/// The longest name.
const NAME_MAX: usize = 100;
/// Names that Windows keeps for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Writes NAME.json into the current directory; a file that is there already stays as it is.
pub(super) fn new(arguments: &NewArguments) -> Result<u8, Failure> {
    let name = &arguments.name;
    check_name(name)?;
    let schema = schema_from(&env::current_dir().unwrap_or_default());
    let text = match &arguments.from {
        None => STARTER.replace("NAME", name).replace("SCHEMA", &schema),
        Some(lesson) => lesson_called(lesson)?.replace(SCHEMA_OF_LESSONS, &schema),
    };
    let path = PathBuf::from(format!("{name}.json"));
    write_new(&path, &text).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            Failure::usage(format!("{} is there already and stays as it is", path.display()))
        }
        _ => Failure::output(format!("cannot write {}: {error}", path.display())),
    })?;
    let shown = path.display();
    terminal::tell(&format!("{shown} is written; try `lonebox run {shown}` and `lonebox check {shown}`\n"));
    if !Path::new(&schema).exists() {
        terminal::tell(&format!("for help in your editor: lonebox schema > {schema}\n"));
    }
    Ok(exit_code::ALL_MET)
}

fn check_name(name: &str) -> Result<(), Failure> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let begins_well = name.starts_with(|c: char| c.is_ascii_alphanumeric());
    let is_good = begins_well && name.chars().all(is_plain) && name.len() <= NAME_MAX;
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase();
    match () {
        () if Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) => {
            let bare = &name[..name.len() - ".json".len()];
            Err(Failure::usage(format!("name it without .json: `lonebox new {bare}`")))
        }
        () if !is_good => Err(Failure::usage(format!(
            "{name:?} is no name: take letters, digits, - and _, a letter or a digit first, at most {NAME_MAX}"
        ))),
        () if DEVICES.contains(&stem.as_str()) => {
            Err(Failure::usage(format!("{name:?} is the name of a device on Windows: take another")))
        }
        () => Ok(()),
    }
}

fn lesson_called(name: &str) -> Result<&'static str, Failure> {
    shipped::called(name).map(|lesson| lesson.text).ok_or_else(|| {
        let names: Vec<&str> = shipped::ALL.iter().map(|lesson| lesson.name).collect();
        Failure::usage(format!("no lesson is called {name:?}; there are {}", names.join(", ")))
    })
}

/// Where the schema is, seen from `directory`: in a clone of the project above it, or beside the file.
fn schema_from(directory: &Path) -> String {
    let home = "assets/scenario.schema.json";
    let above = directory.ancestors().take(16).enumerate();
    let found = above.into_iter().find(|(_, ancestor)| ancestor.join(home).is_file());
    found.map_or_else(|| "scenario.schema.json".to_owned(), |(steps, _)| "../".repeat(steps) + home)
}

/// The file appears whole, and only where there is none.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = new_file_in(Path::new("."))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_every_file_system_takes() {
        for name in ["a", "my-site", "03_the-plug", "X"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for name in ["", "-a", ".a", "a b", "a/b", "..", "a.json", "é", "con", "LPT1", &"x".repeat(101)] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn the_schema_is_named_by_its_place_in_a_clone() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(schema_from(root), "assets/scenario.schema.json");
        assert_eq!(schema_from(&root.join("scenarios")), "../assets/scenario.schema.json");
        assert_eq!(schema_from(Path::new("/")), "scenario.schema.json");
    }
}
