//! How large letters are, and how wide what they write.

use egui::Rect;

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
            title: 16.0 * unit,
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

/// The widths of ` ` to `~` in Ubuntu Light, egui's own font for words, in thousandths of their height.
const WIDTHS: [u16; 95] = [
    228, 274, 392, 653, 564, 831, 648, 240, 310, 310, 472, 564, 246, 282, 246, 359, 564, 564, 564, 564, 564,
    564, 564, 564, 564, 564, 246, 246, 564, 564, 564, 380, 940, 641, 630, 609, 702, 555, 520, 658, 692, 248,
    487, 599, 502, 865, 709, 774, 592, 774, 618, 517, 548, 680, 624, 921, 608, 569, 560, 310, 359, 310, 564,
    490, 376, 509, 583, 460, 583, 548, 376, 573, 569, 237, 237, 495, 255, 863, 569, 582, 583, 583, 374, 428,
    387, 569, 480, 775, 499, 474, 455, 319, 262, 319, 564,
];

/// How much wider bold letters may be.
const BOLD: f32 = 1.06;

/// How wide `text` is in letters of `size` points, bold or not.
pub(super) fn width(text: &str, size: f32) -> f32 {
    text.chars().map(letter_width).sum::<f32>() * size / 1_000.0 * BOLD
}

fn letter_width(letter: char) -> f32 {
    let place = (letter as usize).wrapping_sub(' ' as usize);
    f32::from(WIDTHS.get(place).copied().unwrap_or(600))
}

/// `text` in lines of at most `room` points; a longer word stands alone.
pub(super) fn wrapped(text: &str, size: f32, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(word, size) + size * 0.25 <= room => {
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
