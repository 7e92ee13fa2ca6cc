//! What the laws presume, and whether it is so: told from the plan where it says so, else from the run.

use super::{Flow, Precondition};
use crate::scenario::Plan;
use crate::vocabulary::Station;

/// Cores busy for a larger share make the work of one request depend on how many others there are.
const CORES_BUSY: f64 = 0.3;
/// Squared coefficients of variation that are taken for that of an exponential law.
const NEARLY_EXPONENTIAL: std::ops::RangeInclusive<f64> = 0.8..=1.25;

/// Visits come by themselves, independently of each other.
pub(super) fn poisson(plan: &Plan) -> Precondition {
    let what = "arrivals are Poisson";
    let groups = &plan.settings.client.groups;
    let dynamic = dynamic_requests_a_visit(plan);
    let (holds, why) = match () {
        () if groups.iter().any(|group| group.arrivals.is_closed()) => {
            (false, "users who wait send nothing: the load yields".to_owned())
        }
        () if groups.iter().any(|group| !group.arrivals.is_poisson()) => {
            (false, "they come evenly, in bursts, at a rate that changes, or as listed".to_owned())
        }
        () if dynamic > 1 => (false, format!("a page asks the application {dynamic} times at once")),
        () if groups.iter().any(|group| {
            group.retries.is_some() || group.reload_after.is_some() || group.reload_on_error.is_some()
        }) =>
        {
            (false, "who fails or waits tries again: failures bring arrivals".to_owned())
        }
        () => (true, "visits come at a constant rate, each asks the application once".to_owned()),
    };
    Precondition { what, holds, why }
}

/// The most requests of the application in one page.
fn dynamic_requests_a_visit(plan: &Plan) -> usize {
    let application = &plan.settings.application;
    let is_dynamic = |route: &&u16| {
        application.routes[usize::from(**route)].class() == crate::vocabulary::RequestClass::Dynamic
    };
    let visited = plan.settings.client.groups.iter().flat_map(|group| &group.pages);
    let pages = visited.map(|share| &application.pages[usize::from(share.page)]);
    pages.map(|page| page.files.iter().chain([&page.document]).filter(is_dynamic).count()).max().unwrap_or(0)
}

/// How long a thread is held has no memory.
pub(super) fn exponential(plan: &Plan) -> Precondition {
    let what = "service is exponential";
    let Some(variation) = squared_variation(plan) else {
        let why =
            "a route's law has no finite variance: a few requests hold their thread very long".to_owned();
        return Precondition { what, holds: false, why };
    };
    let holds = NEARLY_EXPONENTIAL.contains(&variation);
    let round = |value: f64| (value * 100.0).round() / 100.0;
    let (variation, factor) = (round(variation), round(f64::midpoint(1.0, variation)));
    let measured = format!("its squared coefficient of variation is {variation} by the routes' laws");
    let why = if holds {
        format!("{measured}; 1 is exponential")
    } else {
        format!(
            "{measured}, not 1: with one worker the wait would be {factor} times that of exponential service"
        )
    };
    Precondition { what, holds, why }
}

/// The squared coefficient of variation of what a request of the application takes, over the routes that are visited, by
/// their laws alone; nothing where one of them has no finite variance, or nothing is visited.
pub(super) fn squared_variation(plan: &Plan) -> Option<f64> {
    let (mut weight, mut first, mut second) = (0.0, 0.0, 0.0);
    let application = &plan.settings.application;
    for group in &plan.settings.client.groups {
        for share in &group.pages {
            let page = &application.pages[usize::from(share.page)];
            for route in page.files.iter().chain([&page.document]) {
                let Some(work) = application.routes[usize::from(*route)].dynamic() else { continue };
                let (mean, variance) = work.moments()?;
                let mean = mean + plan.settings.app_server.request_cpu.as_secs_f64();
                let often = f64::from(share.weight);
                weight += often;
                first += often * mean;
                second += often * (variance + mean * mean);
            }
        }
    }
    (weight > 0.0 && first > 0.0).then(|| second * weight / (first * first) - 1.0)
}

/// The window has one state all along.
pub(super) fn undisturbed(plan: &Plan) -> Precondition {
    let what = "nothing happens to the site";
    match plan.settings.timeline.len() {
        0 => Precondition { what, holds: true, why: "the timeline is empty".to_owned() },
        1 => Precondition { what, holds: false, why: "the timeline has an action".to_owned() },
        count => Precondition { what, holds: false, why: format!("the timeline has {count} actions") },
    }
}

/// There is a steady state.
pub(super) fn stable(flow: &Flow) -> Precondition {
    let load = flow.arrivals * flow.service / flow.threads;
    let shown = (load * 1_000.0).round() / 10.0;
    let why = match load {
        _ if load >= 1.0 => {
            format!("the load is {shown} % of what the threads can do: the queue grows as long as the run")
        }
        _ if load > super::super::long_run::NEAR_SATURATION => {
            format!("the load is {shown} %; so near saturation a run must be long to come near its mean")
        }
        _ => format!("the load is {shown} % of what the threads can do"),
    };
    Precondition { what: "the load is below one", holds: load < 1.0, why }
}

/// Whoever comes stays.
pub(super) fn patient(flow: &Flow) -> Precondition {
    let what = "nobody leaves or fails";
    match flow.failed_share {
        share if share > 0.0 => {
            let why = format!("{} of the pages failed", crate::expectation::share(share));
            Precondition { what, holds: false, why }
        }
        _ => Precondition { what, holds: true, why: "no page failed".to_owned() },
    }
}

/// How long a request holds its thread does not depend on the others.
pub(super) fn independent(flow: &Flow) -> Precondition {
    let what = "requests do not slow each other down";
    let cores = flow.stations.iter().find(|station| station.station == Station::Cores);
    let busy = cores.map_or(0.0, |cores| cores.utilisation);
    let shown = crate::expectation::share((busy * 100.0).round() / 100.0);
    let (holds, why) = if busy > CORES_BUSY {
        (
            false,
            format!(
                "the cores are {shown} busy and shared: a request is held longer the more others compute"
            ),
        )
    } else {
        (true, format!("the cores are {shown} busy: hardly anybody shares one"))
    };
    Precondition { what, holds, why }
}

/// A law of one queue is applied to one queue.
pub(super) fn whole_threads(flow: &Flow) -> Precondition {
    let what = "as many threads all the time";
    let holds = (flow.threads - flow.threads.round()).abs() < 1e-6;
    let why = if holds {
        format!("{} threads served all along", flow.threads.round())
    } else {
        format!("{:.2} threads served in the mean: some were down for a part of the time", flow.threads)
    };
    Precondition { what, holds, why }
}
