//! What the timeline did, by name: everything that names an action asks here.

use serde_json::Value;

use crate::scenario::Plan;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::ActionName;

/// An action of the timeline as results tell it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::cli) struct Deed<'a> {
    /// When.
    pub(in crate::cli) at: SimTime,
    /// What.
    pub(in crate::cli) action: ActionName,
    /// What its author calls it.
    pub(in crate::cli) name: Option<&'a str>,
    /// What its author wrote beside it.
    pub(in crate::cli) note: Option<&'a str>,
    /// How: names and values.
    parameters: Vec<(String, Value)>,
}

impl<'a> Deed<'a> {
    /// The action at this place of the timeline.
    pub(in crate::cli) fn at(plan: &'a Plan, place: usize) -> Option<Self> {
        let action = plan.settings.timeline.get(place)?;
        // The command does not know the site's types, so it reads them as any program would.
        let parameters = match serde_json::to_value(action.deed) {
            Ok(Value::Object(deed)) => deed.into_iter().next().map(|(_, parameters)| parameters),
            _ => None,
        };
        let parameters = match parameters {
            Some(Value::Object(parameters)) => parameters.into_iter().collect(),
            _ => Vec::new(),
        };
        Some(Self {
            at: action.at,
            action: action.deed.name(),
            name: action.name.as_deref(),
            note: action.note.as_deref(),
            parameters,
        })
    }

    /// All actions, in the order of the file.
    pub(in crate::cli) fn all(plan: &'a Plan) -> Vec<Self> {
        (0..plan.settings.timeline.len()).filter_map(|place| Self::at(plan, place)).collect()
    }

    /// Which: `rush (spike, 0:03:30)`, or without a name `power_loss (0:00:15)`.
    pub(in crate::cli) fn label(&self) -> String {
        let at = clock(self.at);
        match self.name {
            Some(name) => format!("{name} ({}, {at})", self.action),
            None => format!("{} ({at})", self.action),
        }
    }

    /// What it is called: its name or, without one, its word.
    pub(in crate::cli) fn title(&self) -> String {
        self.name.map_or_else(|| self.action.to_string(), str::to_owned)
    }

    /// What was done, and how: `rush: spike x 6 for 20 s`.
    pub(in crate::cli) fn described(&self) -> String {
        let name = self.name.map_or_else(String::new, |name| format!("{name}: "));
        let how: String = self.parameters.iter().map(|(name, value)| how(name, value)).collect();
        format!("{name}{}{how}", self.action)
    }

    /// When it is over, if it lasts and ends.
    pub(in crate::cli) fn ends(&self) -> Option<SimTime> {
        let span =
            self.parameters.iter().find(|(name, _)| is_span(name) || name == "repaired_after")?.1.as_u64()?;
        Some(self.at + SimDuration::from_nanos(span))
    }
}

/// The action at this place by its label; without a place or a plan that knows it, by its word alone.
pub(in crate::cli) fn label(plan: &Plan, place: Option<u16>, action: ActionName) -> String {
    let deed = place.and_then(|place| Deed::at(plan, usize::from(place)));
    deed.map_or_else(|| action.to_string(), |deed| deed.label())
}

fn is_span(parameter: &str) -> bool {
    matches!(parameter, "outage" | "lasting")
}

fn how(name: &str, value: &Value) -> String {
    match (name, value) {
        (_, Value::Null) if is_span(name) => " to the end".to_owned(),
        (_, Value::Null) => String::new(),
        (_, value) if is_span(name) => {
            format!(" for {}", SimDuration::from_nanos(value.as_u64().unwrap_or_default()))
        }
        ("repaired", span) => {
            format!(", repaired after {}", SimDuration::from_nanos(span.as_u64().unwrap_or_default()))
        }
        ("release", Value::String(release)) => format!(" of a {} release", release.to_lowercase()),
        ("release", Value::Object(release)) => {
            format!(" of a {} release", release.keys().map(|kind| kind.to_lowercase()).collect::<String>())
        }
        ("target", Value::String(target)) => format!(" of {}", target.to_lowercase()),
        ("factor", Value::Number(factor)) => {
            format!(" x {}", crate::expectation::number(factor.as_f64().unwrap_or_default()))
        }
        ("repaired_after" | "retry_after", value) => {
            let span = SimDuration::from_nanos(value.as_u64().unwrap_or_default());
            format!(" {} {span}", name.replace('_', " "))
        }
        ("config", Value::String(config)) if config == "Good" => String::new(),
        ("config", _) => " with a broken configuration".to_owned(),
        ("pages", Value::String(pages)) => format!(" for {} routes", pages.to_lowercase()),
        ("signal", Value::String(signal)) => format!(" by {}", signal.to_lowercase()),
        (name, Value::String(value)) => format!(" {name} {value}"),
        (name, value) => format!(" {name} {value}"),
    }
}

/// A moment without its milliseconds where it has none.
fn clock(at: SimTime) -> String {
    let text = at.to_string();
    text.strip_suffix(".000").map_or_else(|| text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    const SCENARIO: &str = r#"{
        "schema_version": 1,
        "title": "Deeds",
        "run": {"duration": "10min", "seed": 7},
        "timeline": [
            {"at": "15s", "power_loss": {"for": "30s"}},
            {"at": "210500ms", "name": "rush", "spike": {"factor": 6, "for": "20s"}},
            {"at": "5min", "nginx_restart": {}}
        ]
    }"#;

    #[test]
    fn an_action_is_told_by_its_name_and_time_and_how_it_is_done() {
        let plan = scenario::read(SCENARIO).expect("a valid scenario").plan;
        let deeds = Deed::all(&plan);
        let labels: Vec<String> = deeds.iter().map(Deed::label).collect();
        assert_eq!(labels, ["power_loss (0:00:15)", "rush (spike, 0:03:30.500)", "nginx_restart (0:05:00)"]);
        let described: Vec<String> = deeds.iter().map(Deed::described).collect();
        let expected = ["power_loss for 30 s", "rush: spike x 6 for 20 s", "nginx_restart by quit"];
        assert_eq!(described, expected);
        assert_eq!(deeds[0].ends(), Some(SimTime::from_secs(45)));
        assert_eq!(deeds[2].ends(), None);
        assert_eq!(label(&plan, Some(9), ActionName::Spike), "spike");
    }
}
