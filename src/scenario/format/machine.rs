//! The machine: `"machine": {"cores": 2, "boot_order": ["nginx", "mysql", "gunicorn"]}`.

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::read::Read;
use crate::topology::settings::host::{Service, Settings};
use crate::units::{Bandwidth, SimDuration};

use super::server::TIMEOUT_MAX;

/// What can be started at boot.
const SERVICES: [(&str, Service); 3] =
    [("nginx", Service::WebServer), ("gunicorn", Service::AppServer), ("mysql", Service::Database)];

/// The widest uplink that makes sense: 1 Tbit/s.
const UPLINK_MAX: u64 = 1_000_000_000_000;

/// Reads the block.
pub(super) fn read(block: &mut Block<'_>, settings: &mut Settings) {
    block.read_within("cores", 1..=128, &mut settings.cores);
    block.read_within(
        "disk_operations_per_second",
        1..=100_000_000,
        &mut settings.disk_operations_per_second,
    );
    let widest = Bandwidth::from_bits_per_second(UPLINK_MAX);
    block.read_within("uplink", Bandwidth::from_bits_per_second(1_000)..=widest, &mut settings.uplink);
    block.read_within("somaxconn", 1..=1_000_000, &mut settings.somaxconn);
    block.read_within("tcp_max_syn_backlog", 1..=1_000_000, &mut settings.tcp_max_syn_backlog);
    block.read("tcp_syncookies", &mut settings.tcp_syncookies);
    block.read_within("boot_time", SimDuration::ZERO..=TIMEOUT_MAX, &mut settings.boot_time);
    block.read_as("boot_order", boot_order, &mut settings.boot_order);
}

impl Read for Service {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("service", &SERVICES)
    }
}

/// Each service at most once; what is left out is not started at boot.
fn boot_order(field: &Field<'_>) -> Option<Vec<Service>> {
    let mut order = Vec::new();
    for item in field.items()? {
        match Service::read(&item) {
            Some(service) if order.contains(&service) => {
                item.error(
                    code::REPEATED_NAME,
                    "this service is already in the list",
                    "list each service once",
                );
            }
            Some(service) => order.push(service),
            None => {}
        }
    }
    warn_of_left_out(field, &order);
    Some(order)
}

fn warn_of_left_out(field: &Field<'_>, order: &[Service]) {
    for (name, service) in SERVICES {
        if !order.contains(&service) {
            let message = format!("{name:?} is left out: it stays down after a boot");
            field.warn(code::STAYS_DOWN, message, format!("add {name:?}, unless this is meant"));
        }
    }
}
