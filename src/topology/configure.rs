//! Settings that are changed while the site runs, each in the way in which that is really done.
//!
//! ```text
//! the file is edited --> nginx: reload                 gunicorn: HUP, or TTIN and TTOU for its workers
//! nothing is edited ---> MySQL: SET PERSIST            machine, uplink, zone, visitors: by themselves
//! ```
//!
//! The settings in [`Topology`] are those in effect. What is turned is turned there first, and then the room hears of it.

use super::context::Context;
use super::operation::Effect;
use super::settings::Settings;
use super::settings::knob::Value;
use super::settings::operation::Deed;
use super::{Rooms, Topology, host};
use crate::vocabulary::{Happening, Knob, Layer};

impl Topology {
    /// The settings in effect.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Changes the setting that a deed is about, and says what it was; nothing if nobody can change it now.
    pub(super) fn turn(&mut self, deed: Deed) -> Option<Value> {
        let Deed::Configure { knob, to } = deed else { return None };
        let within_reach = match knob.layer() {
            Layer::WebServer => self.host.is_up() && self.web_server.can_read_its_file(),
            Layer::AppServer => self.host.is_up(),
            Layer::Database => self.host.is_up() && self.database.can_be_told(),
            _ => true,
        };
        let before = self.settings.knob(knob).filter(|_| within_reach)?;
        self.settings.turn(knob, to);
        Some(before)
    }
}

impl Rooms<'_> {
    /// Whoever a setting is about takes up what it is now; it was `before`, or nobody could change it.
    // Simplified: what has begun with the old value and asks for it again, such as a connection of a leaving nginx worker, gets
    // the new one; only `worker_connections` and MySQL's sessions keep theirs.
    pub(super) fn configure(
        &mut self,
        knob: Knob,
        before: Option<Value>,
        action: u16,
        context: &mut Context<'_>,
    ) -> Effect {
        let Some(before) = before else {
            // A reload with a broken file is refused, whatever else was edited in it.
            let tries = knob.layer() == Layer::WebServer && context.host.is_up();
            return if tries { self.web_server.configure(context) } else { Effect::None };
        };
        let now = context.settings.knob(knob).expect("what was turned has a value");
        context.board.turned(knob, before, now, action);
        context.chronicle(Happening::Configured);
        match knob {
            Knob::Cores => host::resize_cores(context),
            Knob::Uplink => self.network.resize_uplink(context),
            Knob::Workers => self.app_server.change_workers(context),
            _ => match knob.layer() {
                Layer::Visitor => self.client.configure(knob, before, action, context),
                Layer::WebServer => {
                    self.web_server.configure(context);
                }
                // Where it does not run, its next start reads the file.
                Layer::AppServer => {
                    self.app_server.reload(action, None, context);
                }
                Layer::Database => self.database.configure(context),
                _ => {}
            },
        }
        Effect::Done
    }
}
