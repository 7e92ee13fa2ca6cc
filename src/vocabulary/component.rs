//! What a site is made of, as far as it can be taken away.

use super::word::words;

words! {
    /// A part of the site that can be taken away.
    pub enum Component("component") {
        /// The visitors' recursive resolvers.
        Resolver = "resolver",
        /// foobar.com's authoritative server.
        Authority = "authority",
        /// The A record in its zone.
        Record = "record",
        /// The machine's network cable.
        Network = "network",
        /// The certificate that nginx shows, where the site has TLS.
        Certificate = "certificate",
        /// The machine itself: its power.
        Machine = "machine",
        /// nginx.
        Nginx = "nginx",
        /// gunicorn, its master and all its workers.
        Gunicorn = "gunicorn",
        /// The application's code: a release that cannot be imported stands in its place.
        Code = "code",
        /// MySQL.
        Mysql = "mysql",
        /// Room on the machine's disk.
        DiskRoom = "disk-room",
        /// The disk's speed: everything on it takes a thousand times as long.
        DiskSpeed = "disk-speed",
    }
}

impl Component {
    /// Whether it stands on the one machine, or is it.
    pub const fn is_on_the_machine(self) -> bool {
        !matches!(self, Self::Resolver | Self::Authority | Self::Record | Self::Network)
    }

    /// Whether it belongs to the name by which the site is found.
    pub const fn is_of_the_name(self) -> bool {
        matches!(self, Self::Resolver | Self::Authority | Self::Record)
    }
}
