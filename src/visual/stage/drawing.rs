//! A picture as a list of marks and words.

use egui::{Align2, Color32, Pos2, Rect};

use crate::visual::desk::Part;

/// A form of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A filled box with rounded corners.
    Box,
    /// Only its outline, two points wide.
    Frame,
    /// The same, broken: something dark or dead.
    Dashes,
    /// A filled box with slanting stripes: somebody waits.
    Stripes,
    /// A disc.
    Disc,
    /// A ring.
    Ring,
    /// A square that stands on its corner.
    Diamond,
    /// A triangle that stands on its side.
    Triangle,
    /// A cross: failed.
    Cross,
}

impl Shape {
    /// How many forms there are.
    pub const COUNT: usize = 9;
}

/// Something drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Its form.
    pub shape: Shape,
    /// Where it is.
    pub rect: Rect,
    /// Its colour.
    pub colour: Color32,
    /// What is higher is drawn over what is lower; at the same height, the later over the earlier.
    pub height: i16,
}

/// Something written. Words stand over all marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// What is written.
    pub text: String,
    /// Where.
    pub at: Pos2,
    /// Which of its corners or sides is there.
    pub anchor: Align2,
    /// How high the letters are, in points.
    pub size: f32,
    /// Its colour.
    pub colour: Color32,
    /// How wide it may be, in points: longer words are cut, and end in an ellipsis.
    pub width_max: f32,
    /// Whether it is written in bold letters.
    pub weight: Weight,
}

/// How bold letters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// As usual.
    #[default]
    Normal,
    /// Bold.
    Bold,
    /// All of one width, as a terminal writes them.
    Mono,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// What is drawn.
    pub marks: Vec<Mark>,
    /// What is written.
    pub words: Vec<Words>,
    /// What can be clicked, the later over the earlier.
    pub spots: Vec<(Rect, Spot)>,
}

/// What a click on the stage means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// To look at a part of the site.
    Part(Part),
    /// To follow a visit.
    Visit(u64),
    /// To pull the plug, or put it back.
    Plug,
}

impl Drawing {
    /// Empties it, for the next picture.
    pub fn clear(&mut self) {
        self.marks.clear();
        self.words.clear();
        self.spots.clear();
    }
}
