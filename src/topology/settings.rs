//! All settings of a site, room by room, with the products' own defaults.

use serde::{Deserialize, Serialize};

pub mod knob;

pub use super::app_server::settings as app_server;
pub use super::application::settings as application;
pub use super::client::settings as client;
pub use super::database::settings as database;
pub use super::dns::settings as dns;
pub use super::host::settings as host;
pub use super::network::settings as network;
pub use super::operation::random_failure::{FIRST_RANDOM, RandomFailure};
pub use super::operation::settings as operation;
pub use super::web_server::settings as web_server;
pub use crate::engine::Distribution;

/// A whole site: who visits it, how they find it, and the one machine it runs on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The visitors.
    pub client: client::Settings,
    /// The name and the chain that resolves it.
    pub dns: dns::Settings,
    /// The wire between them and the machine.
    pub network: network::Settings,
    /// nginx.
    pub web_server: web_server::Settings,
    /// gunicorn.
    pub app_server: app_server::Settings,
    /// The application files: routes and pages.
    pub application: application::Settings,
    /// MySQL.
    pub database: database::Settings,
    /// The machine.
    pub host: host::Settings,
    /// What happens to the site, in the order of the file.
    pub timeline: Vec<operation::Action>,
    /// What breaks by chance, in the order of the file.
    pub random_failures: Vec<RandomFailure>,
}
