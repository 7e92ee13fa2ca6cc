//! How large letters are, and how wide what they write.

use egui::Rect;

use super::drawing::Weight;
use super::pen::Ink;

/// The room for which everything is at its usual size, in points.
const USUAL: (f32, f32) = (820.0, 470.0);

/// How much larger than usual everything is at most.
const LARGEST: f32 = 1.6;

/// How high a row of letters is, for letters of one point.
const ROW: f32 = 1.2;

/// How much room there is from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// Enough for everything.
    Full,
    /// Only for what matters most.
    Short,
}

/// How large everything is, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// Names of things.
    pub(super) title: f32,
    /// States and numbers.
    pub(super) number: f32,
    /// What is beside them.
    pub(super) small: f32,
    /// Between things.
    pub(super) gap: f32,
    /// How many points stand for one point of the usual size.
    pub(super) unit: f32,
    /// How much room there is from top to bottom.
    pub(super) depth: Depth,
}

impl Measure {
    /// What suits `room`.
    pub(super) fn of(room: Rect) -> Self {
        let ratio = (room.width() / USUAL.0).min(room.height() / USUAL.1);
        let unit = ratio.clamp(1.0, LARGEST);
        let tightness = ratio.clamp(0.6, 1.0);
        Self {
            title: if ratio < 1.0 { 14.0 } else { 16.0 * unit },
            number: if ratio < 1.0 { 13.0 } else { 14.0 * unit },
            small: 12.0 * unit,
            gap: 8.0 * unit * tightness,
            unit,
            depth: if room.height() < 400.0 { Depth::Short } else { Depth::Full },
        }
    }

    /// A row of titles.
    pub(super) fn title_row(self) -> f32 {
        self.title * ROW
    }

    /// A row of states and numbers.
    pub(super) fn row(self) -> f32 {
        self.number * ROW
    }

    /// A row of what is beside them.
    pub(super) fn small_row(self) -> f32 {
        self.small * ROW
    }

    /// A dot for a request.
    pub(super) fn dot(self) -> f32 {
        9.0 * self.unit
    }

    /// `full` where there is room from top to bottom, `short` where there is little.
    pub(super) fn by_depth(self, full: f32, short: f32) -> f32 {
        match self.depth {
            Depth::Full => full * self.unit,
            Depth::Short => short * self.unit,
        }
    }
}

/// The advance widths of ` ` to `~` in `assets/fonts/Inter-Medium.otf`, in thousandths of their height.
const NORMAL: [u16; 95] = [
    265, 294, 400, 637, 643, 828, 651, 217, 378, 378, 522, 666, 288, 463, 283, 368, 646, 473, 613, 644, 654,
    620, 636, 579, 631, 636, 283, 288, 666, 666, 666, 526, 968, 700, 654, 735, 722, 603, 586, 749, 742, 270,
    552, 664, 564, 898, 747, 768, 639, 768, 645, 643, 651, 738, 700, 978, 666, 685, 639, 378, 368, 378, 475,
    460, 497, 569, 626, 568, 626, 587, 369, 617, 602, 249, 249, 556, 249, 884, 597, 602, 617, 617, 384, 536,
    372, 594, 566, 825, 551, 566, 551, 378, 342, 378, 666,
];

/// The same of `assets/fonts/Inter-Bold.otf`.
const BOLD: [u16; 95] = [
    232, 325, 392, 650, 655, 859, 674, 209, 409, 409, 565, 680, 303, 469, 298, 390, 688, 489, 630, 659, 678,
    645, 660, 595, 661, 660, 298, 303, 680, 680, 680, 562, 1031, 748, 661, 752, 727, 613, 585, 761, 746, 281,
    570, 690, 567, 915, 735, 782, 648, 783, 656, 655, 668, 729, 748, 1036, 714, 724, 667, 409, 390, 409, 488,
    477, 497, 580, 635, 587, 635, 598, 386, 633, 624, 272, 272, 582, 272, 912, 622, 614, 632, 632, 409, 562,
    388, 622, 586, 850, 574, 586, 572, 409, 374, 409, 680,
];

/// Any letter of the font in which all are of one width.
const MONO: u16 = 602;

/// A letter that is in neither table: as wide as an ellipsis, the widest that is written here.
const OTHER: u16 = 814;

/// How wide `text` is in letters of `size` points.
pub(super) fn width(text: &str, size: f32, weight: Weight) -> f32 {
    let thousandths: u32 = text.chars().map(|letter| u32::from(letter_width(letter, weight))).sum();
    thousandths as f32 * size / 1_000.0
}

fn letter_width(letter: char, weight: Weight) -> u16 {
    let table = match weight {
        Weight::Normal => &NORMAL,
        Weight::Bold => &BOLD,
        Weight::Mono => return MONO,
    };
    let place = (letter as usize).wrapping_sub(' ' as usize);
    table.get(place).copied().unwrap_or(OTHER)
}

/// `text` in lines of at most `room` points; a longer word stands alone.
pub(super) fn wrapped(text: &str, ink: Ink, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if ink.width(line) + ink.width(word) + ink.width(" ") <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// How many steps of `pitch` points fit into `length` points.
#[expect(clippy::cast_sign_loss, reason = "`as` saturates: nothing fits into less than nothing")]
pub(super) fn fitting(length: f32, pitch: f32) -> u32 {
    (length / pitch + 0.001) as u32
}
