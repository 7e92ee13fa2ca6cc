//! Memory: what each process holds, and the page cache, which is the rest.
//!
//! A room says how much each of its processes holds with [`hold_memory`], whenever that changes. What does not fit any
//! more after the page cache has been given up makes the kernel kill the process with the highest score, until it fits.
//! The machine has no swap.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{Event, HostEvent};
use super::Host;
use super::settings::{PAGE_CACHE_MIN, Settings};
use crate::engine::Level;
use crate::snapshot::ProcessView;
use crate::units::{Bytes, SimDuration, SimTime};
use crate::vocabulary::{Happening, Layer, Message};

/// The number of the first process; those of the system came before.
const FIRST_PID: u32 = 1_000;

/// From SIGKILL to the parent's hearing of it: the process's memory is taken down first. Our choice.
const EXIT_TIME: SimDuration = SimDuration::from_millis(1);

/// A process of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Process {
    /// nginx's master.
    NginxMaster,
    /// nginx's worker in this place.
    NginxWorker(u32),
    /// gunicorn's master.
    GunicornMaster,
    /// gunicorn's worker in this place.
    GunicornWorker(u32),
    /// MySQL's one process.
    Mysqld,
}

impl Process {
    /// Whose process it is.
    pub const fn layer(self) -> Layer {
        match self {
            Self::NginxMaster | Self::NginxWorker(_) => Layer::WebServer,
            Self::GunicornMaster | Self::GunicornWorker(_) => Layer::AppServer,
            Self::Mysqld => Layer::Database,
        }
    }

    const fn obituary(self) -> Message {
        match self {
            Self::NginxMaster | Self::NginxWorker(_) => Message::OomKilledNginx,
            Self::GunicornMaster | Self::GunicornWorker(_) => Message::OomKilledGunicorn,
            Self::Mysqld => Message::OomKilledMysqld,
        }
    }
}

/// A process and what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Resident {
    process: Process,
    pid: u32,
    held: Bytes,
    /// What of it is a leak's, beyond what its room says.
    leaked: Bytes,
    /// SIGKILL is on its way: it holds nothing any more.
    killed: bool,
}

/// All memory of the machine.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Memory {
    /// What there is; nothing without power.
    there: Level,
    /// What the kernel, the system and the processes hold \[byte\].
    used: Level,
    system: Bytes,
    /// In the order in which they were started; as many as the programs have processes.
    residents: Vec<Resident>,
    next_pid: u32,
}

impl Memory {
    pub(super) fn new(settings: &Settings) -> Self {
        let mut memory = Self {
            there: Level::default(),
            used: Level::default(),
            system: settings.system_memory,
            residents: Vec::new(),
            next_pid: FIRST_PID,
        };
        memory.switch_on(SimTime::ZERO, settings);
        memory
    }

    pub(super) fn switch_off(&mut self, now: SimTime) {
        self.residents.clear();
        self.there.set(now, 0);
        self.used.set(now, 0);
    }

    pub(super) fn switch_on(&mut self, now: SimTime, settings: &Settings) {
        self.there.set(now, settings.memory.get());
        self.used.set(now, self.system.min(settings.memory).get());
    }

    /// Memory used, and memory there [byte x ns].
    pub(super) fn used(&self, now: SimTime) -> (u128, u128) {
        (self.used.integral(now), self.there.integral(now))
    }

    pub(super) fn page_cache(&self) -> Bytes {
        Bytes::new(self.there.value()) - Bytes::new(self.used.value())
    }

    fn fits(&self, more: Bytes) -> bool {
        self.page_cache() >= more + PAGE_CACHE_MIN
    }

    fn place(&self, process: Process) -> Option<usize> {
        self.residents.iter().position(|resident| resident.process == process)
    }

    fn give_back(&mut self, now: SimTime, place: usize, less: Bytes) {
        let held = &mut self.residents[place].held;
        *held = *held - less;
        self.used.subtract(now, less.get());
    }

    /// The place of a process that holds memory, or is about to.
    fn place_or_new(&mut self, process: Process) -> usize {
        self.place(process).unwrap_or_else(|| {
            let pid = self.next_pid;
            self.next_pid += 1;
            self.residents.push(Resident {
                process,
                pid,
                held: Bytes::ZERO,
                leaked: Bytes::ZERO,
                killed: false,
            });
            self.residents.len() - 1
        })
    }

    /// The process with the highest score: its share of all memory, and its unit's `oom_score_adj`.
    fn victim(&self, settings: &Settings) -> Option<usize> {
        let total = i128::from(self.there.value());
        let score = |resident: &Resident| {
            let adjustment = i128::from(settings.unit(resident.process.layer()).oom_score_adj);
            i128::from(resident.held.get()) + adjustment * total / 1_000
        };
        let may_die = |resident: &Resident| {
            !resident.killed && settings.unit(resident.process.layer()).oom_score_adj > NEVER
        };
        let mortal = self.residents.iter().enumerate().filter(|(_, resident)| may_die(resident));
        mortal.max_by_key(|(_, resident)| score(resident)).map(|(place, _)| place)
    }

    pub(super) fn view(&self) -> Vec<ProcessView> {
        let view = |resident: &Resident| ProcessView {
            layer: resident.process.layer(),
            pid: resident.pid,
            memory: resident.held,
        };
        self.residents.iter().map(view).collect()
    }

    /// Both sides of the books: all memory, and the processes' with the system's and the page cache.
    pub(super) fn books(&self) -> (u128, u128) {
        let held: u128 = self.residents.iter().map(|resident| u128::from(resident.held.get())).sum();
        let there = self.there.value();
        let system = u128::from(self.system.get().min(there));
        (u128::from(there), held + system + u128::from(self.page_cache().get()))
    }
}

/// The `oom_score_adj` with which a process is never chosen.
const NEVER: i16 = -1_000;

impl Host {
    /// Memory that files are kept in: what no process holds.
    pub fn page_cache(&self) -> Bytes {
        self.memory.page_cache()
    }

    /// Memory used and there since the beginning [byte x ns].
    pub fn memory_use(&self, now: SimTime) -> (u128, u128) {
        self.memory.used(now)
    }

    /// The number of a process, as the programs' logs tell it; zero if there is none.
    pub fn pid(&self, process: Process) -> u32 {
        self.memory.place(process).map_or(0, |place| self.memory.residents[place].pid)
    }

    /// Whether this very process was sent SIGKILL and is still there to get it.
    pub fn is_killed(&self, process: Process, pid: u32) -> bool {
        let resident = self.memory.place(process).map(|place| self.memory.residents[place]);
        resident.is_some_and(|resident| resident.killed && resident.pid == pid)
    }
}

/// From now on `process` holds so much; one that holds nothing is none.
pub fn hold_memory(context: &mut Context<'_>, process: Process, amount: Bytes) {
    let place = context.host.memory.place(process);
    let resident = place.map(|place| context.host.memory.residents[place]);
    let held = resident.map(|resident| resident.held);
    let leaked = resident.filter(|_| amount > Bytes::ZERO).map(|resident| resident.leaked);
    let amount = amount + leaked.unwrap_or_default();
    match held {
        Some(held) if held > amount => give_back(context, process, held - amount),
        held => claim_memory(context, process, amount - held.unwrap_or_default()),
    }
    if amount == Bytes::ZERO {
        context.host.memory.residents.retain(|resident| resident.process != process);
    }
}

/// `process` takes so much more. If it does not fit, somebody has to go, and that may be itself.
pub fn claim_memory(context: &mut Context<'_>, process: Process, more: Bytes) {
    if more == Bytes::ZERO {
        return;
    }
    let place = context.host.memory.place_or_new(process);
    while !context.host.memory.residents[place].killed {
        if context.host.memory.fits(more) {
            let now = context.now();
            let memory = &mut context.host.memory;
            memory.residents[place].held += more;
            memory.used.add(now, more.get());
            return;
        }
        match context.host.memory.victim(&context.settings.host) {
            Some(victim) => kill(context, victim),
            None => return, // Nobody may be killed: a real kernel panics.
        }
    }
}

/// `process` leaks so much more, beyond whatever its room says of it.
pub(super) fn leak_memory(context: &mut Context<'_>, process: Process, more: Bytes) {
    let held = |context: &Context<'_>| {
        let place = context.host.memory.place(process);
        place.map_or(Bytes::ZERO, |place| context.host.memory.residents[place].held)
    };
    let before = held(context);
    claim_memory(context, process, more);
    if let Some(place) = context.host.memory.place(process)
        && held(context) > before
    {
        context.host.memory.residents[place].leaked += more;
    }
}

fn give_back(context: &mut Context<'_>, process: Process, less: Bytes) {
    let now = context.now();
    if let Some(place) = context.host.memory.place(process) {
        context.host.memory.give_back(now, place, less);
    }
}

/// SIGKILL: what the process holds is free at once, and it is gone a moment later.
fn kill(context: &mut Context<'_>, place: usize) {
    let now = context.now();
    let Resident { process, pid, held, .. } = context.host.memory.residents[place];
    context.host.memory.give_back(now, place, held);
    context.host.memory.residents[place].killed = true;
    context.log(process.obituary(), u64::from(pid));
    context.chronicle(Happening::OutOfMemory);
    context.agenda.after(EXIT_TIME, Event::Host(HostEvent::Killed { process, pid }));
}
