//! Lonebox: a whole website on one machine, and everything that can go wrong with it.
//!
//! # One request's journey
//!
//! A visitor wants a page of www.foobar.com. The browser asks its stub resolver, and that its recursive resolver, for the
//! address; if the resolver does not remember it, it asks a root server, a server of .com and foobar.com's own, one after
//! another, and keeps what they say for its TTL ([`topology::dns`]). The A record says 8.8.8.8. A SYN goes there and, if
//! the machine has power and something listens, a SYN-ACK comes back; over HTTPS a TLS handshake follows
//! ([`topology::network`]). nginx takes the connection, in one of a fixed number of slots, and reads the request: a file it
//! sends by itself, the application's routes it passes on to gunicorn over a connection of its own
//! ([`topology::web_server`]). There the request waits in the accept queue until a worker is free, and from then on it holds
//! that worker until it is answered, whether anybody still waits for the answer or not ([`topology::app_server`]). The
//! worker runs the route's code ([`topology::application`]) and asks MySQL its queries, which take CPU time and, for pages
//! that are not in the buffer pool, the disk ([`topology::database`]). The answer goes back the same way; the browser then
//! fetches the page's files over up to six connections, and the page is done ([`topology::client`]).
//!
//! nginx, gunicorn and MySQL run on one machine and share its cores, its disk and its plug ([`topology::host`]).
//!
//! # The modules, in reading order
//!
//! The ground: [`units`] and [`vocabulary`]. What runs: [`engine`], which has never heard of the web, [`queueing`], the
//! furniture of every room, and [`topology`], the model. What is seen and counted: [`snapshot`] and [`metrics`], beside
//! [`theory`], which says what should come out. Around it: [`scenario`] reads a file, [`simulation`] runs it,
//! [`expectation`] judges it, and [`cli`] is the command.
//!
//! # Example
//!
//! ```
//! use lonebox::{expectation, scenario, simulation::Simulation};
//!
//! let text = r#"{
//!     "schema_version": 1,
//!     "title": "the plug is pulled for good",
//!     "run": {"duration": "60s"},
//!     "visitors": {"arrivals": {"poisson": {"rate": "5/s"}}},
//!     "timeline": [{"at": "20s", "power_loss": {}}],
//!     "expect": [{"outage": {"starts_within": ["18s", "22s"], "action": "power_loss"}}]
//! }"#;
//! let plan = scenario::read(text).expect("a valid scenario").plan;
//! let mut simulation = Simulation::new(plan.clone());
//! simulation.run();
//! let verdicts = expectation::judge(&plan, &simulation.report());
//! assert!(verdicts.iter().all(|verdict| !verdict.fails_the_scenario()));
//! ```

pub mod units;
pub mod vocabulary;
pub mod engine;
pub mod queueing;
pub mod topology;
pub mod snapshot;
pub mod metrics;
pub mod theory;
pub mod scenario;
pub mod simulation;
pub mod expectation;
pub mod study;
#[cfg(feature = "panels")]
pub mod visual;
#[cfg(feature = "cli")]
pub mod cli;
