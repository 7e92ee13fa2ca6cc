//! The one machine and its programs: `"server": {"machine": {}, "nginx": {}, "gunicorn": {}, "mysql": {}}`.

use crate::scenario::block::Block;
use crate::topology::settings::Settings;
use crate::units::SimDuration;

use super::domain::Scheme;
use super::{gunicorn, machine, mysql, nginx, systemd};

/// The longest piece of CPU time that makes sense for one step.
pub(super) const CPU_MAX: SimDuration = SimDuration::from_secs(3_600);
/// The longest time a program may take to start, stop or time out: a day.
pub(super) const TIMEOUT_MAX: SimDuration = SimDuration::from_secs(86_400);

/// Reads the block.
pub(super) fn read(file: &mut Block<'_>, scheme: Scheme, settings: &mut Settings) {
    settings.web_server.listen = scheme.into();
    file.about("The one machine and its programs.");
    file.open("server", |server| {
        server.about("The machine.");
        server.open("machine", |block| machine::read(block, &mut settings.host));
        server.about("nginx, under its own directive names, with Debian's defaults.");
        server.open("nginx", |block| {
            nginx::read(block, scheme, &mut settings.web_server);
            systemd::read(block, &mut settings.host.units.web_server);
        });
        server.about("gunicorn, under its own setting names.");
        server.open("gunicorn", |block| {
            gunicorn::read(block, &mut settings.app_server);
            systemd::read(block, &mut settings.host.units.app_server);
        });
        server.about("MySQL, under its own variable names.");
        server.open("mysql", |block| {
            mysql::read(block, &mut settings.database);
            systemd::read(block, &mut settings.host.units.database);
        });
        machine::check_memory(server.field(), settings);
    });
}
