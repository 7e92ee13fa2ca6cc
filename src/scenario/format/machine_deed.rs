//! The parameters of what befalls the machine, and of processes that stand still on it.

use crate::scenario::block::Block;
use crate::scenario::field::Field;
use crate::scenario::read::{Read, within};
use crate::topology::settings::host::Service;
use crate::topology::settings::operation::{Deed, HangTarget};
use crate::units::Bytes;
use crate::vocabulary::ActionName;

use super::deed::{LEAK_MAX, lasting, slowness, some_share};

/// What befalls the machine itself.
pub(super) fn read(name: ActionName, block: &mut Block<'_>) -> Option<Deed> {
    match name {
        ActionName::PowerLoss => Some(Deed::PowerLoss { outage: lasting(block) }),
        ActionName::KernelPanic => Some(Deed::KernelPanic { outage: lasting(block) }),
        ActionName::Reboot => Some(Deed::Reboot),
        ActionName::CpuSteal => {
            block.about("How much of the cores, above 0%: what top shows as %st.");
            let (share, lasting) = (some_share(block, "nothing is stolen"), lasting(block));
            Some(Deed::CpuSteal { share: share?, lasting })
        }
        ActionName::MemoryLeak => memory_leak(block),
        ActionName::DiskFull => Some(Deed::DiskFull { lasting: lasting(block) }),
        ActionName::DiskSlow => {
            let (factor, lasting) = (slowness(block), lasting(block));
            Some(Deed::DiskSlow { factor: factor?, lasting })
        }
        _ => None,
    }
}

fn memory_leak(block: &mut Block<'_>) -> Option<Deed> {
    let mut service = Service::AppServer;
    block.about("Whose process: the busiest worker of nginx, the oldest of gunicorn, or mysqld.");
    block.read("service", &mut service);
    block.about("What it takes a second.");
    let range = Bytes::new(1)..=LEAK_MAX;
    let rate = block.required("bytes_per_second").and_then(|field| within(&field, &range));
    let lasting = lasting(block);
    Some(Deed::MemoryLeak { service, bytes_per_second: rate?, lasting })
}

/// Which processes stand still.
pub(super) fn hang_target(block: &mut Block<'_>) -> HangTarget {
    let mut target = HangTarget::default();
    block.about("The master and all workers, one worker, or the master alone.");
    block.read("target", &mut target);
    target
}

impl Read for HangTarget {
    fn read(field: &Field<'_>) -> Option<Self> {
        let targets = [("all", Self::All), ("worker", Self::Worker), ("master", Self::Master)];
        field.pick("target", &targets)
    }
}
