//! Who a request meets on its way.

use super::word::words;

words! {
    /// A place on the request's way: where it waits, works or fails.
    pub enum Layer("layer") {
        /// The visitor and the browser.
        Visitor = "visitor",
        /// The chain from the stub resolver to foobar.com's authoritative server.
        Dns = "dns",
        /// The wire, from SYN to last byte.
        Network = "network",
        /// nginx.
        WebServer = "nginx",
        /// gunicorn: accept queue, master and workers.
        AppServer = "gunicorn",
        /// The application's own code.
        Application = "application",
        /// MySQL.
        Database = "mysql",
        /// The one machine: power, cores, disk.
        Host = "machine",
    }
}
