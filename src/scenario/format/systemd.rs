//! A service's unit file: `"mysql": {"systemd": {"restart": "on-abnormal", "restart_sec": "5s"}}`.

use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::read::Read;
use crate::topology::settings::host::{Restart, Unit};
use crate::units::SimDuration;

use super::server::TIMEOUT_MAX;

/// The most starts that systemd is asked to remember.
const BURST_MAX: u32 = 100;
/// The most file descriptors of a process: `fs.nr_open`.
const DESCRIPTORS_MAX: u32 = 1 << 20;

/// Reads the block of that name within a service's block.
pub(super) fn read(service: &mut Block<'_>, unit: &mut Unit) {
    service.about("The service's unit file, as far as it matters here.");
    service.open("systemd", |block| {
        block.about("Restart=: after which endings systemd starts it again.");
        block.read("restart", &mut unit.restart);
        block.about("RestartSec=: from its end to the next start.");
        block.read_within("restart_sec", SimDuration::ZERO..=TIMEOUT_MAX, &mut unit.restart_sec);
        block.about("StartLimitBurst=: starts within the interval, after which systemd gives up.");
        block.read_within("start_limit_burst", 1..=BURST_MAX, &mut unit.start_limit_burst);
        let interval = SimDuration::from_secs(1)..=TIMEOUT_MAX;
        block.about("StartLimitIntervalSec=.");
        block.read_within("start_limit_interval", interval, &mut unit.start_limit_interval);
        block.about(
            "OOMScoreAdjust=: added to a process's share of all memory, in thousandths; the highest is \
                killed first, -1000 never.",
        );
        block.read_as("oom_score_adj", score, &mut unit.oom_score_adj);
        block.about("LimitNOFILE=: file descriptors of each process.");
        block.read_within("limit_nofile", 16..=DESCRIPTORS_MAX, &mut unit.limit_nofile);
    });
}

/// The one number of the format that may be below zero.
fn score(field: &Field<'_>) -> Option<i16> {
    const ACCEPTED: &str = "a whole number from -1000 to 1000, without quotes";
    field.takes(|| json!({"type": "integer", "minimum": -1000, "maximum": 1000}));
    match field.as_number().map(str::parse) {
        None => field.wrong_type(ACCEPTED),
        Some(Ok(number @ -1_000..=1_000)) => return Some(number),
        Some(_) => {
            let message = format!("{} is no score", field.as_number().unwrap_or_default());
            field.error(code::OUT_OF_RANGE, message, format!("write {ACCEPTED}"));
        }
    }
    None
}

impl Read for Restart {
    fn read(field: &Field<'_>) -> Option<Self> {
        let words = [
            ("no", Self::No),
            ("on-failure", Self::OnFailure),
            ("on-abnormal", Self::OnAbnormal),
            ("always", Self::Always),
        ];
        field.pick("restart policy", &words)
    }
}
