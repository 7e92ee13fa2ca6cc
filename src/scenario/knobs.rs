//! The settings of a scenario that can be turned while it runs, each with what is in effect and what makes sense.

use crate::topology::settings::Settings;
use crate::topology::settings::knob::Value;
use crate::topology::settings::operation::Deed;
use crate::vocabulary::{Knob, Word};

/// A setting that can be turned while the site runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnobValue {
    /// Which: its spelling is its path in a file, its meaning says how it is changed, its layer whose it is.
    pub knob: Knob,
    /// What is in effect, as a number in `unit`.
    pub value: f64,
    /// The least that makes sense, and what the format takes.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// What follows the number in a file: `s`, `MiB`, `Mbit/s`, `/s`, nothing for a plain number.
    pub unit: &'static str,
}

impl KnobValue {
    /// Whether a file writes it in quotes.
    pub fn is_text(&self) -> bool {
        !self.unit.is_empty()
    }

    /// The action that turns it to so much, as a file writes it, without its time.
    pub fn deed(&self, to: f64) -> String {
        let (path, to) = (self.knob.spelling(), self.written(to));
        format!("{{\"configure\": {{\"{path}\": {to}}}}}")
    }

    /// So much as a file writes it: plain numbers whole, all others to the thousandth, within the range.
    pub fn written(&self, to: f64) -> String {
        let to = to.clamp(self.least, self.most);
        if self.is_text() {
            format!("\"{}{}\"", libm::round(to * 1_000.0) / 1_000.0, self.unit)
        } else {
            format!("{}", libm::round(to))
        }
    }

    /// What is in effect, as one reads it.
    pub fn told(&self) -> String {
        format!("{} {}", libm::round(self.value * 1_000.0) / 1_000.0, self.unit).trim_end().to_owned()
    }
}

/// The settings that can be turned in this site, in the order in which a request meets them.
pub fn knobs(settings: &Settings) -> Vec<KnobValue> {
    let turned = Knob::ALL.iter().filter(|knob| settings.why_not(**knob).is_none());
    turned.filter_map(|knob| Some(knob_value(*knob, settings.knob(*knob)?))).collect()
}

/// The setting that an action turns, with what is in effect then; nothing where it does something else.
pub fn turned(deed: Deed) -> Option<KnobValue> {
    match deed {
        Deed::Configure { knob, to } => Some(knob_value(knob, to)),
        _ => None,
    }
}

fn knob_value(knob: Knob, value: Value) -> KnobValue {
    let (value, unit) = match value {
        Value::Count(count) => (f64::from(count), ""),
        Value::Span(span) => (span.as_secs_f64(), "s"),
        Value::Amount(amount) => (amount.get() as f64 / f64::from(1 << 20), "MiB"),
        Value::Line(line) => (line.bits_per_second() as f64 / 1e6, "Mbit/s"),
        Value::Rate(rate) => (rate.get(), "/s"),
    };
    let (least, most) = range(knob);
    KnobValue { knob, value, least: least.min(value), most: most.max(value), unit }
}

/// What makes sense for a slider, in the knob's unit: within what the format takes.
const fn range(knob: Knob) -> (f64, f64) {
    match knob {
        Knob::PoissonRate | Knob::EvenRate => (0.1, 200.0),
        Knob::Users | Knob::MaxConnections => (1.0, 500.0),
        Knob::ThinkTime | Knob::Patience => (0.1, 60.0),
        Knob::Ttl => (0.0, 3_600.0),
        Knob::Cores => (1.0, 16.0),
        Knob::Uplink => (1.0, 1_000.0),
        Knob::WorkerConnections => (8.0, 4_096.0),
        Knob::WorkerRlimitNofile => (20.0, 4_096.0),
        Knob::KeepaliveTimeout => (0.0, 120.0),
        Knob::Workers => (1.0, 32.0),
        Knob::GracefulTimeout | Knob::PoolTimeout => (0.0, 60.0),
        Knob::PoolSize => (1.0, 50.0),
        Knob::MaxOverflow => (0.0, 50.0),
        Knob::BufferPoolSize => (5.0, 4_096.0),
        Knob::ProxyConnectTimeout | Knob::ProxyReadTimeout | Knob::Timeout | Knob::LockWaitTimeout => {
            (1.0, 120.0)
        }
    }
}
