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
        r#""mysql_restart": {}"#.to_owned(),
        format!(r#""mysql_kill": {{"for": "{lasting}ms"}}"#),
        format!(r#""spike": {{"factor": {}, "for": "{lasting}ms"}}"#, stream.below(8)),
        format!(r#""mysql_backup": {{"for": "{lasting}ms"}}"#),
        format!(r#""mysql_schema_change": {{"table": "stock", "for": "{lasting}ms"}}"#),
    ];
    // Power that does not come back is rare, or nothing else would be seen.
    let choice = if stream.below(20) == 0 {
        1
    } else {
        [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11][stream.below(11) as usize]
    };
    format!(r#"{{"at": "{at}ms", {}}}"#, deeds[choice])
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
    let mut stream = Stream::named(seed, "swarm");
    let timeline: Vec<String> = (0..stream.below(8)).map(|_| random_action(&mut stream)).collect();
    let stream = &mut stream;
    site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "swarm", "run": {{"seed": {seed}, "duration": "30s", "journeys": 3}},
            "profile": {{"gunicorn": "{}", "mysql": "{}", "visitors_linux": "{}"}},
            "domain": {{"scheme": "{}", "ttl": "{}s"}},
            "server": {{
                "machine": {{"cores": {}, "boot_time": "{}ms"}},
                "nginx": {{"worker_connections": {}, "proxy_read_timeout": "{}s", "keepalive_requests": {}, "stop_timeout": "{}ms"}},
                "gunicorn": {{"workers": {}, "backlog": {}, "bind": "{}", "timeout": "{}s", "graceful_timeout": "{}ms",
                             "database_connections": "{}"}},
                "mysql": {}
            }},
            "application": {{
                "import_time": "{}ms",
                "routes": {{
                    "/": {{"dynamic": {{"cpu": {{"exponential": {{"mean": "{}ms"}}}}, "wait": {{"exponential": {{"mean": "{}ms"}}}},
                          "queries": {}, "query": {{"redo": "{}KiB", "table": "stock", "locks_row_of": {}}}, "failure_rate": "{}%"}}}},
                    "/a": {{"static": {{"size": "{}KiB"}}}}, "/b": {{"static": {{"size": "300KiB"}}}}
                }},
                "pages": {{"home": {{"document": "/", "files": ["/a", "/b", "/a", "/b"]}}, "file": {{"document": "/a"}}}}
            }},
            "visitors": {{
                "arrivals": {{"poisson": {{"rate": "{}/s"}}}}, "pages": {{"home": 4, "file": 1}}, "round_trip": "{}ms",
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
        1 + stream.below(6),
        1 + stream.below(30),
        pick(stream, &["127.0.0.1:8000", "unix:/run/gunicorn.sock"]),
        stream.below(6),
        stream.below(2_000),
        pick(stream, &["pooled", "pooled_pre_ping", "per_request"]),
        random_mysql(stream),
        stream.below(3_000),
        stream.below(30),
        stream.below(300),
        stream.below(4),
        stream.below(20),
        stream.below(4),
        stream.below(30),
        1 + stream.below(200),
        1 + stream.below(60),
        stream.below(200),
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
