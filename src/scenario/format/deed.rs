//! The parameters of an action: `"power_loss": {"for": "20s"}`.

use crate::scenario::block::Block;
use crate::scenario::field::Field;
use crate::scenario::read::{Read, within};
use crate::topology::settings::operation::{Deed, StopSignal};
use crate::units::SimDuration;
use crate::vocabulary::ActionName;

/// The shortest time that something may last.
const LASTING_MIN: SimDuration = SimDuration::from_millis(1);
/// The longest: as long as the longest run.
const LASTING_MAX: SimDuration = SimDuration::from_secs(31 * 86_400);
/// The largest crowd, relative to a normal day.
const FACTOR_MAX: f64 = 1_000.0;

/// Reads the parameters of the action called `name`; queries name these tables.
pub(super) fn read(name: ActionName, field: &Field<'_>, tables: &[String]) -> Option<Deed> {
    field.open(|block| match name {
        ActionName::PowerLoss => Some(Deed::PowerLoss { outage: lasting(block) }),
        ActionName::NginxRestart => Some(Deed::NginxRestart { signal: signal(block) }),
        ActionName::NginxReload => Some(Deed::NginxReload),
        ActionName::GunicornRestart => Some(Deed::GunicornRestart),
        ActionName::GunicornReload => Some(Deed::GunicornReload),
        ActionName::MysqlRestart => Some(Deed::MysqlRestart),
        ActionName::MysqlKill => Some(Deed::MysqlKill { outage: lasting(block) }),
        ActionName::MysqlBackup => Some(Deed::MysqlBackup { lasting: lasting(block) }),
        ActionName::MysqlSchemaChange => {
            Some(Deed::MysqlSchemaChange { table: table(block, tables), lasting: lasting(block) })
        }
        ActionName::Spike => {
            let (factor, lasting) = (block.need_within("factor", 0.0..=FACTOR_MAX), lasting(block));
            Some(Deed::Spike { factor: factor?, lasting })
        }
    })?
}

fn lasting(block: &mut Block<'_>) -> Option<SimDuration> {
    within(&block.optional("for")?, &(LASTING_MIN..=LASTING_MAX))
}

/// One of the tables that queries name; without it the first, which is that of queries that name none.
fn table(block: &mut Block<'_>, tables: &[String]) -> u16 {
    let mut table = 0;
    let words: Vec<(&str, u16)> = tables.iter().map(String::as_str).zip(0..).collect();
    block.read_as("table", |field| field.pick("table", &words), &mut table);
    table
}

fn signal(block: &mut Block<'_>) -> StopSignal {
    let mut signal = StopSignal::default();
    block.read("signal", &mut signal);
    signal
}

impl Read for StopSignal {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("signal", &[("quit", Self::Quit), ("term", Self::Term)])
    }
}
