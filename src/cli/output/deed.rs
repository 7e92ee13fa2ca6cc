//! What the timeline did, by name: everything that names an action asks here.

use serde_json::Value;

use crate::scenario::Plan;
use crate::units::{Bandwidth, Bytes, Rate, SimDuration, SimTime};
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
        let mut parameters: Vec<(String, Value)> = match parameters {
            Some(Value::Object(parameters)) => {
                parameters.into_iter().map(|(name, value)| named(plan, name, value)).collect()
            }
            _ => Vec::new(),
        };
        parameters.sort_by_key(|(name, _)| place_in_words(name));
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
        let how = |(name, value): &(String, Value)| match (self.action, name.as_str(), value.as_f64()) {
            (ActionName::Ramp, "factor", Some(factor)) => {
                format!(" to {}x", crate::expectation::number(factor))
            }
            _ => how(name, value),
        };
        let how: String = self.parameters.iter().map(how).collect();
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
    let by_chance = || match place.filter(|place| plan.comes_by_chance(*place)) {
        Some(place) => match plan.random_name(place) {
            Some(name) => format!("{name} ({action}, at random)"),
            None => format!("{action} (at random)"),
        },
        None => action.to_string(),
    };
    deed.map_or_else(by_chance, |deed| deed.label())
}

/// A parameter, a table or a route by its name instead of its place.
fn named(plan: &Plan, name: String, value: Value) -> (String, Value) {
    let application = &plan.settings.application;
    let place = value.as_u64().and_then(|place| usize::try_from(place).ok());
    let called = place.and_then(|place| match name.as_str() {
        "table" => application.tables.get(place),
        "route" => application.routes.get(place).map(|route| &route.path),
        _ => None,
    });
    match called {
        Some(called) => (name, Value::String(called.clone())),
        None => (name, value),
    }
}

/// Where a parameter stands in a sentence: whose, how much, for how long, and what more there is to say.
fn place_in_words(parameter: &str) -> u8 {
    match parameter {
        "share" | "table" | "route" | "service" | "target" => 0,
        parameter if is_span(parameter) => 2,
        "repaired" | "repaired_after" | "half_life" | "takes" => 3,
        _ => 1,
    }
}

fn is_span(parameter: &str) -> bool {
    matches!(parameter, "outage" | "lasting")
}

fn how(name: &str, value: &Value) -> String {
    match (name, value) {
        (_, Value::Null) if is_span(name) => " to the end".to_owned(),
        (_, Value::Null) => String::new(),
        (_, value) if is_span(name) => format!(" for {}", span(value)),
        ("repaired", value) => format!(", repaired after {}", span(value)),
        ("over", value) => format!(" over {}", span(value)),
        ("half_life", value) => format!(", halving every {}", span(value)),
        ("takes", value) => format!(", each header taking {}", span(value)),
        ("release", Value::String(release)) => format!(" of a {} release", release.to_lowercase()),
        ("release", Value::Object(release)) => {
            format!(" of a {} release", release.keys().map(|kind| kind.to_lowercase()).collect::<String>())
        }
        ("target", Value::String(target)) => format!(" of {}", target.to_lowercase()),
        ("factor", Value::Number(factor)) => {
            format!(" x {}", crate::expectation::number(factor.as_f64().unwrap_or_default()))
        }
        ("repaired_after" | "retry_after", value) => {
            format!(" {} {}", name.replace('_', " "), span(value))
        }
        ("config", Value::String(config)) if config == "Good" => String::new(),
        ("config", _) => " with a broken configuration".to_owned(),
        ("pages", Value::String(pages)) => format!(" for {} routes", pages.to_lowercase()),
        ("share", Value::Number(share)) => {
            format!(" of {} %", crate::expectation::number(100.0 * share.as_f64().unwrap_or_default()))
        }
        ("bytes_per_second", amount) => {
            format!(" by {} a second", Bytes::new(amount.as_u64().unwrap_or_default()))
        }
        ("service", Value::String(service)) => format!(" of {}", service_name(service)),
        ("how", Value::String(how)) => format!(", {}", how.to_lowercase()),
        ("nameserver", place) => format!(" of nameserver {place}"),
        ("table" | "route" | "what", Value::String(called)) => format!(" of {called}"),
        ("address", Value::String(address)) => format!(" to {address}"),
        ("knob", Value::String(path)) => format!(" {path}"),
        ("to", Value::Object(to)) => {
            to.iter().next().map_or_else(String::new, |(kind, to)| format!(" to {}", amount(kind, to)))
        }
        ("signal", Value::String(signal)) => format!(" by {}", signal.to_lowercase()),
        (name, Value::String(value)) => format!(" {name} {value}"),
        (name, value) => format!(" {name} {value}"),
    }
}

fn span(nanos: &Value) -> SimDuration {
    SimDuration::from_nanos(nanos.as_u64().unwrap_or_default())
}

/// A service as the file writes it.
fn service_name(service: &str) -> &str {
    match service {
        "WebServer" => "nginx",
        "AppServer" => "gunicorn",
        "Database" => "mysql",
        other => other,
    }
}

/// What a setting is turned to.
fn amount(kind: &str, to: &Value) -> String {
    let whole = to.as_u64().unwrap_or_default();
    match kind {
        "Span" => SimDuration::from_nanos(whole).to_string(),
        "Amount" => Bytes::new(whole).to_string(),
        "Line" => Bandwidth::from_bits_per_second(whole.max(1)).to_string(),
        "Rate" => Rate::per_second(to.as_f64().unwrap_or_default()).to_string(),
        _ => to.to_string(),
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
    fn shares_tables_and_words_are_told_as_the_file_writes_them() {
        let timeline = r#"
            {"at": "1s", "packet_loss": {"share": "20%", "for": "2s"}},
            {"at": "2s", "resolver_down": {"how": "refused", "nameserver": 2, "for": "2s"}},
            {"at": "3s", "mysql_schema_change": {"for": "2s"}},
            {"at": "4s", "record_wrong": {"address": "8.8.4.4", "for": "2s"}},
            {"at": "5s", "configure": {"server.gunicorn.workers": 8}},
            {"at": "6s", "configure": {"server.mysql.innodb_buffer_pool_size": "1GiB"}},
            {"at": "7s", "configure": {"server.machine.uplink": "20Mbit/s"}},
            {"at": "8s", "configure": {"domain.ttl": "1500ms"}},
            {"at": "9s", "configure": {"visitors.arrivals.poisson.rate": "2.5/s"}}
        ]"#;
        let (head, _) = SCENARIO.split_once("\n            {\"at\": \"15s\"").expect("its first action");
        let text = format!("{head}{timeline}, \"domain\": {{\"stub\": {{\"nameservers\": 2}}}}}}");
        let plan = scenario::read(&text).expect("a valid scenario").plan;
        let mut described: Vec<String> = Deed::all(&plan).iter().map(Deed::described).collect();
        for text in &mut described {
            text.retain(|letter| letter != ',');
        }
        let has = |place: usize, words: &[&str]| {
            let text = &described[place];
            assert!(words.iter().all(|word| text.contains(word)), "{text}");
        };
        has(0, &["packet_loss", " of 20 %", " for 2 s"]);
        has(1, &[" refused", " of nameserver 2", " for 2 s"]);
        has(2, &[" of main", " for 2 s"]);
        has(3, &[" to 8.8.4.4", " for 2 s"]);
        assert_eq!(described[4], "configure server.gunicorn.workers to 8");
        has(5, &["innodb_buffer_pool_size to 1 GiB"]);
        has(6, &["uplink to 20 Mbit/s"]);
        has(7, &["ttl to 1.5 s"]);
        has(8, &["rate to 2.5/s"]);
    }

    #[test]
    fn courses_of_load_and_repairs_are_told_without_places_and_nanoseconds() {
        let timeline = r#"
            {"at": "1s", "ramp": {"factor": 3, "over": "60s", "for": "5min"}},
            {"at": "2s", "repair": {"action": "ramp"}},
            {"at": "3s", "launch_day": {"factor": 8, "half_life": "90s"}},
            {"at": "4s", "repair": {"action": "launch_day"}},
            {"at": "5s", "slow_clients": {"share": "60%", "takes": "2min", "for": "30s"}},
            {"at": "40s", "slow_page": {"route": "/", "factor": 20, "for": "10s"}}
        ]"#;
        let (head, _) = SCENARIO.split_once("\n            {\"at\": \"15s\"").expect("its first action");
        let plan = scenario::read(&format!("{head}{timeline}}}")).expect("a valid scenario").plan;
        let described: Vec<String> = Deed::all(&plan).iter().map(Deed::described).collect();
        let expected = [
            "ramp to 3x over 1 min for 5 min",
            "repair of ramp",
            "launch_day x 8 to the end, halving every 1 min 30 s",
            "repair of launch_day",
            "slow_clients of 60 % for 30 s, each header taking 2 min",
            "slow_page of / x 20 for 10 s",
        ];
        assert_eq!(described, expected);
    }

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
