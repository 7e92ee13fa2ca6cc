//! M/M/1, one million customers, here and in `SimPy`: `cargo bench --bench mm1`.
//!
//! Both are timed in user CPU time as `/proc/self/stat` counts it (Linux only). It counts in ticks of 10 ms, so ours
//! runs twenty times over and is divided by twenty; the peer's time is that of its whole process. At the end stands
//! how many times as fast ours is, and whether that is enough. Theory: a customer stays 1 / (1 - 0.9) = 10 s.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::process::Command;

use lonebox::engine::{Agenda, Distribution, Limits, Model, Stream, run_until};
use lonebox::queueing::{ServerPool, SlotId, WaitingLine};
use lonebox::units::{Rate, SimDuration, SimTime};

const CUSTOMERS: u32 = 1_000_000;
const ARRIVALS_PER_SECOND: f64 = 0.9;
const SERVICES_PER_SECOND: f64 = 1.0;
const REPETITIONS: u64 = 20;
const RATIO_WANTED: f64 = 100.0;
const TICKS_PER_SECOND: f64 = 100.0;

#[derive(Clone, Copy)]
enum Event {
    Arrival,
    Departure { slot: SlotId, arrived: SimTime },
}

/// A law and the stream it draws from.
struct Source {
    law: Distribution,
    stream: Stream,
}

impl Source {
    fn exponential(per_second: f64, stream: Stream) -> Self {
        let mean = SimDuration::from_nanos_f64(Rate::per_second(per_second).mean_gap_nanos());
        let law = Distribution::Exponential { mean };
        Self { law, stream }
    }

    fn draw(&mut self) -> SimDuration {
        self.law.sample(&mut self.stream)
    }
}

/// One server and its line.
struct Shop {
    gaps: Source,
    services: Source,
    line: WaitingLine<SimTime>,
    server: ServerPool,
    to_come: u32,
    served: u32,
    stays: u128,
}

impl Shop {
    fn new(seed: u64) -> Self {
        let mut server = ServerPool::new(1);
        server.bring_up(SimTime::ZERO, SlotId(0));
        Self {
            gaps: Source::exponential(ARRIVALS_PER_SECOND, Stream::named(seed, "arrivals")),
            services: Source::exponential(SERVICES_PER_SECOND, Stream::named(seed, "services")),
            line: WaitingLine::new(u32::MAX),
            server,
            to_come: CUSTOMERS,
            served: 0,
            stays: 0,
        }
    }

    fn arrive(&mut self, agenda: &mut Agenda<Event>) {
        let now = agenda.now();
        self.line.join(now, now).expect("the line is as good as endless");
        self.serve(agenda);
        self.to_come -= 1;
        if self.to_come > 0 {
            agenda.after(self.gaps.draw(), Event::Arrival);
        }
    }

    fn serve(&mut self, agenda: &mut Agenda<Event>) {
        let now = agenda.now();
        if self.line.is_empty() {
            return;
        }
        if let Some(slot) = self.server.acquire(now) {
            let arrived = self.line.leave(now).expect("somebody waits");
            let span = self.services.draw();
            agenda.after(span, Event::Departure { slot, arrived });
        }
    }

    fn mean_stay(&self) -> f64 {
        self.stays as f64 / f64::from(self.served) / 1e9
    }
}

impl Model for Shop {
    type Event = Event;

    fn handle(&mut self, event: Event, agenda: &mut Agenda<Event>) {
        match event {
            Event::Arrival => self.arrive(agenda),
            Event::Departure { slot, arrived } => {
                self.stays += u128::from(agenda.now().since(arrived).as_nanos());
                self.served += 1;
                self.server.release(agenda.now(), slot);
                self.serve(agenda);
            }
        }
    }
}

/// One run; gives the number of events and the mean stay [s].
fn simulate(seed: u64) -> (u64, f64) {
    let (mut shop, mut agenda) = (Shop::new(seed), Agenda::new());
    agenda.at(SimTime::ZERO, Event::Arrival);
    run_until(&mut shop, &mut agenda, SimTime::MAX, &Limits::default());
    assert_eq!(shop.served, CUSTOMERS, "everybody is served");
    (agenda.handled(), shop.mean_stay())
}

/// User CPU time of this process and of its ended children [s], if this system tells.
fn user_seconds() -> Option<[f64; 2]> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the command in parentheses; utime is the 14th, cutime the 16th.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let seconds = |field: usize| Some(fields.get(field)?.parse::<f64>().ok()? / TICKS_PER_SECOND);
    Some([seconds(11)?, seconds(13)?])
}

/// Ours [s of user time a run].
fn time_ours() -> Option<f64> {
    let before = user_seconds()?;
    let runs: Vec<(u64, f64)> = (0..REPETITIONS).map(simulate).collect();
    let seconds = (user_seconds()?[0] - before[0]) / REPETITIONS as f64;
    let mean_stay = runs.iter().map(|(_, stay)| stay).sum::<f64>() / runs.len() as f64;
    let events = runs[0].0;
    println!("lonebox  mean time in system {mean_stay:.4} s over {REPETITIONS} runs (theory 10)");
    println!(
        "lonebox  {seconds:.4} s of user time for {events} events: {:.1} ns an event",
        seconds * 1e9 / events as f64
    );
    Some(seconds)
}

/// The peer's [s of user time], where this machine has it.
fn time_simpy() -> Option<f64> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/benches/mm1_simpy.py");
    let found = Command::new("python3").args(["-c", "import simpy"]).output();
    if !found.is_ok_and(|output| output.status.success()) {
        println!("simpy    not here: get it with `python3 -m pip install simpy`");
        return None;
    }
    let before = user_seconds()?;
    let output = Command::new("python3").arg(script).output().ok()?;
    assert!(output.status.success(), "the SimPy script fails");
    let seconds = user_seconds()?[1] - before[1];
    println!("simpy    {}", String::from_utf8_lossy(&output.stdout).trim_end());
    println!("simpy    {seconds:.2} s of user time");
    Some(seconds)
}

fn main() {
    let Some(ours) = time_ours() else {
        println!("this system has no /proc/self/stat: nothing can be timed");
        return;
    };
    if let Some(simpy) = time_simpy() {
        let ratio = simpy / ours;
        let verdict = if ratio >= RATIO_WANTED { "met" } else { "MISSED" };
        println!("verdict  a million customers take lonebox {ours:.4} s, SimPy {simpy:.2} s of user time:");
        println!("verdict  {ratio:.0} times as fast; wanted is {RATIO_WANTED:.0} times: {verdict}");
    }
}
