//! The format of a scenario file, block by block, in the order in which the blocks stand in the file.
//!
//! Each reader overlays the products' defaults with what its block says and reports what is wrong there. A mistake never
//! stops the reading: what could not be read keeps its default, and the plan is thrown away in the end.

mod distribution;
mod identity;
mod class;
mod profile;
mod run;
mod domain;
mod server;
mod machine;
mod nginx;
mod gunicorn;
mod mysql;
mod systemd;
mod application;
mod route;
mod visitors;
mod arrivals;
mod retries;
mod timeline;
mod random_failures;
mod deed;
mod machine_deed;
mod configure;
mod windows;
mod outage_rule;
mod expect;
mod bound;
#[cfg(test)]
mod tests;

use crate::topology::settings::Settings;
use crate::units::SimTime;

use super::block::Block;
use super::code;
use super::field::Field;
use super::plan::Plan;

#[cfg(feature = "cli")]
pub(crate) use identity::SCHEMA_VERSION;
#[cfg(feature = "cli")]
pub(crate) use run::REPLICATIONS_MAX;

/// The most things of one sort that a file may hold: routes, pages, actions, windows, expectations.
const THINGS_MAX: usize = 10_000;

/// Reads a whole scenario, to be run so often if that is said here; it is of use only if no error was reported.
pub(crate) fn read(root: &Field<'_>, replications: Option<u32>) -> Option<Plan> {
    root.open(|file| plan(file, replications))
}

fn plan(file: &mut Block<'_>, replications: Option<u32>) -> Plan {
    let mut settings = Settings::default();
    let identity = identity::read(file);
    profile::read(file, &mut settings);
    let run = run::read(file, replications);
    let end = SimTime::ZERO + run.duration;
    let scheme = domain::read(file, &mut settings.dns);
    server::read(file, scheme, &mut settings);
    let pages = application::read(file, &mut settings.application);
    visitors::read(file, &pages, end, &mut settings.client);
    let class = class::read(file, end, &settings);
    let mut timeline = Vec::new();
    let actions = timeline::read(file, end, &settings, &mut timeline);
    settings.timeline = timeline;
    let mut failures = Vec::new();
    random_failures::read(file, run.duration, &settings, &mut failures);
    settings.random_failures = failures;
    let mut windows = windows::read(file, &run, &actions);
    let outage_rule = outage_rule::read(file);
    let first_action = actions.times.iter().flatten().min().copied();
    let routes = route::names(&settings.application);
    let known = expect::Known {
        windows: &mut windows,
        routes: &routes,
        first_action,
        end,
        replications: run.replications,
        settings: &settings,
    };
    let expectations = expect::read(file, known);
    let windows = windows.into_list();
    Plan { identity, run, settings, windows, outage_rule, expectations, class }
}

/// Whether a list is short enough to be read; if not, it is reported.
fn few_enough(field: &Field<'_>, count: usize) -> bool {
    at_most(THINGS_MAX, field, count)
}

/// Whether a list has at most so many entries; if not, it is reported.
fn at_most(most: usize, field: &Field<'_>, count: usize) -> bool {
    field.holds_at_most(most);
    if count > most {
        field.error(code::TOO_MANY, format!("{count} are too many"), format!("at most {most} are read"));
    }
    count <= most
}

/// A moment of the run, up to and including `end`; a later one is reported.
fn moment(field: &Field<'_>, time: SimTime, end: SimTime) -> Option<SimTime> {
    if time > end {
        let message = format!("{time} is after the end of the run");
        field.error(
            code::BEYOND_THE_END,
            message,
            format!("the run ends at {end}: come earlier, or lengthen run.duration"),
        );
    }
    (time <= end).then_some(time)
}

/// A moment of the run before its `end`, at which something can still happen; a later one is reported.
fn moment_before(field: &Field<'_>, time: SimTime, end: SimTime) -> Option<SimTime> {
    if time == end {
        let remedy = "what is due at the very end no longer happens: come earlier, or lengthen run.duration";
        field.error(code::BEYOND_THE_END, format!("{time} is the end of the run"), remedy);
        return None;
    }
    moment(field, time, end)
}
