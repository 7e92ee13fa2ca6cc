//! Writing one more action or another seed into a file, and leaving everything else as its author wrote it.

use std::ops::Range;

use super::tree::{self, Entry, Node, Value};
use crate::units::SimTime;

/// The scenario `text` with one more action at the end of its timeline: `deed` is written as a file writes it, without
/// its time, such as `{"power_loss": {"for": "10s"}}`. The text must be a scenario that was read without mistakes.
///
/// Nothing but the timeline changes, not even in its spaces.
pub fn with_action(text: &str, at: SimTime, deed: &str) -> String {
    let action = timed(at, deed);
    let root = tree::parse(text).ok();
    let entries = root.as_ref().map_or(&[][..], fields);
    match entries.iter().find(|entry| entry.key == "timeline").map(|entry| &entry.node) {
        Some(Node { value: Value::List(actions), end, .. }) => match actions.last() {
            Some(last) => inserted(text, last.end, &format!(",\n    {action}")),
            None => replaced(text, end - 1..end - 1, &format!("\n    {action}\n  ")),
        },
        _ => match entries.last() {
            Some(last) => inserted(text, last.node.end, &format!(",\n  \"timeline\": [\n    {action}\n  ]")),
            None => text.to_owned(),
        },
    }
}

/// The scenario `text` with this seed. The text must be a scenario that was read without mistakes.
pub fn with_seed(text: &str, seed: u64) -> String {
    let root = tree::parse(text).ok();
    let Some(run) = root.as_ref().and_then(|root| field(root, "run")) else { return text.to_owned() };
    match (field(run, "seed"), fields(run).last()) {
        (Some(before), _) => replaced(text, before.start..before.end, &seed.to_string()),
        (None, Some(last)) => inserted(text, last.node.end, &format!(", \"seed\": {seed}")),
        (None, None) => text.to_owned(),
    }
}

/// Whether `deed` is one object, and nothing stands before or behind it.
pub fn is_one_action(deed: &str) -> bool {
    tree::parse(deed).is_ok_and(|root| matches!(root.value, Value::Object(_)))
}

/// The deed with its time before it.
fn timed(at: SimTime, deed: &str) -> String {
    let deed = deed.trim().strip_prefix('{').unwrap_or(deed);
    format!("{{\"at\": \"{}ns\", {}", at.as_nanos(), deed.trim_start())
}

fn field<'a>(node: &'a Node<'a>, key: &str) -> Option<&'a Node<'a>> {
    fields(node).iter().find(|entry| entry.key == key).map(|entry| &entry.node)
}

fn fields<'a>(root: &'a Node<'a>) -> &'a [Entry<'a>] {
    match &root.value {
        Value::Object(entries) => entries,
        _ => &[],
    }
}

fn inserted(text: &str, place: usize, what: &str) -> String {
    replaced(text, place..place, what)
}

fn replaced(text: &str, place: Range<usize>, what: &str) -> String {
    format!("{}{what}{}", &text[..place.start], &text[place.end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read;

    const PLUG: &str = r#"{"power_loss": {"for": "2s"}}"#;

    fn check(rest: &str, actions: usize) {
        let text =
            format!("{{\"schema_version\": 1, \"title\": \"t\", \"run\": {{\"duration\": \"10s\"}}{rest}}}");
        let amended = with_action(&text, SimTime::from_nanos(3_000_000_001), PLUG);
        let plan = read(&amended).unwrap_or_else(|mistakes| panic!("{amended}: {mistakes:?}")).plan;
        assert_eq!(plan.settings.timeline.len(), actions, "{amended}");
        assert_eq!(plan.settings.timeline[actions - 1].at.as_nanos(), 3_000_000_001);
        let again = with_action(&amended, SimTime::from_secs(7), PLUG);
        assert_eq!(read(&again).expect("valid").plan.settings.timeline.len(), actions + 1, "{again}");
    }

    #[test]
    fn a_seed_is_written_in_the_place_of_the_old_one_or_beside_the_duration() {
        for run in [r#"{"duration": "10s"}"#, r#"{"seed": 3, "duration": "10s"}"#] {
            let text = format!(r#"{{"schema_version": 1, "title": "t", "run": {run}}}"#);
            let plan =
                read(&with_seed(&text, 42)).unwrap_or_else(|mistakes| panic!("{run}: {mistakes:?}")).plan;
            assert_eq!((plan.run.seed, plan.run.duration), (42, crate::units::SimDuration::from_secs(10)));
        }
        assert_eq!(with_seed("no scenario", 1), "no scenario");
    }

    #[test]
    fn an_action_is_written_at_the_end_of_the_timeline() {
        check("", 1);
        check(r#", "timeline": []"#, 1);
        check(r#", "timeline": [ ], "note": "x""#, 1);
        check(r#", "timeline": [{"at": "1s", "nginx_reload": {}}], "windows": {}"#, 2);
    }
}
