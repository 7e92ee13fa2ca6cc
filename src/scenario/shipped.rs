//! The shipped scenarios, so that they are there wherever the command is.

/// A shipped scenario.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// Its name, such as `10-the-plug`.
    pub name: &'static str,
    /// Its file.
    pub text: &'static str,
}

macro_rules! lessons {
    ($($name:literal),+ $(,)?) => {
        &[$(Shipped { name: $name, text: include_str!(concat!("../../scenarios/", $name, ".json")) }),+]
    };
}

/// All of them, in the order of the ladder; a test holds the list against the folder.
pub const ALL: &[Shipped] = lessons![
    "00-what-a-server-is",
    "01-one-request",
    "02-the-name",
    "03-the-web-server",
    "04-static-and-dynamic",
    "05-the-application-server",
    "06-the-database",
    "07-http",
    "08-https",
    "09-normal-day",
    "10-the-plug",
    "11-one-process-at-a-time",
    "12-restart-or-reload",
    "13-a-deploy",
    "14-saturation",
    "15-overload-outlives-its-cause",
    "16-the-a-record",
    "17-what-would-help",
];

/// The one that is played when nothing is named: a site at work, whose plug is there to be found.
pub const FIRST: Shipped = ALL[0];

/// The lesson that is called so: `10-the-plug`, `the-plug` or `10`.
pub fn called(name: &str) -> Option<&'static Shipped> {
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
        for name in ["10", "the-plug", "10-the-plug", "10-the-plug.json"] {
            assert_eq!(called(name).map(|lesson| lesson.name), Some("10-the-plug"), "{name}");
        }
        assert!(called("the-moon").is_none() && called("").is_none());
        assert_eq!(FIRST.name, "00-what-a-server-is");
    }
}
