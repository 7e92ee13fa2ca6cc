//! Whether the machine has power.

use serde::{Deserialize, Serialize};

/// The machine's power and how far it has got with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Power {
    /// The plug is out.
    Off,
    /// The kernel has panicked: the machine has power, and does nothing.
    Panicked,
    /// From firmware to kernel; the number tells this boot from an earlier one.
    Booting {
        /// Which boot.
        boot: u64,
    },
    /// The kernel is up.
    On,
}
