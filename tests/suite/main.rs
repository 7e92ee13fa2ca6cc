//! The one test binary: what must hold of the whole, in reading order.

mod site;
mod layering;
mod tree;
mod bad_files;
mod fingerprints;
mod scenarios;
mod rooms;
mod dns;
mod network;
mod web_server;
mod machine;
mod gunicorn;
mod servers_chair;
mod upstream_keepalive;
mod database;
mod swarm;
mod live;
mod visitors;
mod cli;
mod book;
mod generated;
mod laws;
mod realstack;
mod realstack_visitors;
mod e13;
mod realstack_nginx;
