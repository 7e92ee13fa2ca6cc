//! The machine: `"machine": {"cores": 2, "boot_order": ["nginx", "mysql", "gunicorn"]}`.

use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::read::Read;
use crate::topology::settings::Settings as Site;
use crate::topology::settings::host::{PAGE_CACHE_MIN, Service, Settings};
use crate::units::{Bandwidth, Bytes, SimDuration};

use super::server::TIMEOUT_MAX;

/// What can be started at boot.
const SERVICES: [(&str, Service); 3] =
    [("nginx", Service::WebServer), ("gunicorn", Service::AppServer), ("mysql", Service::Database)];

/// The widest uplink that makes sense: 1 Tbit/s.
const UPLINK_MAX: u64 = 1_000_000_000_000;
/// The largest disk, and the fastest: a PiB.
const DISK_MAX: Bytes = Bytes::from_mib(1 << 30);
/// The most memory: 16 TiB.
pub(super) const MEMORY_MAX: Bytes = Bytes::from_mib(16 << 20);

/// Reads the block.
pub(super) fn read(block: &mut Block<'_>, settings: &mut Settings) {
    block.about("CPU cores.");
    block.read_within("cores", 1..=128, &mut settings.cores);
    block.about("Disk operations a second.");
    block.read_within(
        "disk_operations_per_second",
        1..=100_000_000,
        &mut settings.disk_operations_per_second,
    );
    let widest = Bandwidth::from_bits_per_second(UPLINK_MAX);
    block.about("What the machine's uplink carries to all visitors together.");
    block.read_within("uplink", Bandwidth::from_bits_per_second(1_000)..=widest, &mut settings.uplink);
    let none = Bytes::ZERO;
    block.about("Bytes that the disk reads or writes a second.");
    block.read_within("disk_bytes_per_second", Bytes::new(1)..=DISK_MAX, &mut settings.disk_bytes_per_second);
    block.about("Room on the disk.");
    block.read_within("disk_size", Bytes::from_mib(1)..=DISK_MAX, &mut settings.disk_size);
    block.about("What of it is taken at the beginning.");
    block.read_within("disk_used", none..=DISK_MAX, &mut settings.disk_used);
    if settings.disk_used > settings.disk_size {
        let message = format!("{} are taken of a disk of {}", settings.disk_used, settings.disk_size);
        let too_much = said(block.field(), "disk_used").or_else(|| said(block.field(), "disk_size"));
        let remedy = "write a larger \"disk_size\", or a smaller \"disk_used\"";
        too_much.as_ref().unwrap_or(block.field()).error(code::OUT_OF_RANGE, message, remedy);
    }
    block.about("Memory.");
    block.read_within("memory", Bytes::from_mib(64)..=MEMORY_MAX, &mut settings.memory);
    block.about("Swap space: there is none, so only 0B.");
    block.read_within("swap", none..=none, &mut settings.swap);
    block.about("Memory that the kernel and the system's own services hold.");
    block.read_within("system_memory", none..=MEMORY_MAX, &mut settings.system_memory);
    block.about("net.core.somaxconn, which cuts every listen backlog.");
    block.read_within("somaxconn", 1..=1_000_000, &mut settings.somaxconn);
    block.about("net.ipv4.tcp_max_syn_backlog: half-open connections where cookies are off.");
    block.read_within("tcp_max_syn_backlog", 1..=1_000_000, &mut settings.tcp_max_syn_backlog);
    block.about("net.ipv4.tcp_syncookies.");
    block.read("tcp_syncookies", &mut settings.tcp_syncookies);
    block.about("From power to systemd starting the services.");
    block.read_within("boot_time", SimDuration::ZERO..=TIMEOUT_MAX, &mut settings.boot_time);
    block.about("kernel.panic: from a kernel panic to the reboot by itself. 0s: it stands still until somebody resets it.");
    block.read_within("panic", SimDuration::ZERO..=TIMEOUT_MAX, &mut settings.panic);
    block.about(
        "The services in boot order, each started when the one before has started. What is left out stays \
            down after a boot.",
    );
    block.read_as("boot_order", boot_order, &mut settings.boot_order);
}

impl Read for Service {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("service", &SERVICES)
    }
}

/// Each service at most once; what is left out is not started at boot.
fn boot_order(field: &Field<'_>) -> Option<Vec<Service>> {
    field.takes(|| json!({"uniqueItems": true}));
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

/// Memory that processes hold at the beginning, and the fields of `server` that it comes from.
struct Share {
    whose: &'static str,
    amount: Bytes,
    fields: &'static [&'static str],
}

/// What all processes hold at the beginning must leave room for some page cache.
pub(super) fn check_memory(server: &Field<'_>, settings: &Site) {
    let shares = shares(settings);
    let needed = shares.iter().fold(PAGE_CACHE_MIN, |sum, share| sum + share.amount);
    let memory = settings.host.memory;
    if needed <= memory {
        return;
    }
    let largest = shares.iter().max_by_key(|share| share.amount).expect("there are some");
    let (whose, amount) = (largest.whose, largest.amount);
    let message = format!(
        "the system and all programs need {needed} of memory at their start, {whose} {amount} of it; the machine \
         has {memory}"
    );
    let enough = needed.get().div_ceil(1 << 20);
    if let Some(field) = said(server, "machine.memory") {
        let less = largest.fields.join(" or ");
        let remedy = format!("write at least \"{enough}MiB\" here, or less for {less}");
        field.error(code::OUT_OF_RANGE, message, remedy);
    } else {
        let field = largest.fields.iter().find_map(|path| said(server, path));
        let remedy = format!("write less here, or let the \"machine\" have \"memory\": \"{enough}MiB\"");
        field.as_ref().unwrap_or(server).error(code::OUT_OF_RANGE, message, remedy);
    }
}

fn shares(settings: &Site) -> [Share; 4] {
    let (nginx, gunicorn, mysql) = (&settings.web_server, &settings.app_server, &settings.database);
    let times = |memory: Bytes, count: u32| Bytes::new(memory.get().saturating_mul(u64::from(count)));
    let nginx_processes = nginx.worker_processes.unwrap_or(settings.host.cores) + 1;
    let share = |whose, amount, fields| Share { whose, amount, fields };
    let workers = gunicorn.master_memory + times(gunicorn.worker_memory, gunicorn.workers);
    let (of_nginx, of_mysql) =
        (times(nginx.process_memory, nginx_processes), mysql.base_memory + mysql.innodb_buffer_pool_size);
    [
        share("the system", settings.host.system_memory, &["machine.system_memory"]),
        share("nginx", of_nginx, &["nginx.worker_processes", "nginx.process_memory"]),
        share("gunicorn", workers, &["gunicorn.workers", "gunicorn.worker_memory"]),
        share("MySQL", of_mysql, &["mysql.innodb_buffer_pool_size", "mysql.base_memory"]),
    ]
}

/// The field at this path below an object, if the file says it.
pub(super) fn said<'a>(object: &Field<'a>, path: &str) -> Option<Field<'a>> {
    path.split('.').try_fold(object.clone(), |object, name| {
        let entries = if object.is_object() { object.fields()? } else { &[] };
        entries.iter().find(|entry| entry.key == name).map(|entry| object.child(entry))
    })
}
