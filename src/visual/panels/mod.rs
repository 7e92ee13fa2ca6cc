//! The instruments: plain egui functions from what is seen to what is asked for. None knows Bevy or has a window.

mod told;
mod icon;
mod controls;
mod banner;
mod transport;
mod timeline;
mod quick;
mod deeds;
mod inspector;
mod lesson;
mod tabs;
mod elements;
mod charts;
mod tables;
mod waterfall;
mod log;
mod expectations;
mod scenarios;
mod help;
mod broken;

use egui::Ui;

use crate::visual::desk::{Command, View};
use crate::visual::theme::Theme;

pub use banner::Banner;
pub use broken::BrokenFile;
pub use charts::Charts;
pub use deeds::Deeds;
pub use expectations::Expectations;
pub use help::Help;
pub use inspector::Inspector;
pub use lesson::Lesson;
pub use log::Log;
pub use quick::Quick;
pub use scenarios::Scenarios;
pub use tables::Tables;
pub use tabs::{BottomTabs, SideTabs};
pub use timeline::Timeline;
pub use transport::{SPEEDS, Transport};
pub use waterfall::Waterfall;

/// An instrument.
pub trait Panel {
    /// Its name, for a test that fails.
    fn name(&self) -> &'static str;

    /// Draws it, and says what is asked for by whoever clicked.
    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command>;
}

/// All instruments, as they are when the lab is opened.
pub fn all() -> Vec<Box<dyn Panel>> {
    vec![
        Box::new(Banner),
        Box::new(Transport),
        Box::new(Timeline::default()),
        Box::new(Quick),
        Box::new(Deeds::default()),
        Box::new(Inspector::default()),
        Box::new(Lesson::default()),
        Box::new(SideTabs),
        Box::new(BottomTabs),
        Box::new(Charts::default()),
        Box::new(Tables::default()),
        Box::new(Waterfall::default()),
        Box::new(Log::default()),
        Box::new(Expectations),
        Box::new(Scenarios::default()),
        Box::new(Help),
        Box::new(BrokenFile),
    ]
}
