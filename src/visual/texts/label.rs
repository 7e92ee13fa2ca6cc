//! What each action is called.

use crate::visual::desk::Label;
use crate::vocabulary::{ActionName, Knob, Layer, Word as _};

/// What an action is called on a button or a band.
pub const fn label(action: ActionName) -> &'static str {
    match action {
        ActionName::PowerLoss => "Pull the plug",
        ActionName::KernelPanic => "Kernel panic",
        ActionName::Reboot => "Reboot",
        ActionName::NginxRestart => "Restart nginx",
        ActionName::NginxReload => "Reload nginx",
        ActionName::NginxStop => "Stop nginx",
        ActionName::NginxKill => "Kill nginx",
        ActionName::MaintenancePage => "Maintenance page",
        ActionName::CertificateExpired => "Certificate expires",
        ActionName::NginxHang => "Hang nginx",
        ActionName::GunicornRestart => "Deploy by restart",
        ActionName::GunicornReload => "Deploy by HUP",
        ActionName::GunicornStop => "Stop gunicorn",
        ActionName::GunicornKill => "Kill gunicorn",
        ActionName::GunicornHang => "Hang gunicorn",
        ActionName::MysqlRestart => "Restart MySQL",
        ActionName::MysqlStop => "Stop MySQL",
        ActionName::MysqlKill => "Kill MySQL",
        ActionName::MysqlHang => "Hang MySQL",
        ActionName::CpuSteal => "Steal CPU",
        ActionName::MemoryLeak => "Leak memory",
        ActionName::DiskFull => "Fill the disk",
        ActionName::DiskSlow => "Slow disk",
        ActionName::MysqlBackup => "Back up MySQL",
        ActionName::MysqlSchemaChange => "ALTER TABLE",
        ActionName::Spike => "More visitors",
        ActionName::Ramp => "Visitors by and by",
        ActionName::LaunchDay => "Launch day",
        ActionName::SlowClients => "Slow senders",
        ActionName::SlowPage => "Slow code",
        ActionName::SlowQuery => "Slow queries",
        ActionName::AuthorityDown => "Authority down",
        ActionName::ResolverDown => "Resolver down",
        ActionName::RecordRemoved => "Remove A record",
        ActionName::RecordWrong => "Wrong A record",
        ActionName::RecordMoved => "Move the site",
        ActionName::PacketLoss => "Lose packets",
        ActionName::NetworkUnplugged => "Unplug network",
        ActionName::Configure => "Change a setting",
        ActionName::Repair => "Mend",
    }
}

/// What a band says of a setting that was turned to `value`: its directive's name, with the visitors' the path to it.
pub fn turned(knob: Knob, value: &str) -> Label {
    let path = knob.spelling();
    let directive = match knob.layer() {
        Layer::Visitor => path.strip_prefix("visitors."),
        _ => path.rsplit('.').next(),
    };
    let brief = directive.unwrap_or(path).to_owned();
    Label { usual: format!("{brief} = {value}"), brief, whole: format!("{path} = {value}") }
}

/// What a band says where it stands for others too.
pub fn with_others(label: &str, others: usize) -> String {
    if others == 0 { label.to_owned() } else { format!("{label} +{others}") }
}

/// What an action is that somebody has named.
pub fn named(name: &str, deed: &str) -> String {
    format!("{name}: {deed}")
}
