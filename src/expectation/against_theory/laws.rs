//! The laws, each with what it is given, what it says, and what it presumes.

use super::{Flow, Given, Law, Precondition, Row, preconditions as presume};
use crate::scenario::{Plan, premise};
use crate::theory::{PreconditionError, little, machine_repair, mg1, mmc, mmck, mva};
use crate::vocabulary::{Prediction, Quantity, Station, TheoryLaw};

/// Every law that has something to do with this site.
pub(super) fn all(plan: &Plan, flow: &Flow) -> Vec<Law> {
    let mut laws = vec![utilisation(flow), littles(flow)];
    if let Some((users, think)) = closed(plan) {
        laws.extend([
            interactive(flow, users, think),
            repair(plan, flow, users),
            mean_values(plan, flow, users),
        ]);
    } else {
        laws.extend([erlang(plan, flow), bounded(plan, flow)]);
        laws.extend((whole(flow.threads) == 1).then(|| any_service(plan, flow)));
    }
    laws
}

/// Users and their mean think time \[s\], if the site has one closed group and nobody else.
fn closed(plan: &Plan) -> Option<(u32, f64)> {
    let [group] = plan.settings.client.groups.as_slice() else { return None };
    let (count, think) = group.arrivals.users()?;
    Some((count, think?.as_secs_f64()))
}

fn time(what: Prediction, theory: f64, simulated: f64) -> Row {
    Row {
        what: what.name(),
        quantity: Quantity::Time,
        theory: theory * 1e9,
        simulated: Some(simulated * 1e9),
        half_width: None,
    }
}

pub(super) fn row(what: &'static str, quantity: Quantity, theory: f64, simulated: Option<f64>) -> Row {
    Row { what, quantity, theory, simulated, half_width: None }
}

pub(super) fn given(what: &'static str, quantity: Quantity, value: f64) -> Given {
    let value = if quantity == Quantity::Time { value * 1e9 } else { value };
    Given { what, quantity, value }
}

/// `U = X D / c` of the bottleneck: true of whatever happened.
fn utilisation(flow: &Flow) -> Law {
    let rows = flow.stations.iter().filter_map(|station| {
        let servers = whole(station.servers);
        let theory = little::utilisation(flow.answers, station.demand, servers.max(1)).ok()?;
        Some(row(super::called(station.station), Quantity::Share, theory, Some(station.utilisation)))
    });
    Law {
        name: "utilisation law, U = X D / c",
        place: "every station",
        given: vec![given("answers of the application", Quantity::Rate, flow.answers)],
        rows: rows.collect(),
        silent: None,
        preconditions: vec![presume::whole_threads(flow)],
    }
}

/// `L = X W` at gunicorn: levels over time against times of requests one by one.
fn littles(flow: &Flow) -> Law {
    let held = flow.wait + flow.service;
    let mut law = Law {
        name: TheoryLaw::Little.name(),
        place: "gunicorn, its queue and its workers",
        given: vec![given("answers", Quantity::Rate, flow.answers)],
        rows: Vec::new(),
        silent: None,
        preconditions: vec![presume::patient(flow)],
    };
    law.rows.push(row(
        Prediction::Present.name(),
        Quantity::Count,
        flow.answers * flow.time_in_gunicorn,
        Some(flow.waiting + flow.answers * flow.service),
    ));
    law.rows.push(time(Prediction::Response, held, flow.time_in_gunicorn));
    law
}

/// The inputs of the laws of gunicorn's queue.
fn inputs(flow: &Flow) -> Vec<Given> {
    vec![
        given("requests of the application", Quantity::Rate, flow.arrivals),
        given("a thread is held for", Quantity::Time, flow.service),
        given("threads", Quantity::Count, flow.threads),
    ]
}

/// What a law of one queue presumes.
fn of_the_queue(law: TheoryLaw, plan: &Plan, flow: &Flow) -> Vec<Precondition> {
    let mut preconditions = premise::of_law(law, &plan.settings);
    let of_the_run = [presume::patient(flow), presume::independent(flow), presume::whole_threads(flow)];
    preconditions.extend(of_the_run);
    preconditions
}

/// M/M/c: gunicorn's workers with room for all.
fn erlang(plan: &Plan, flow: &Flow) -> Law {
    let found = mmc::steady_state(flow.arrivals, flow.service, whole(flow.threads));
    let mut preconditions = of_the_queue(TheoryLaw::Erlang, plan, flow);
    preconditions.insert(0, presume::stable(flow));
    let rows = |found: mmc::SteadyState| {
        vec![
            row(
                Prediction::Utilisation.name(),
                Quantity::Share,
                found.utilisation,
                Some(flow.answers * flow.service / flow.threads),
            ),
            row(
                Prediction::WaitingShare.name(),
                Quantity::Share,
                found.wait_probability,
                Some(flow.waited_share),
            ),
            time(Prediction::Wait, found.wait_mean, flow.wait),
            row(Prediction::Waiting.name(), Quantity::Count, found.waiting_mean, Some(flow.waiting)),
            time(Prediction::Response, found.response_mean, flow.wait + flow.service),
        ]
    };
    law(TheoryLaw::Erlang, flow, found, rows, preconditions)
}

/// M/M/c/K: the same with as much room as the accept queue has.
fn bounded(plan: &Plan, flow: &Flow) -> Law {
    let threads = whole(flow.threads);
    let room = plan.settings.app_server.backlog.min(plan.settings.host.somaxconn).saturating_add(1);
    let found = mmck::steady_state(flow.arrivals, flow.service, threads, threads.saturating_add(room));
    let preconditions = of_the_queue(TheoryLaw::Bounded, plan, flow);
    let rows = |found: mmck::SteadyState| {
        vec![
            row(
                Prediction::RefusedShare.name(),
                Quantity::Share,
                found.block_probability,
                Some(flow.refused_share),
            ),
            row(Prediction::Throughput.name(), Quantity::Rate, found.throughput, Some(flow.answers)),
            time(Prediction::Wait, found.wait_mean, flow.wait),
            time(Prediction::Response, found.response_mean, flow.wait + flow.service),
        ]
    };
    let mut law = law(TheoryLaw::Bounded, flow, found, rows, preconditions);
    law.given.push(given("places to wait in", Quantity::Count, f64::from(room)));
    law
}

/// M/G/1: one worker, whatever its service times.
fn any_service(plan: &Plan, flow: &Flow) -> Law {
    let variation = premise::squared_variation(&plan.settings).map(|squared| squared.max(0.0).sqrt());
    let found = mg1::steady_state(flow.arrivals, flow.service, variation.unwrap_or(1.0));
    let mut preconditions = of_the_queue(TheoryLaw::AnyService, plan, flow);
    preconditions.insert(0, presume::stable(flow));
    let rows = |found: mg1::SteadyState| {
        vec![
            time(Prediction::Wait, found.wait_mean, flow.wait),
            row(Prediction::Waiting.name(), Quantity::Count, found.waiting_mean, Some(flow.waiting)),
            time(Prediction::Response, found.response_mean, flow.wait + flow.service),
        ]
    };
    let mut law = law(TheoryLaw::AnyService, flow, found, rows, preconditions);
    law.given.extend(variation.map(|value| given("coefficient of variation", Quantity::Count, value)));
    law
}

fn law<T>(
    name: TheoryLaw,
    flow: &Flow,
    found: Result<T, PreconditionError>,
    rows: impl FnOnce(T) -> Vec<Row>,
    preconditions: Vec<Precondition>,
) -> Law {
    let place = "gunicorn, its queue and its workers";
    let (rows, silent) = match found {
        Ok(found) => (rows(found), None),
        Err(why) => (Vec::new(), Some(why.to_string())),
    };
    Law { name: name.name(), place, given: inputs(flow), rows, silent, preconditions }
}

/// `R = N / X - Z`: true of all closed users.
fn interactive(flow: &Flow, users: u32, think: f64) -> Law {
    let theory = (f64::from(users) / flow.pages - think).max(0.0);
    Law {
        name: TheoryLaw::Interactive.name(),
        place: "the whole site",
        given: vec![
            given("users", Quantity::Count, f64::from(users)),
            given("they think for", Quantity::Time, think),
            given("pages", Quantity::Rate, flow.pages),
        ],
        rows: vec![time(Prediction::PageTime, theory, flow.page_time)],
        silent: None,
        preconditions: vec![presume::patient(flow)],
    }
}

/// M/M/c//N: the users before gunicorn's workers alone; what else their pages take counts as thinking.
fn repair(plan: &Plan, flow: &Flow, users: u32) -> Law {
    let elsewhere = (f64::from(users) / flow.answers - flow.wait - flow.service).max(0.0);
    let found = machine_repair::steady_state(users, elsewhere, flow.service, whole(flow.threads));
    let rows = |found: machine_repair::SteadyState| {
        vec![
            row(Prediction::Throughput.name(), Quantity::Rate, found.throughput, Some(flow.answers)),
            row(
                Prediction::Utilisation.name(),
                Quantity::Share,
                found.utilisation,
                Some(flow.answers * flow.service / flow.threads),
            ),
            time(Prediction::Wait, found.wait_mean, flow.wait),
            time(Prediction::Response, found.response_mean, flow.wait + flow.service),
        ]
    };
    let mut preconditions = premise::of_law(TheoryLaw::Users, &plan.settings);
    preconditions.extend([presume::patient(flow), presume::independent(flow)]);
    let mut law = law(TheoryLaw::Users, flow, found, rows, preconditions);
    law.given = vec![
        given("users", Quantity::Count, f64::from(users)),
        given("each is elsewhere for", Quantity::Time, elsewhere),
        given("a thread is held for", Quantity::Time, flow.service),
        given("threads", Quantity::Count, flow.threads),
    ];
    law
}

/// Mean value analysis of the machine's devices, each as one server as quick as all of its own together.
fn mean_values(plan: &Plan, flow: &Flow, users: u32) -> Law {
    let is_device = |station: &Station| matches!(station, Station::Cores | Station::Disk | Station::Uplink);
    let devices: Vec<_> = flow.stations.iter().filter(|station| is_device(&station.station)).collect();
    let demands: Vec<f64> = devices.iter().map(|station| station.demand / station.servers).collect();
    let in_devices: f64 = demands.iter().sum();
    let elsewhere = (f64::from(users) / flow.answers - in_devices).max(0.0);
    let mut rows = Vec::new();
    let found = mva::closed(&demands, elsewhere, users)
        .and_then(|found| Ok((found, mva::bounds(&demands, elsewhere)?)));
    let silent = match found {
        Ok((found, bounds)) => {
            rows.push(row(
                Prediction::Throughput.name(),
                Quantity::Rate,
                found.throughput,
                Some(flow.answers),
            ));
            rows.push(row("answers at most", Quantity::Rate, bounds.throughput_max, None));
            rows.push(row("users at the knee", Quantity::Count, bounds.knee, None));
            for (device, station) in devices.iter().zip(&found.stations) {
                let what = super::called(device.station);
                rows.push(row(what, Quantity::Share, station.utilisation, Some(device.utilisation)));
            }
            None
        }
        Err(why) => Some(why.to_string()),
    };
    Law {
        name: "mean value analysis",
        place: "the machine's devices",
        given: vec![
            given("users", Quantity::Count, f64::from(users)),
            given("each is elsewhere for", Quantity::Time, elsewhere),
            given("an answer takes of the devices", Quantity::Time, in_devices),
        ],
        rows,
        silent,
        preconditions: vec![
            premise::undisturbed(&plan.settings),
            presume::patient(flow),
            enough_threads(flow, users),
        ],
    }
}

/// Nothing but the devices makes anybody wait.
fn enough_threads(flow: &Flow, users: u32) -> Precondition {
    let holds = flow.threads >= f64::from(users);
    let why = format!("{users} users, {} threads", flow.threads.round());
    let why = if holds {
        why
    } else {
        why + ": who finds none waits before the devices, which the law knows nothing of"
    };
    Precondition { what: "a thread for everybody", holds, why }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of servers is small and positive"
)]
fn whole(servers: f64) -> u32 {
    servers.round().max(0.0) as u32
}
