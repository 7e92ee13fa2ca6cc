//! Random sites under random timelines: no panic, books balanced to the last one, the same twice.

use lonebox::engine::Stream;
use lonebox::scenario::Plan;
use lonebox::simulation::Simulation;

use crate::site;

const SITES: u64 = 150;

fn pick<'a>(stream: &mut Stream, from: &[&'a str]) -> &'a str {
    from[stream.below(from.len() as u32) as usize]
}

fn random_action(stream: &mut Stream) -> String {
    let at = stream.below(25_000);
    let lasting = 1 + stream.below(8_000);
    let deeds = [
        format!(r#""power_loss": {{"for": "{lasting}ms"}}"#),
        r#""power_loss": {}"#.to_owned(),
        r#""nginx_restart": {"signal": "quit"}"#.to_owned(),
        r#""nginx_restart": {"signal": "term"}"#.to_owned(),
        r#""nginx_reload": {}"#.to_owned(),
        r#""gunicorn_restart": {}"#.to_owned(),
        r#""gunicorn_reload": {}"#.to_owned(),
        format!(r#""gunicorn_reload": {{"release": "broken", "for": "{lasting}ms"}}"#),
        format!(r#""gunicorn_restart": {{"release": "broken", "for": "{lasting}ms"}}"#),
        format!(r#""gunicorn_reload": {{"release": {{"import_time": "{lasting}ms"}}}}"#),
        r#""gunicorn_restart": {"release": {"leak": "1MiB"}}"#.to_owned(),
        format!(r#""gunicorn_kill": {{"for": "{lasting}ms"}}"#),
        r#""gunicorn_kill": {"target": "worker"}"#.to_owned(),
        r#""mysql_restart": {}"#.to_owned(),
        format!(r#""mysql_kill": {{"for": "{lasting}ms"}}"#),
        format!(r#""spike": {{"factor": {}, "for": "{lasting}ms"}}"#, stream.below(8)),
        format!(r#""packet_loss": {{"share": "{}%", "for": "{lasting}ms"}}"#, 1 + stream.below(100)),
        format!(r#""network_unplugged": {{"for": "{lasting}ms"}}"#),
        format!(r#""mysql_backup": {{"for": "{lasting}ms"}}"#),
        format!(r#""mysql_schema_change": {{"table": "stock", "for": "{lasting}ms"}}"#),
    ];
    // Power that does not come back is rare, or nothing else would be seen.
    let choice = if stream.below(20) == 0 {
        1
    } else {
        [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19][stream.below(19) as usize]
    };
    format!(r#"{{"at": "{at}ms", {}}}"#, deeds[choice])
}

fn random_actions(stream: &mut Stream) -> impl Iterator<Item = String> + '_ {
    (0..stream.below(8)).map(|_| random_action(stream))
}

/// What goes wrong with the name.
fn random_fault_of_the_name(stream: &mut Stream) -> String {
    let lasting = match stream.below(6) {
        0 => String::new(),
        _ => format!(r#""for": "{}ms""#, 1 + stream.below(12_000)),
    };
    let and = if lasting.is_empty() { "" } else { ", " };
    let deed = match stream.below(5) {
        0 => format!(r#""authority_down": {{{lasting}}}"#),
        1 => format!(r#""record_removed": {{{lasting}}}"#),
        2 => format!(r#""record_wrong": {{"address": "203.0.113.9"{and}{lasting}}}"#),
        3 => {
            format!(r#""resolver_down": {{"how": "{}"{and}{lasting}}}"#, pick(stream, &["silent", "refused"]))
        }
        _ => format!(r#""resolver_down": {{"nameserver": {}{and}{lasting}}}"#, 1 + stream.below(3)),
    };
    format!(r#"{{"at": "{}ms", {deed}}}"#, stream.below(25_000))
}

/// The zone, the resolvers, and what goes wrong with them: drawn apart from the rest.
fn random_name(seed: u64) -> (String, Vec<String>) {
    let stream = &mut Stream::named(seed, "swarm.name");
    let stale = r#", "serve_stale": {"failure_recheck_timer": "3s", "max_stale_timer": "20s"}"#;
    let name = format!(
        r#""soa_minimum": "{}s", "stub": {{"timeout": "{}s", "attempts": {}, "nameservers": {}}}, "com_ttl": "{}s",
           "resolver": {{"retry": "{}ms", "query_timeout": "{}ms", "authority_silent": "{}" {}}} {}"#,
        stream.below(20),
        1 + stream.below(5),
        1 + stream.below(3),
        1 + stream.below(3),
        stream.below(60),
        10 + stream.below(600),
        100 + stream.below(8_000),
        pick(stream, &["silent", "servfail"]),
        pick(stream, &["", stale]),
        pick(stream, &["", r#", "cname": "foobar.com""#]),
    );
    let faults = (0..stream.below(4)).map(|_| random_fault_of_the_name(stream)).collect();
    (name, faults)
}

/// The machine's uplink, a visitor's line, and whether TLS sessions are resumed on it.
fn random_wire(stream: &mut Stream) -> [String; 3] {
    let uplink = format!(r#""uplink": "{}Mbit/s""#, 1 + stream.below(100));
    let line = format!(
        r#""round_trip": "{}ms", "bandwidth": "{}Mbit/s", "loss": "{}%""#,
        stream.below(200),
        1 + stream.below(100),
        pick(stream, &["0", "0", "1", "10"]),
    );
    let tickets = format!(r#""ssl_session_tickets": "{}""#, pick(stream, &["on", "off"]));
    [uplink, line, tickets]
}

fn random_gunicorn(stream: &mut Stream) -> String {
    format!(
        r#"{{"workers": {}, "backlog": {}, "bind": "{}", "timeout": "{}s", "graceful_timeout": "{}ms",
            "database_connections": "{}", "worker_class": "{}", "threads": {}, "worker_connections": {},
            "max_requests": {}, "max_requests_jitter": {}, "preload_app": {},
            "pool": {{"pool_size": {}, "max_overflow": {}, "pool_timeout": "{}ms", "pool_recycle": "{}"}}}}"#,
        1 + stream.below(6),
        1 + stream.below(30),
        pick(stream, &["127.0.0.1:8000", "unix:/run/gunicorn.sock"]),
        stream.below(6),
        stream.below(2_000),
        pick(stream, &["pooled", "pooled_pre_ping", "per_request"]),
        pick(stream, &["sync", "gthread"]),
        [1, 1, 1, 2, 8][stream.below(5) as usize],
        1 + stream.below(20),
        [0, 0, 50][stream.below(3) as usize],
        stream.below(30),
        pick(stream, &["false", "true"]),
        1 + stream.below(4),
        stream.below(3),
        stream.below(3_000),
        pick(stream, &["never", "1s", "10s"]),
    )
}

fn random_mysql(stream: &mut Stream) -> String {
    format!(
        r#"{{
            "max_connections": {}, "buffer_pool_hit_ratio_warm": "{}%", "protocol": "{}", "wait_timeout": "{}s",
            "innodb_lock_wait_timeout": "{}s", "innodb_flush_log_at_trx_commit": {}, "data_size": "{}MiB",
            "innodb_buffer_pool_dump_pct": {}, "slow_query_log": "on", "long_query_time": "{}ms"
        }}"#,
        10 + stream.below(5),
        50 + stream.below(50),
        pick(stream, &["tcp", "socket"]),
        1 + stream.below(20),
        1 + stream.below(4),
        stream.below(3),
        stream.below(100),
        stream.below(101),
        stream.below(100),
    )
}

fn random_site(seed: u64) -> Plan {
    let (name, faults) = random_name(seed);
    let mut stream = Stream::named(seed, "swarm");
    let stream = &mut stream;
    let timeline: Vec<String> = random_actions(stream).chain(faults).collect();
    let [uplink, line, tickets] = random_wire(stream);
    site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "swarm", "run": {{"seed": {seed}, "duration": "30s", "journeys": 3}},
            "profile": {{"gunicorn": "{}", "mysql": "{}", "visitors_linux": "{}"}},
            "domain": {{"scheme": "{}", "ttl": "{}s", {name}}},
            "server": {{
                "machine": {{"cores": {}, "boot_time": "{}ms", {uplink}}},
                "nginx": {{"worker_connections": {}, "proxy_read_timeout": "{}s", "keepalive_requests": {}, "stop_timeout": "{}ms", {tickets}}},
                "gunicorn": {},
                "mysql": {}
            }},
            "application": {{
                "import_time": "{}ms",
                "routes": {{
                    "/": {{"dynamic": {{"cpu": {{"exponential": {{"mean": "{}ms"}}}}, "wait": {{"exponential": {{"mean": "{}ms"}}}},
                          "queries": {}, "query": {{"redo": "{}KiB", "table": "stock", "locks_row_of": {}}}, "failure_rate": "{}%", "uninterruptible": {}}}}},
                    "/a": {{"static": {{"size": "{}KiB"}}}}, "/b": {{"static": {{"size": "{}KiB"}}}}
                }},
                "pages": {{"home": {{"document": "/", "files": ["/a", "/b", "/a", "/b"]}}, "file": {{"document": "/a"}}}}
            }},
            "visitors": {{
                "arrivals": {{"poisson": {{"rate": "{}/s"}}}}, "pages": {{"home": 4, "file": 1}}, {line},
                "patience": {}, "connections_per_host": {}, "resolvers": {}
            }},
            "timeline": [{}]
        }}"#,
        pick(stream, &["20", "23"]),
        pick(stream, &["5.7", "8.0"]),
        pick(stream, &["6.1", "6.8"]),
        pick(stream, &["http", "https"]),
        1 + stream.below(60),
        1 + stream.below(4),
        100 + stream.below(5_000),
        5 + stream.below(200),
        1 + stream.below(10),
        1 + stream.below(5),
        1 + stream.below(3_000),
        random_gunicorn(stream),
        random_mysql(stream),
        stream.below(3_000),
        stream.below(30),
        stream.below(300),
        stream.below(4),
        stream.below(20),
        stream.below(4),
        stream.below(30),
        pick(stream, &["false", "true"]),
        1 + stream.below(200),
        [300, 300, 300, 6_000][stream.below(4) as usize],
        1 + stream.below(60),
        pick(
            stream,
            &[
                r#""forever""#,
                r#"{"exponential": {"mean": "2s"}}"#,
                r#"{"uniform": {"low": "0s", "high": "9s"}}"#
            ]
        ),
        1 + stream.below(8),
        1 + stream.below(4),
        timeline.join(", ")
    ))
}

#[test]
fn random_sites_under_random_timelines_balance_exactly_and_end_the_same_twice() {
    for seed in 1..=SITES {
        let plan = random_site(seed);
        let once = site::run(plan.clone());
        for told in &once.blames {
            let blamed = told.blame.action.is_some() || told.blame.limit.is_some();
            assert!(blamed, "site {seed}: nobody is to blame for {told:?}");
        }
        let mut again = Simulation::new(plan);
        while again.now() < again.end() {
            again.run_until(again.now() + lonebox::units::SimDuration::from_millis(777));
            again = again.clone();
            site::balanced(again.report());
        }
        assert_eq!(once, again.report(), "site {seed}");
    }
}
