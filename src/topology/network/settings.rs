//! Settings of the wire between the visitors and the machine.

use serde::{Deserialize, Serialize};

use crate::units::{Bandwidth, Probability, SimDuration};

/// When a kernel sends a SYN again. Sources: ip-sysctl, tcp(7).
// Simplified: every visitor's kernel is Linux's; macOS gives up after some 75 s, older Windows after 21 s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SynSchedule {
    /// Linux before 6.5: at 1, 3, 7, 15, 31 and 63 s, giving up at 127 s.
    Exponential,
    /// Linux 6.5 and later (`tcp_syn_linear_timeouts` 4): at 1, 2, 3, 4, 5, 7, 11, 19, 35 and 67 s, giving up at 131 s.
    #[default]
    LinearFirst,
}

/// The line of a group of visitors: what lies between each of them and the machine.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Round trip between a visitor and the machine. Default 40 ms.
    pub round_trip: SimDuration,
    /// What a visitor's line carries towards the visitor. Default 20 Mbit/s.
    pub bandwidth: Bandwidth,
    /// Share of packets that a visitor's line loses, both ways. Default none.
    pub loss: Probability,
    /// When the visitors' kernels send a SYN again. Default: Linux 6.5 and later.
    pub syn: SynSchedule,
}

/// What the wire is at the machine's end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// When the machine's own kernel does, towards gunicorn. Default: Linux 6.1 (Debian 12).
    pub server_syn: SynSchedule,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            round_trip: SimDuration::from_millis(40),
            bandwidth: Bandwidth::from_megabits(20),
            loss: Probability::ZERO,
            syn: SynSchedule::LinearFirst,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self { server_syn: SynSchedule::Exponential }
    }
}
