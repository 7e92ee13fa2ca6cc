//! A run that somebody watches and takes part in: however it is driven and looked at, it takes the course that it takes
//! alone, and whatever is done to it by hand a file can do.

mod by_hand;
mod close_up;

use std::collections::BTreeMap;

use lonebox::engine::Stream;
use lonebox::simulation::{Halt, Report, Simulation};
use lonebox::snapshot::{CloseUp, Doing, Focus, RequestView, ThreadView};
use lonebox::units::{SimDuration, SimTime};
use lonebox::vocabulary::{Outcome, Stage};

use crate::site;

/// Scenarios in which much happens.
const SCENARIOS: [&str; 6] = [
    "06-the-database",
    "10-the-plug",
    "11-one-process-at-a-time",
    "12-restart-or-reload",
    "13-a-deploy",
    "15-overload-outlives-its-cause",
];

/// What somebody has seen of a run from close by.
#[derive(Default)]
struct Watcher {
    /// Pages that ended, by visit.
    ended: BTreeMap<u64, Outcome>,
    looked: SimTime,
}

impl Watcher {
    fn look(&mut self, simulation: &Simulation) {
        let all = Focus { requests_max: u32::MAX, ended_since: self.looked };
        let close_up = simulation.close_up(all);
        self.ended.extend(close_up.ended.iter().map(|page| (page.visit, page.outcome)));
        self.looked = simulation.now();
        agrees_with_itself(&close_up);
        agrees_with_the_snapshot(&close_up, simulation);
    }
}

/// What a thread does is what the request shows that it holds.
fn agrees_with_itself(close_up: &CloseUp) {
    assert_eq!((close_up.one_in, close_up.requests.len()), (1, close_up.requests_in_flight as usize));
    let threads = || close_up.gunicorn_workers.iter().flat_map(|worker| &worker.threads);
    for thread in threads() {
        let holds = thread.doing != Doing::Nothing;
        assert_eq!(holds, thread.route.is_some());
        assert!(holds || (thread.visit.is_none() && !thread.is_wanted));
        let held = close_up.requests.iter().any(|request| is_held_by(request, thread));
        assert!(!thread.is_wanted || held, "{thread:?} works for a request that is not on its way");
    }
    let inside = [Stage::Application, Stage::Database, Stage::RouteWait];
    let at_work = close_up.requests.iter().filter(|request| inside.contains(&request.stage));
    // Of a request that a lost machine had at work nobody has told the visitor.
    assert!(at_work.count() >= threads().filter(|thread| thread.is_wanted).count());
}

fn is_held_by(request: &RequestView, thread: &ThreadView) -> bool {
    let stage = match thread.doing {
        Doing::Computing => Stage::Application,
        Doing::WaitingForPool | Doing::WaitingForMysql => Stage::Database,
        Doing::WaitingElsewhere => Stage::RouteWait,
        Doing::Nothing => return false,
    };
    (Some(request.visit), Some(request.route), request.stage) == (thread.visit, thread.route, stage)
        && request.since <= thread.since
}

fn agrees_with_the_snapshot(close_up: &CloseUp, simulation: &Simulation) {
    let site = simulation.snapshot();
    let busy =
        |threads: &[ThreadView]| threads.iter().filter(|thread| thread.doing != Doing::Nothing).count();
    let at_work: usize = close_up.gunicorn_workers.iter().map(|worker| busy(&worker.threads)).sum();
    assert_eq!(at_work, site.app_server.busy as usize);
    let connections = close_up.nginx_workers.iter().map(|worker| worker.connections).sum::<u32>();
    let places = close_up.nginx_workers.iter().map(|worker| worker.connections_max).sum::<u32>();
    assert_eq!((connections, places), (site.web_server.connections, site.web_server.connections_max));
    assert!(close_up.mysql.row_lock_waits <= site.database.waiting);
    assert!(close_up.mysql.reading + site.database.waiting <= site.database.running);
}

/// Drives a run to its end by whatever chance picks, and looks at it in between.
fn wander(mut simulation: Simulation, seed: u64) -> Report {
    let (mut stream, mut watcher) = (Stream::named(seed, "live.wander"), Watcher::default());
    while simulation.now() < simulation.end() {
        let later = simulation.now() + SimDuration::from_millis(u64::from(stream.below(2_500)));
        match stream.below(4) {
            0 => (0..stream.below(300)).for_each(|_| assert!(simulation.step() || is_over(&simulation))),
            1 => {
                let there = simulation.run_at_most(later, stream.below(4_000));
                assert_eq!(there, simulation.now() == later.min(simulation.end()), "at {later}");
            }
            2 => assert_eq!(simulation.run_until(later), Halt::Reached),
            _ => {
                let clone = simulation.clone();
                simulation.run_until(later);
                simulation = clone;
            }
        }
        watcher.look(&simulation);
    }
    let report = site::balanced(simulation.report());
    let whole = &simulation.snapshot().pages;
    let good = watcher.ended.values().filter(|outcome| **outcome == Outcome::Good).count() as u64;
    assert_eq!((good, watcher.ended.len() as u64 - good), *whole, "every page that ended was seen");
    report
}

fn is_over(simulation: &Simulation) -> bool {
    simulation.now() == simulation.end()
}

#[test]
fn however_a_run_is_driven_and_watched_it_takes_the_same_course() {
    for name in SCENARIOS {
        let alone = site::run(site::shipped(name));
        for seed in 1..=2 {
            let watched = wander(Simulation::new(site::shipped(name)), seed);
            assert_eq!(alone, watched, "{name}, driven by {seed}");
        }
    }
}

#[test]
fn a_run_in_slices_stops_where_a_limit_stops_it_whole() {
    let mut plan = site::shipped("15-overload-outlives-its-cause");
    plan.run.in_flight_max = 60;
    let whole = {
        let mut simulation = Simulation::new(plan.clone());
        assert_eq!(simulation.run(), Halt::InFlightLimit);
        simulation.report()
    };
    let mut sliced = Simulation::new(plan);
    while sliced.halt() == Halt::Reached {
        sliced.run_at_most(sliced.end(), 1_000);
    }
    assert!(!sliced.run_at_most(sliced.end(), u32::MAX) && !sliced.step());
    assert_eq!(sliced.report(), whole);
}

#[test]
fn single_figures_are_those_of_the_report() {
    let mut simulation = Simulation::new(site::shipped("10-the-plug"));
    for second in [0, 14, 25, 60] {
        simulation.run_until(SimTime::from_secs(second));
        let report = simulation.report();
        assert_eq!(simulation.availability(), report.availability.by_request);
        assert_eq!((simulation.blames(), simulation.outages()), (report.blames, report.outages));
        assert_eq!((simulation.series(), simulation.logs()), (&report.series, &report.logs));
    }
}
