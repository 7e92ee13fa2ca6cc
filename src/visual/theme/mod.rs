//! Every colour, size and duration of the lab, in one place.
//!
//! Colours are those of Okabe and Ito (2008), which people with any kind of colour vision can tell apart; whatever a colour
//! says a shape or a word says too.

pub mod fonts;
mod style;
mod meaning;

use egui::Color32;

pub use style::{BODY, CORNER, NUMBER, SMALL, TITLE, apply};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Bright on dark.
    #[default]
    Dark,
    /// Dark on bright.
    Light,
    /// For a projector in a lit room: everything 1.6 times as large, less where that does not fit, in high contrast.
    Projector,
}

/// Whether things move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Motion {
    /// They do.
    #[default]
    Full,
    /// Nothing glides, flies or blinks: things stand where they are and change at once.
    Reduced,
}

/// What everything looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Light or dark.
    pub mode: Mode,
    /// Whether things move.
    pub motion: Motion,
    /// How large text and everything around it is; 1 is usual.
    pub scale: f32,
    /// Behind everything.
    pub floor: Color32,
    /// A panel, a machine, a box.
    pub surface: Color32,
    /// A box in a box.
    pub raised: Color32,
    /// The empty part of a gauge or queue.
    pub hollow: Color32,
    /// Lines around and between.
    pub line: Color32,
    /// What is to be read.
    pub text: Color32,
    /// What is beside it.
    pub faint: Color32,
    /// Well: bluish green.
    pub good: Color32,
    /// A request for a file, and what is chosen: sky blue.
    pub sky: Color32,
    /// A request for a page of the application: blue, and buttons.
    pub blue: Color32,
    /// Waiting, starting, degraded, planned: orange.
    pub waiting: Color32,
    /// Failed, dead, down: vermillion.
    pub bad: Color32,
    /// What is counted down or up, such as a TTL: yellow.
    pub count: Color32,
    /// The database: reddish purple.
    pub data: Color32,
    /// Text on a coloured ground.
    pub on_colour: Color32,
    /// Text on a bright coloured ground, such as [`Self::waiting`].
    pub on_bright: Color32,
}

const ORANGE: Color32 = Color32::from_rgb(0xE6, 0x9F, 0x00);
const SKY: Color32 = Color32::from_rgb(0x56, 0xB4, 0xE9);
const GREEN: Color32 = Color32::from_rgb(0x00, 0x9E, 0x73);
const YELLOW: Color32 = Color32::from_rgb(0xF0, 0xE4, 0x42);
const BLUE: Color32 = Color32::from_rgb(0x00, 0x72, 0xB2);
const VERMILLION: Color32 = Color32::from_rgb(0xD5, 0x5E, 0x00);
const PURPLE: Color32 = Color32::from_rgb(0xCC, 0x79, 0xA7);

const DARK: Theme = Theme {
    mode: Mode::Dark,
    motion: Motion::Full,
    scale: 1.0,
    floor: Color32::from_rgb(0x10, 0x14, 0x19),
    surface: Color32::from_rgb(0x1B, 0x22, 0x2B),
    raised: Color32::from_rgb(0x27, 0x30, 0x3B),
    hollow: Color32::from_rgb(0x0C, 0x0F, 0x13),
    line: Color32::from_rgb(0x46, 0x52, 0x60),
    text: Color32::from_rgb(0xF2, 0xF5, 0xF8),
    faint: Color32::from_rgb(0xA4, 0xB0, 0xBD),
    good: Color32::from_rgb(0x1F, 0xC2, 0x94),
    sky: SKY,
    blue: Color32::from_rgb(0x1C, 0x86, 0xCC),
    waiting: ORANGE,
    bad: Color32::from_rgb(0xE8, 0x6A, 0x0C),
    count: YELLOW,
    data: PURPLE,
    on_colour: Color32::WHITE,
    on_bright: Color32::from_rgb(0x10, 0x14, 0x19),
};

/// How large everything is on a projector.
const PROJECTOR: f32 = 1.6;
/// In less width than this words would be cut, in points.
const PROJECTED_MIN: f32 = 800.0;

const LIGHT: Theme = Theme {
    mode: Mode::Light,
    floor: Color32::from_rgb(0xE9, 0xED, 0xF1),
    surface: Color32::from_rgb(0xFB, 0xFC, 0xFD),
    raised: Color32::from_rgb(0xEE, 0xF2, 0xF6),
    hollow: Color32::from_rgb(0xD9, 0xE0, 0xE7),
    line: Color32::from_rgb(0x93, 0xA1, 0xAF),
    text: Color32::from_rgb(0x12, 0x18, 0x1F),
    faint: Color32::from_rgb(0x4C, 0x59, 0x67),
    good: Color32::from_rgb(0x00, 0x7A, 0x58),
    sky: Color32::from_rgb(0x1A, 0x86, 0xC4),
    blue: BLUE,
    waiting: Color32::from_rgb(0xB8, 0x77, 0x00),
    bad: Color32::from_rgb(0xBF, 0x4F, 0x00),
    count: Color32::from_rgb(0x7A, 0x6E, 0x00),
    data: Color32::from_rgb(0xA8, 0x4C, 0x82),
    ..DARK
};

impl Theme {
    /// How things look so.
    pub fn new(mode: Mode, motion: Motion, scale: f32) -> Self {
        let theme = match mode {
            Mode::Dark => DARK,
            Mode::Light => LIGHT,
            Mode::Projector => Self {
                floor: Color32::BLACK,
                surface: Color32::from_rgb(0x0A, 0x0D, 0x11),
                hollow: Color32::from_rgb(0x32, 0x3B, 0x45),
                line: Color32::from_rgb(0x8C, 0x99, 0xA6),
                text: Color32::WHITE,
                faint: Color32::from_rgb(0xD5, 0xDC, 0xE3),
                good: GREEN.gamma_multiply(1.0).lerp_to_gamma(Color32::WHITE, 0.25),
                bad: VERMILLION.lerp_to_gamma(Color32::WHITE, 0.15),
                ..DARK
            },
        };
        Self { mode, motion, scale, ..theme }
    }

    /// How large everything is in a window so many points wide: the text scale, and the projector's on top as far as the
    /// words still fit.
    pub fn zoom(&self, width: f32) -> f32 {
        let projector = PROJECTOR.min(width / PROJECTED_MIN).max(1.0);
        self.scale * if self.mode == Mode::Projector { projector } else { 1.0 }
    }
}

impl Default for Theme {
    fn default() -> Self {
        DARK
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_projector_enlarges_as_far_as_the_words_fit() {
        let theme = Theme::new(Mode::Projector, Motion::Full, 1.0);
        for (width, zoom) in [(1_920.0, 1.6), (1_280.0, 1.6), (1_024.0, 1.28), (640.0, 1.0)] {
            assert!((theme.zoom(width) - zoom).abs() < 1e-6, "{width}");
        }
        assert!((Theme::new(Mode::Light, Motion::Full, 1.25).zoom(1_024.0) - 1.25).abs() < 1e-6);
    }
}
