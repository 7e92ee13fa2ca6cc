//! Names of the things that move through the rooms. Each is a key that goes stale when its thing is gone, so that a
//! message to something that no longer exists is recognised instead of reaching somebody else.

use serde::{Deserialize, Serialize};

use crate::engine::Key;

macro_rules! ids {
    ($($(#[$about:meta])* $name:ident;)+) => { $(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub Key);

        impl $name {
            /// Names nothing.
            pub const NONE: Self = Self(Key::NONE);
        }
    )+ };
}

/// A group of visitors: its place in the settings' list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GroupId(pub u8);

ids! {
    /// A visitor's visit: one page with its files.
    VisitId;
    /// One document or file that a visit asks for.
    RequestId;
    /// A stub resolver's lookup of the name.
    LookupId;
    /// A TCP connection between a visitor's browser and nginx.
    ConnectionId;
    /// A connection between nginx and gunicorn, for one request.
    ExchangeId;
    /// A connection between nginx and gunicorn that is kept after an answer, until the next request goes over it.
    KeptId;
    /// A session of MySQL: a connection from gunicorn.
    SessionId;
    /// A query at work in MySQL.
    QueryId;
}

/// A worker process of gunicorn: its place among them, from zero. Another process may take the place later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WorkerId(pub u32);
