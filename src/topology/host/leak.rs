//! A process that takes ever more memory and gives none back, until it ends: by a restart, by its master, or by the OOM
//! killer, which may as well choose another.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{Event, HostEvent};
use super::super::operation::Effect;
use super::memory::leak_memory;
use super::{Host, Process};
use crate::units::{Bytes, SimDuration, SimTime};
use crate::vocabulary::{Blame, Happening, Limit};

/// How often it takes some more.
const STEP: SimDuration = SimDuration::from_millis(100);

/// A process that leaks, or has leaked and still holds what it took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Leak {
    action: u16,
    process: Process,
    pid: u32,
    bytes_per_second: Bytes,
    /// Since when it leaks, less the time for which it has stood still.
    since: SimTime,
    /// What it has taken so far.
    taken: Bytes,
    /// It takes no more.
    is_over: bool,
}

impl Leak {
    /// What it should have taken by now, beyond what it has.
    fn due(&self, now: SimTime) -> Bytes {
        let nanos = u128::from(now.since(self.since).as_nanos());
        let whole = nanos * u128::from(self.bytes_per_second.get()) / 1_000_000_000;
        Bytes::new(u64::try_from(whole).unwrap_or(u64::MAX)) - self.taken
    }
}

impl Host {
    /// Who is to blame where memory is used up: the limit, and the action whose leak has taken of it, if one has.
    pub fn blame_for_memory(&self) -> Blame {
        let alive = self.leaks.iter().rev().find(|leak| self.pid(leak.process) == leak.pid);
        Blame { action: alive.map(|leak| leak.action), limit: Some(Limit::Memory) }
    }
}

/// A process begins to leak, as an action; without one that runs there is nothing to do it.
pub fn begin_leak(
    context: &mut Context<'_>,
    process: Option<Process>,
    bytes_per_second: Bytes,
    action: u16,
) -> Effect {
    let Some(process) = process else { return Effect::None };
    let pid = context.host.pid(process);
    if pid == 0 {
        return Effect::None;
    }
    let (since, taken) = (context.now(), Bytes::ZERO);
    forget_the_dead(context);
    let leak = Leak { action, process, pid, bytes_per_second, since, taken, is_over: false };
    context.host.leaks.push(leak);
    context.chronicle(Happening::MemoryLeaks);
    context.agenda.after(STEP, Event::Host(HostEvent::Leaks { action }));
    Effect::Done
}

/// It takes some more, if it still lives and does not stand still.
pub fn leak_on(context: &mut Context<'_>, action: u16, stands_still: impl FnOnce(Process) -> bool) {
    let now = context.now();
    forget_the_dead(context);
    let Some(leak) = context.host.leaks.iter_mut().find(|leak| leak.action == action && !leak.is_over) else {
        return;
    };
    let process = leak.process;
    if stands_still(process) {
        leak.since += STEP;
    } else {
        let more = leak.due(now);
        leak.taken += more;
        leak_memory(context, process, more);
    }
    context.agenda.after(STEP, Event::Host(HostEvent::Leaks { action }));
}

/// The action is over: the process, if it still lives, keeps what it has.
pub fn end_leak(context: &mut Context<'_>, action: u16) {
    forget_the_dead(context);
    if let Some(leak) = context.host.leaks.iter_mut().find(|leak| leak.action == action) {
        leak.is_over = true;
        context.chronicle(Happening::MemoryLeakEnds);
    }
}

fn forget_the_dead(context: &mut Context<'_>) {
    let mut leaks = std::mem::take(&mut context.host.leaks);
    leaks.retain(|leak| context.host.pid(leak.process) == leak.pid);
    context.host.leaks = leaks;
}
