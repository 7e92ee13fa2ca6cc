//! The parameters of an action: `"power_loss": {"for": "20s"}`.

use crate::scenario::block::Block;
use crate::scenario::field::Field;
use crate::scenario::read::{Read, within};
use crate::topology::settings::dns::ResolverOutage;
use crate::topology::settings::operation::{Deed, StopSignal};
use crate::units::SimDuration;
use crate::vocabulary::ActionName;

use super::domain::{NAMESERVERS_MAX, ipv4_address};

/// The shortest time that something may last.
const LASTING_MIN: SimDuration = SimDuration::from_millis(1);
/// The longest: as long as the longest run.
const LASTING_MAX: SimDuration = SimDuration::from_secs(31 * 86_400);
/// The largest crowd, relative to a normal day.
const FACTOR_MAX: f64 = 1_000.0;

/// How many times as long a slow disk takes, at most.
const SLOWNESS_MAX: u32 = 1_000;

/// Reads the parameters of the action called `name`.
pub(super) fn read(name: ActionName, field: &Field<'_>) -> Option<Deed> {
    field.open(|block| match name {
        ActionName::PowerLoss => Some(Deed::PowerLoss { outage: lasting(block) }),
        ActionName::NginxRestart => Some(Deed::NginxRestart { signal: signal(block) }),
        ActionName::NginxReload => Some(Deed::NginxReload),
        ActionName::GunicornRestart => Some(Deed::GunicornRestart),
        ActionName::GunicornReload => Some(Deed::GunicornReload),
        ActionName::MysqlRestart => Some(Deed::MysqlRestart),
        ActionName::MysqlKill => Some(Deed::MysqlKill { outage: lasting(block) }),
        ActionName::DiskFull => Some(Deed::DiskFull { lasting: lasting(block) }),
        ActionName::DiskSlow => {
            let (factor, lasting) = (block.need_within("factor", 2..=SLOWNESS_MAX), lasting(block));
            Some(Deed::DiskSlow { factor: factor?, lasting })
        }
        ActionName::Spike => {
            let (factor, lasting) = (block.need_within("factor", 0.0..=FACTOR_MAX), lasting(block));
            Some(Deed::Spike { factor: factor?, lasting })
        }
        ActionName::AuthorityDown => Some(Deed::AuthorityDown { lasting: lasting(block) }),
        ActionName::ResolverDown => Some(resolver_down(block)),
        ActionName::RecordRemoved => Some(Deed::RecordRemoved { lasting: lasting(block) }),
        ActionName::RecordWrong => {
            let (address, lasting) = (block.required("address"), lasting(block));
            Some(Deed::RecordWrong { address: ipv4_address(&address?)?, lasting })
        }
    })?
}

fn lasting(block: &mut Block<'_>) -> Option<SimDuration> {
    within(&block.optional("for")?, &(LASTING_MIN..=LASTING_MAX))
}

fn resolver_down(block: &mut Block<'_>) -> Deed {
    let mut how = ResolverOutage::default();
    block.read("how", &mut how);
    let nameserver = block.optional("nameserver").and_then(|field| within(&field, &(1..=NAMESERVERS_MAX)));
    Deed::ResolverDown { how, nameserver: nameserver.map(|number| number as u8), lasting: lasting(block) }
}

fn signal(block: &mut Block<'_>) -> StopSignal {
    let mut signal = StopSignal::default();
    block.read("signal", &mut signal);
    signal
}

impl Read for ResolverOutage {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("way to be down", &[("silent", Self::Silent), ("refused", Self::Refused)])
    }
}

impl Read for StopSignal {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("signal", &[("quit", Self::Quit), ("term", Self::Term)])
    }
}
