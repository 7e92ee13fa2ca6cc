//! THE MODEL.

pub mod settings;
pub mod client;
pub mod dns;
pub mod network;
pub mod web_server;
pub mod app_server;
pub mod application;
pub mod database;
pub mod host;
pub mod operation;
