//! The table of shipped scenarios, one line each: what is run for how long, what it is about, and what it shows.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use lonebox::scenario::Plan;
use lonebox::vocabulary::Word;

use super::{compare, part, text_of};
use crate::{site, traceability};

const PAGE: &str = "book/src/reference/scenarios.md";

fn code<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.join(" ")
}

fn row(name: &str, plan: &Plan) -> String {
    let actions: BTreeSet<&str> =
        plan.settings.timeline.iter().map(|action| action.deed.name().spelling()).collect();
    let shown = traceability::shown(plan);
    let tags = plan.identity.tags.iter().map(String::as_str).filter(|tag| *tag != "gate");
    format!(
        "| `{}` | {} | {} | {} | {} | {} |\n",
        name.rsplit('/').next().unwrap_or(name),
        plan.identity.title,
        plan.run.duration,
        tags.collect::<Vec<_>>().join(" "),
        code(actions),
        code(shown.into_iter().map(Word::spelling)),
    )
}

const HEAD: &str =
    "| file | what | simulated | tags | actions | failures that it demands |\n|---|---|---|---|---|---|\n";

fn tables() -> String {
    let (mut text, mut topic) = (String::new(), String::new());
    for name in site::shipped_names() {
        let plan = site::shipped(&name);
        let folder = name.rsplit_once('/').map_or("scenarios", |(folder, _)| folder);
        if folder != topic {
            folder.clone_into(&mut topic);
            let title = folder.strip_prefix("gates/").unwrap_or("The ladder");
            let _ = write!(text, "\n## {title}\n\n{HEAD}");
        }
        text += &row(&name, &plan);
    }
    text
}

#[test]
fn generated_table_of_scenarios_has_a_line_for_each() {
    compare(PAGE, &part(&text_of(PAGE), "scenarios", &tables()));
}
