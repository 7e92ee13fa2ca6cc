//! The blocks that overlay the site's settings.

use super::plan;
use crate::topology::settings::Distribution;
use crate::topology::settings::app_server::{Bind, DatabaseConnections, Version};
use crate::topology::settings::application::Work;
use crate::topology::settings::client::{Arrivals, PageShare};
use crate::topology::settings::host::Service;
use crate::topology::settings::network::SynSchedule;
use crate::topology::settings::operation::{Config, Deed, StopSignal};
use crate::topology::settings::web_server::Listen;
use crate::units::{Bandwidth, Bytes, Probability, Rate, SimDuration, SimTime};

#[test]
fn a_profile_decides_what_depends_on_versions() {
    let old =
        plan(r#""profile": {"gunicorn": "21.2.0", "visitors_linux": "6.4", "server_linux": "6.5"}"#).settings;
    assert_eq!(old.app_server.version, Version::UpTo21);
    assert_eq!(old.client.groups[0].line.syn, SynSchedule::Exponential);
    assert_eq!(old.network.server_syn, SynSchedule::LinearFirst);
    assert_eq!(plan(r#""profile": {"gunicorn": "22"}"#).settings.app_server.version, Version::From22);
}

#[test]
fn the_scheme_and_the_protocols_decide_how_nginx_listens() {
    let listen = |blocks: &str| plan(blocks).settings.web_server.listen;
    assert_eq!(listen(""), Listen::Http);
    assert_eq!(listen(r#""domain": {"scheme": "https"}"#), Listen::Tls13);
    let tls12 = r#""domain": {"scheme": "https"}, "server": {"nginx": {"ssl_protocols": "TLSv1.1 TLSv1.2"}}"#;
    assert_eq!(listen(tls12), Listen::Tls12);
}

#[test]
fn the_server_overlays_its_defaults() {
    let settings = plan(
        r#""server": {
            "machine": {"cores": 4, "boot_order": ["mysql", "nginx"]},
            "nginx": {"worker_processes": 3, "static_cpu": "50us"},
            "gunicorn": {"bind": "unix:/run/gunicorn.sock", "timeout": "0s", "database_connections": "per_request"},
            "mysql": {"redo_apply_per_second": "50MiB", "buffer_pool_hit_ratio_cold": "70%"}
        }"#,
    )
    .settings;
    assert_eq!(settings.host.boot_order, [Service::Database, Service::WebServer]);
    assert_eq!(settings.web_server.worker_processes, Some(3));
    assert_eq!(settings.web_server.static_cpu, SimDuration::from_micros(50));
    assert_eq!(settings.web_server.worker_connections, 768);
    assert_eq!((settings.app_server.bind, settings.app_server.timeout), (Bind::Unix, SimDuration::ZERO));
    assert_eq!(settings.app_server.database_connections, DatabaseConnections::PerRequest);
    assert_eq!(settings.database.redo_apply_per_second, Bytes::from_mib(50));
    assert_eq!(settings.database.buffer_pool_hit_ratio_cold, Probability::percent(70.0));
}

#[test]
fn routes_pages_and_visitors_find_each_other_by_name() {
    let settings = plan(
        r#""application": {
            "routes": {
                "/a.css": {"static": {"size": "4KiB"}},
                "/": {"dynamic": {"cpu": {"erlang": {"stages": 3, "mean": "6ms"}}, "queries": 2}}
            },
            "pages": {"shop": {"document": "/"}, "home": {"document": "/", "files": ["/a.css", "/a.css"]}}
        },
        "visitors": {
            "arrivals": {"even": {"rate": "90/min"}}, "pages": {"home": 3, "shop": 1},
            "patience": "forever", "bandwidth": "1Gbit/s"
        }"#,
    )
    .settings;
    let Work::Dynamic(work) = &settings.application.routes[1].work else { panic!("dynamic") };
    assert_eq!(work.cpu, Distribution::Erlang { stages: 3, mean: SimDuration::from_millis(6) });
    assert_eq!((settings.application.routes[1].size, work.query.page_reads), (Bytes::from_kib(14), 20));
    assert_eq!(settings.application.pages[1].files, [0, 0]);
    assert_eq!(settings.client.groups[0].arrivals, Arrivals::Even(Rate::per_second(1.5)));
    let weights = [PageShare { page: 1, weight: 3 }, PageShare { page: 0, weight: 1 }];
    assert_eq!(settings.client.groups[0].pages, weights);
    assert_eq!(
        (&settings.client.groups[0].patience, settings.client.groups[0].line.bandwidth),
        (&None, Bandwidth::from_megabits(1_000))
    );
}

#[test]
fn actions_keep_the_files_order_and_windows_follow_them() {
    let plan = plan(
        r#""timeline": [
            {"at": "15s", "name": "plug", "power_loss": {"for": "20s"}, "note": "somebody trips"},
            {"at": "5s", "nginx_restart": {"signal": "term"}}, {"at": "6s", "spike": {"factor": 2.5}}
        ],
        "windows": {"off": {"action": "plug", "from": "1s", "to": "20s"}}, "outage_rule": {"share": "60%"}"#,
    );
    let [plug, restart, spike] = plan.settings.timeline.as_slice() else { panic!("three actions") };
    assert_eq!(plug.deed, Deed::PowerLoss { outage: Some(SimDuration::from_secs(20)) });
    assert_eq!(plug.note.as_deref(), Some("somebody trips"));
    let stopped = Deed::NginxRestart { signal: StopSignal::Term, config: Config::Good, repaired_after: None };
    assert_eq!(restart.deed, stopped);
    assert_eq!(spike.deed, Deed::Spike { factor: 2.5, lasting: None });
    let off = &plan.windows[1];
    assert_eq!((off.from, off.to), (SimTime::from_secs(16), SimTime::from_secs(35)));
    assert_eq!(plan.outage_rule.percent, 60);
}
