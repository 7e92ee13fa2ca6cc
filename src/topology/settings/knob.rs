//! Where each setting that can be changed while the site runs stands, and what it is.

use serde::{Deserialize, Serialize};

use super::Settings;
use super::app_server::DatabaseConnections;
use super::client::{Arrivals, Group};
use crate::engine::Distribution;
use crate::units::{Bandwidth, Bytes, Rate, SimDuration};
use crate::vocabulary::Knob;

/// What a setting is turned to.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub enum Value {
    /// A number.
    Count(u32),
    /// A span of time.
    Span(SimDuration),
    /// An amount of memory.
    Amount(Bytes),
    /// What a line carries.
    Line(Bandwidth),
    /// So often.
    Rate(Rate),
}

/// The settings that stand at one place in every site, each with what it is.
macro_rules! places {
    ($($knob:ident: $kind:ident at $($place:ident).+,)+) => {
        fn anywhere(settings: &Settings, knob: Knob) -> Option<Value> {
            match knob {
                $(Knob::$knob => Some(Value::$kind(settings.$($place).+)),)+
                _ => None,
            }
        }

        fn set_anywhere(settings: &mut Settings, knob: Knob, to: Value) {
            match (knob, to) {
                $((Knob::$knob, Value::$kind(to)) => settings.$($place).+ = to,)+
                _ => unreachable!("{knob} cannot be {to:?}"),
            }
        }
    };
}

places! {
    Ttl: Span at dns.ttl,
    Cores: Count at host.cores,
    Uplink: Line at host.uplink,
    WorkerConnections: Count at web_server.worker_connections,
    WorkerRlimitNofile: Count at web_server.worker_rlimit_nofile,
    KeepaliveTimeout: Span at web_server.keepalive_timeout,
    ProxyConnectTimeout: Span at web_server.proxy_connect_timeout,
    ProxyReadTimeout: Span at web_server.proxy_read_timeout,
    Workers: Count at app_server.workers,
    Timeout: Span at app_server.timeout,
    GracefulTimeout: Span at app_server.graceful_timeout,
    PoolSize: Count at app_server.pool.pool_size,
    MaxOverflow: Count at app_server.pool.max_overflow,
    PoolTimeout: Span at app_server.pool.pool_timeout,
    MaxConnections: Count at database.max_connections,
    BufferPoolSize: Amount at database.innodb_buffer_pool_size,
    LockWaitTimeout: Span at database.innodb_lock_wait_timeout,
}

impl Settings {
    /// What is in effect; nothing where the site has no such setting. Of the visitors it is the first group's.
    pub fn knob(&self, knob: Knob) -> Option<Value> {
        anywhere(self, knob).or_else(|| of_visitors(&self.client.groups[0], knob))
    }

    /// Changes it; the site must have such a setting, and `to` must be of its kind.
    pub fn turn(&mut self, knob: Knob, to: Value) {
        let group = &mut self.client.groups[0];
        match (knob, to) {
            (Knob::PoissonRate | Knob::EvenRate, Value::Rate(to)) => match &mut group.arrivals {
                Arrivals::Poisson(rate) | Arrivals::Even(rate) => *rate = to,
                _ => unreachable!("the reader takes a rate only where visits have one"),
            },
            (Knob::Users, Value::Count(to)) => {
                if let Arrivals::Users { count, .. } = &mut group.arrivals {
                    *count = to;
                }
            }
            (Knob::ThinkTime, Value::Span(to)) => {
                if let Arrivals::Users { think_time: Distribution::Exponential { mean }, .. } =
                    &mut group.arrivals
                {
                    *mean = to;
                }
            }
            (Knob::Patience, Value::Span(to)) => {
                if let Some(Distribution::LogNormal { median, .. }) = &mut group.patience {
                    *median = to;
                }
            }
            _ => set_anywhere(self, knob, to),
        }
    }

    /// Why it makes no difference here to turn this.
    pub fn why_not(&self, knob: Knob) -> Option<&'static str> {
        let gunicorn = &self.app_server;
        match knob {
            Knob::PoolSize | Knob::MaxOverflow | Knob::PoolTimeout => {
                if gunicorn.database_connections == DatabaseConnections::PerRequest {
                    return Some("with a connection for each request there is no pool");
                }
                gunicorn.preload_app.then_some("with preload_app a HUP brings no other application")
            }
            _ => self.knob(knob).is_none().then_some("the first group of visitors has another law"),
        }
    }
}

fn of_visitors(group: &Group, knob: Knob) -> Option<Value> {
    match (knob, &group.arrivals) {
        (Knob::PoissonRate, Arrivals::Poisson(rate)) | (Knob::EvenRate, Arrivals::Even(rate)) => {
            Some(Value::Rate(*rate))
        }
        (Knob::Users, Arrivals::Users { count, .. }) => Some(Value::Count(*count)),
        (Knob::ThinkTime, Arrivals::Users { think_time: Distribution::Exponential { mean }, .. }) => {
            Some(Value::Span(*mean))
        }
        (Knob::Patience, _) => match group.patience {
            Some(Distribution::LogNormal { median, .. }) => Some(Value::Span(median)),
            _ => None,
        },
        _ => None,
    }
}
