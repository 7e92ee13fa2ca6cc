//! What laws of queueing theory presume of a scenario, as far as its file tells.

use crate::topology::settings::Settings;
use crate::vocabulary::{RequestClass, TheoryLaw};

/// Squared coefficients of variation that are taken for that of an exponential law.
const NEARLY_EXPONENTIAL: std::ops::RangeInclusive<f64> = 0.8..=1.25;

/// Something that a law presumes: what must be so, whether it is, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Premise {
    /// What must be so.
    pub what: &'static str,
    /// Whether it is.
    pub holds: bool,
    /// How that is known, and what it means where it is not so.
    pub why: String,
}

/// What this law presumes of a scenario; what it presumes of a run besides is known when that is over.
pub fn of_law(law: TheoryLaw, settings: &Settings) -> Vec<Premise> {
    match law {
        TheoryLaw::Little => Vec::new(),
        TheoryLaw::Erlang | TheoryLaw::Bounded => {
            vec![poisson(settings), exponential(settings), undisturbed(settings)]
        }
        TheoryLaw::AnyService => vec![poisson(settings), one_thread(settings), undisturbed(settings)],
        TheoryLaw::Users => vec![users_who_think(settings), exponential(settings), undisturbed(settings)],
        TheoryLaw::Interactive => vec![users_who_think(settings)],
    }
}

/// Visits come by themselves, independently of each other.
fn poisson(settings: &Settings) -> Premise {
    let what = "arrivals are Poisson";
    let groups = &settings.client.groups;
    let dynamic = dynamic_requests_a_visit(settings);
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
    Premise { what, holds, why }
}

/// The most requests of the application in one page.
fn dynamic_requests_a_visit(settings: &Settings) -> usize {
    let application = &settings.application;
    let is_dynamic = |route: &&u16| application.routes[usize::from(**route)].class() == RequestClass::Dynamic;
    let visited = settings.client.groups.iter().flat_map(|group| &group.pages);
    let pages = visited.map(|share| &application.pages[usize::from(share.page)]);
    pages.map(|page| page.files.iter().chain([&page.document]).filter(is_dynamic).count()).max().unwrap_or(0)
}

/// One request is served at a time.
fn one_thread(settings: &Settings) -> Premise {
    let threads = u64::from(settings.app_server.workers) * u64::from(settings.app_server.threads);
    Premise { what: "one thread serves", holds: threads == 1, why: format!("gunicorn has {threads}") }
}

/// All visitors are users of one group who think between their pages.
fn users_who_think(settings: &Settings) -> Premise {
    let groups = settings.client.groups.as_slice();
    let holds = matches!(groups, [group] if group.arrivals.users().is_some_and(|(_, think)| think.is_some()));
    let why = if holds {
        "they are one group of users, with a mean think time".to_owned()
    } else {
        "they come by themselves, in several groups, or think without a mean".to_owned()
    };
    Premise { what: "visitors are users who think", holds, why }
}

/// How long a thread is held has no memory.
fn exponential(settings: &Settings) -> Premise {
    let what = "service is exponential";
    let Some(variation) = squared_variation(settings) else {
        let why =
            "a route's law has no finite variance: a few requests hold their thread very long".to_owned();
        return Premise { what, holds: false, why };
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
    Premise { what, holds, why }
}

/// The squared coefficient of variation of what a request of the application takes, over the routes that are visited, by
/// their laws alone; nothing where one of them has no finite variance, or nothing is visited.
pub fn squared_variation(settings: &Settings) -> Option<f64> {
    let (mut weight, mut first, mut second) = (0.0, 0.0, 0.0);
    let application = &settings.application;
    for group in &settings.client.groups {
        for share in &group.pages {
            let page = &application.pages[usize::from(share.page)];
            for route in page.files.iter().chain([&page.document]) {
                let Some(work) = application.routes[usize::from(*route)].dynamic() else { continue };
                let (mean, variance) = work.moments()?;
                let mean = mean + settings.app_server.request_cpu.as_secs_f64();
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
pub fn undisturbed(settings: &Settings) -> Premise {
    let what = "nothing happens to the site";
    let (actions, chances) = (settings.timeline.len(), settings.random_failures.len());
    let why = match (actions, chances) {
        (0, 0) => "the timeline is empty".to_owned(),
        (0, _) => "something breaks by chance".to_owned(),
        (1, _) => "the timeline has an action".to_owned(),
        (count, _) => format!("the timeline has {count} actions"),
    };
    Premise { what, holds: actions + chances == 0, why }
}
