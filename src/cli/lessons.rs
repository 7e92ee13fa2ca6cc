//! The shipped scenarios, so that they are there wherever the command is.

/// A shipped scenario.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lesson {
    /// Its name, such as `03-the-plug`.
    pub(super) name: &'static str,
    /// Its file.
    pub(super) text: &'static str,
}

macro_rules! lessons {
    ($($name:literal),+ $(,)?) => {
        &[$(Lesson { name: $name, text: include_str!(concat!("../../scenarios/", $name, ".json")) }),+]
    };
}

/// All of them, in the order of the ladder; a test holds the list against the folder.
pub(super) const ALL: &[Lesson] = lessons![
    "01-one-request",
    "02-normal-day",
    "03-the-plug",
    "04-restart-or-reload",
    "05-a-deploy",
    "06-saturation",
    "20-resolver-down",
    "21-record-removed",
    "31-disk-full",
    "32-memory-leak",
];

/// The one that is played when nothing is named.
pub(super) const FIRST: Lesson = ALL[2];

/// The lesson that is called so: `03-the-plug`, `the-plug` or `03`.
pub(super) fn called(name: &str) -> Option<&'static Lesson> {
    let name = name.strip_suffix(".json").unwrap_or(name);
    ALL.iter().find(|lesson| {
        let (number, rest) = lesson.name.split_once('-').unwrap_or(("", lesson.name));
        [lesson.name, number, rest].contains(&name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_scenario_is_a_lesson() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
        let entries = std::fs::read_dir(folder).expect("the shipped scenarios");
        let names = entries.map(|entry| entry.expect("readable").file_name().into_string().expect("plain"));
        let mut names: Vec<String> =
            names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect();
        names.sort();
        assert_eq!(ALL.iter().map(|lesson| lesson.name).collect::<Vec<_>>(), names);
    }

    #[test]
    fn a_lesson_is_found_by_its_number_or_its_name() {
        for name in ["03", "the-plug", "03-the-plug", "03-the-plug.json"] {
            assert_eq!(called(name).map(|lesson| lesson.name), Some("03-the-plug"), "{name}");
        }
        assert!(called("the-moon").is_none() && called("").is_none());
        assert_eq!(FIRST.name, "03-the-plug");
    }
}
