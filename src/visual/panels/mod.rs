//! The instruments: plain egui functions from what is seen to what is asked for. None knows Bevy or has a window.

use egui::Ui;

use crate::visual::desk::{Command, View};
use crate::visual::theme::Theme;

/// An instrument.
pub trait Panel {
    /// Its name, for a test that fails.
    fn name(&self) -> &'static str;

    /// Draws it, and says what is asked for by whoever clicked.
    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command>;
}
