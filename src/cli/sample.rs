//! A scenario and a site made by hand, for tests of what is drawn of them.

use super::case::{Case, Ending, Played};
use std::net::Ipv4Addr;

use crate::expectation::sample as measured;
use crate::scenario::{self, Claim, Plan};
use crate::snapshot::{
    AppServerView, CachedName, DatabaseView, DescriptorsView, DnsView, HostView, NetworkView, Power,
    ProcessState, RecordState, ResolverView, ServerState, Site, WebServerView,
};
use crate::units::{Bytes, Probability, SimDuration, SimTime};
use crate::vocabulary::{Happening, SiteState};

const SCENARIO: &str = r#"{
    "schema_version": 1,
    "title": "The plug",
    "run": {"duration": "2min", "seed": 7},
    "timeline": [{"at": "15s", "power_loss": {"for": "30s"}}]
}"#;

/// Two minutes, in which the plug is pulled after 15 s and put back 30 s later.
pub(super) fn plan() -> Plan {
    scenario::read(SCENARIO).expect("a valid scenario").plan
}

/// What became of it: twenty of sixty pages were refused, although no outage was expected.
pub(super) fn case() -> Case {
    let mut plan = plan();
    plan.expectations = vec![measured::expect(Claim::NoOutage)];
    let played = Played::new(plan, measured::report());
    Case::new("a.json".to_owned(), Ending::Played(Box::new(played)))
}

/// A file with a misspelt field.
pub(super) fn invalid_case() -> Case {
    let misspelt = SCENARIO.replace("\"title\"", "\"titel\": \"\", \"title\"").replace("    ", "  ");
    let diagnostics = scenario::read(&misspelt).expect_err("a mistake");
    let file = "b.json".to_owned();
    Case::new(file.clone(), Ending::Invalid { file, diagnostics })
}

/// A file on which lonebox itself went wrong.
pub(super) fn crashed_case() -> Case {
    Case::new("c.json".to_owned(), Ending::Crashed("a page ends once (src/outage.rs:85)".to_owned()))
}

/// A busy afternoon.
pub(super) fn busy_site() -> Site {
    Site {
        now: SimTime::from_nanos(12_300_000_000),
        state: SiteState::Up,
        good_per_second: 39.8,
        failed_per_second: 0.0,
        page_latency: Some(SimDuration::from_micros(187_312)),
        visits: 8,
        pages: (480, 0),
        dns: DnsView {
            authority: ServerState::Answering,
            record: RecordState::Present,
            address: Ipv4Addr::new(8, 8, 8, 8),
            resolvers: vec![ResolverView {
                state: ServerState::Answering,
                holds: CachedName::Address,
                address: Some(Ipv4Addr::new(8, 8, 8, 8)),
                ttl_left: Some(SimDuration::from_secs(288)),
                is_asking: false,
                waiting: 0,
            }],
        },
        network: NetworkView {
            plugged_in: true,
            loss: Probability::ZERO,
            answers: 0,
            uplink: 0,
            uplink_max: 1_000_000_000,
        },
        host: host(Power::On, 5),
        web_server: WebServerView { state: ProcessState::Running, connections: 312, connections_max: 1_536 },
        app_server: AppServerView {
            state: ProcessState::Running,
            busy: 4,
            workers: 5,
            backlog: 3,
            backlog_max: 2_049,
        },
        database: DatabaseView {
            state: ProcessState::Running,
            sessions: 5,
            sessions_max: 151,
            running: 2,
            waiting: 0,
        },
        lasting: Vec::new(),
        latest: None,
    }
}

/// The same site half a minute later, without power.
pub(super) fn dark_site() -> Site {
    let down = ProcessState::Down;
    Site {
        now: SimTime::from_nanos(42_300_000_000),
        state: SiteState::Down,
        good_per_second: 0.0,
        failed_per_second: 38.2,
        page_latency: None,
        visits: 213,
        host: host(Power::Off, 0),
        web_server: WebServerView { state: down, connections: 0, connections_max: 1_536 },
        app_server: AppServerView { state: down, busy: 0, workers: 0, backlog: 0, backlog_max: 2_049 },
        database: DatabaseView { state: down, sessions: 0, sessions_max: 151, running: 0, waiting: 0 },
        latest: Some((SimTime::from_secs(15), Happening::PowerLost)),
        ..busy_site()
    }
}

fn host(power: Power, runnable: u32) -> HostView {
    HostView {
        power,
        cores: 2,
        stolen: Probability::ZERO,
        runnable,
        memory: Bytes::from_mib(4 << 10),
        page_cache: Bytes::from_mib(3 << 10),
        processes: Vec::new(),
        disk_size: Bytes::from_mib(40 << 10),
        disk_used: Bytes::from_mib(10 << 10),
        descriptors: [DescriptorsView { used: 20, limit: 1_024 }; 3],
    }
}
