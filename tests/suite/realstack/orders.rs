//! Which variant loses more, which answer comes first: the orders that were measured, beside those that are simulated.
//!
//! They are made of the figures that are compared one by one. A variant comes before another if all its repetitions do.

use super::comparison::{Comparison, Experiment, Grade};

/// An order that was measured: the experiment, by what, and the figures from the least to the greatest.
struct Order {
    experiment: &'static str,
    by: &'static str,
    rising: &'static [&'static str],
}

const fn order(experiment: &'static str, by: &'static str, rising: &'static [&'static str]) -> Order {
    Order { experiment, by, rising }
}

const ORDERS: &[Order] = &[
    order(
        "E1",
        "mean time, by load",
        &[r"2exp_r3: mean \[ms\]", r"2exp_r5: mean \[ms\]", r"2exp_r7: mean \[ms\]", r"2exp_r9: mean \[ms\]"],
    ),
    order(
        "E2",
        "requests that fail: a long queue, a short one, an early timeout",
        &["a_default_1.5: timeout", "d_unix16_read5_1.5: 502", "b_read5_1.5: 504"],
    ),
    order(
        "E2",
        "first that fails: a short queue, an early timeout, a long queue",
        &[
            r"d_unix16_read5_1.5: first that fails \[s\]",
            r"b_read5_1.5: first that fails \[s\]",
            r"a_default_1.5: first that fails \[s\]",
        ],
    ),
    order(
        "E2",
        "time of the good: a short queue, an early timeout, a long queue",
        &[
            r"d_unix16_read5_1.5: mean of the good \[ms\]",
            r"b_read5_1.5: mean of the good \[ms\]",
            r"a_default_1.5: mean of the good \[ms\]",
        ],
    ),
    order(
        "E2",
        "work for nobody: a short queue, a long one, an early timeout",
        &[
            "d_unix16_read5_1.5: wasted executions",
            "a_default_1.5: wasted executions",
            "b_read5_1.5: wasted executions",
        ],
    ),
    order(
        "E3",
        "requests that fail: a long queue, an early timeout",
        &["a_default_1.5: timeout", "b_read5_1.5: 504"],
    ),
    order(
        "E3",
        "first that fails: an early timeout, a long queue",
        &[r"b_read5_1.5: first that fails \[s\]", r"a_default_1.5: first that fails \[s\]"],
    ),
    order(
        "E6",
        "longest wait at a HUP: without and with an import",
        &[r"a, HUP: longest \[ms\]", r"b, HUP, import 2 s: longest \[ms\]"],
    ),
    order(
        "E7",
        "which answer comes first: gunicorn 27's kill, or its thread's answer",
        &[r"sync 27: after \[ms\]", r"gthread 27: after \[ms\]"],
    ),
    order(
        "E7",
        "which answer comes first: gunicorn 20's kill, or a thread's answer",
        &[r"sync 20: after \[ms\]", r"gthread 27: after \[ms\]"],
    ),
    order("E8", "requests cut: a reload, a restart", &["b: cut", "a: cut"]),
    order(
        "E8",
        "requests served: a restart with a broken file, a restart, a reload",
        &["e: served", "a: served", "b: served"],
    ),
    order(
        "E9",
        "error 2013: a connection for each request, a pool",
        &["perreq, away for 5 s: error 2013", "pool, away for 5 s: error 2013"],
    ),
    order(
        "E9w",
        "start to login: after a TERM, after a kill",
        &[r"term: start to login \[ms\]", r"kill: start to login \[ms\]"],
    ),
    order("E10", "share of 1040, by load", &["5: share of 1040", "10: share of 1040"]),
    order(
        "E10",
        "a burst on a pool: two that fail come before the third two",
        &[
            r"a burst on a pool: first two \[ms\]",
            r"a burst on a pool: second two \[ms\]",
            r"a burst on a pool: two that fail \[ms\]",
            r"a burst on a pool: third two \[ms\]",
        ],
    ),
    order(
        "E12",
        "a connect into a hole of 3.4 s: this kernel, an older one",
        &[
            r"linear4: a connect into a hole of 3.4 s \[ms\]",
            r"linear0: a connect into a hole of 3.4 s \[ms\]",
        ],
    ),
    order(
        "E13",
        "what is known first: no resolver, a stale answer, the stub's end, dig's",
        &[
            r"resolver gone: getaddrinfo fails after \[ms\]",
            r"a stale answer comes after \[ms\]",
            r"resolver silent: getaddrinfo fails after \[ms\]",
            r"resolver silent: dig fails after \[ms\]",
        ],
    ),
    order(
        "E14",
        "throughput, by users",
        &[
            r"1 users, det: throughput \[1/s\]",
            r"2 users, det: throughput \[1/s\]",
            r"4 users, det: throughput \[1/s\]",
            r"16 users, det: throughput \[1/s\]",
        ],
    ),
    order(
        "E15",
        "requests served: a long overload, a short one",
        &["b, overload of 15 s: served", "c, overload of 4 s: served"],
    ),
    order(
        "E15",
        "attempts: a short overload, a long one",
        &["c, overload of 4 s: attempts", "b, overload of 15 s: attempts"],
    ),
    order(
        "E16",
        "round trips: kept, new, TLS 1.3, TLS 1.2",
        &[
            r"http keepalive (2nd request) \[round trips\]",
            r"http new connection \[round trips\]",
            r"https TLS1.3 new \[round trips\]",
            r"https TLS1.2 new \[round trips\]",
        ],
    ),
];

/// How many neighbours of the order are in it, all repetitions of the one before all of the other.
fn in_order(order: &Order, all: &[Comparison], value: fn(&Comparison) -> f64) -> u32 {
    let ends = |what: &&str| {
        let own = all.iter().filter(|one| one.experiment == order.experiment && one.what == *what);
        let values: Vec<f64> = own.map(value).collect();
        assert!(!values.is_empty(), "{} compares no {what}", order.experiment);
        (values.iter().copied().fold(f64::INFINITY, f64::min), values.into_iter().fold(0.0, f64::max))
    };
    let ends: Vec<(f64, f64)> = order.rising.iter().map(ends).collect();
    ends.windows(2).map(|pair| u32::from(pair[0].1 < pair[1].0)).sum()
}

/// Every order, as a comparison of its neighbours.
pub(super) fn all(found: &[Comparison]) -> Vec<Comparison> {
    let of = |order: &Order| {
        let pair = [in_order(order, found, |one| one.measured), in_order(order, found, |one| one.simulated)];
        let neighbours = order.rising.len() - 1;
        assert_eq!(pair[0] as usize, neighbours, "{}, {}: as measured", order.experiment, order.by);
        let pair = pair.map(f64::from);
        let mut experiment = Experiment::new(order.experiment);
        experiment.near(Grade::A, &format!("order: {}", order.by), pair, 0.0);
        experiment.found
    };
    ORDERS.iter().flat_map(of).collect()
}

#[test]
fn an_order_that_is_not_kept_is_noticed() {
    let mut found = Experiment::new("E15");
    for (what, measured, simulated) in [("few", 1.0, 3.0), ("more", 2.0, 2.0), ("most", 3.0, 4.0)] {
        found.near(Grade::A, what, [measured, simulated], 9.0);
    }
    let order = order("E15", "size", &["few", "more", "most"]);
    assert_eq!(in_order(&order, &found.found, |one| one.measured), 2);
    assert_eq!(in_order(&order, &found.found, |one| one.simulated), 1);
}
