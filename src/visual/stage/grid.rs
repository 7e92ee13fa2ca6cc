//! Equal cells in rows, for what is told one by one.

use egui::{Pos2, Rect, Vec2};

use super::measure::fitting;

/// Equal cells in rows, filling a room from its upper left corner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    room: Rect,
    columns: u32,
    pitch: f32,
    /// How many cells there are.
    pub(super) cells: u32,
    /// How many things a cell stands for.
    pub(super) each: u32,
}

impl Grid {
    /// Cells for `things` in `room`, between `least` and `most` points from one to the next; if there are too many things a
    /// cell stands for several.
    pub(super) fn fit(room: Rect, things: u32, (least, most): (f32, f32)) -> Self {
        let cells_max = in_room(room, least).max(1);
        let each = things.div_ceil(cells_max).max(1);
        let cells = things.div_ceil(each);
        let mut pitch = most;
        while pitch > least && in_room(room, pitch) < cells {
            pitch -= 0.25;
        }
        let pitch = pitch.max(least);
        Self { room, columns: fitting(room.width(), pitch).max(1), pitch, cells, each }
    }

    /// The cell at `place`, from 0; places beyond the last are on the last one.
    pub(super) fn cell(&self, place: u32) -> Rect {
        let place = place.min(self.cells.saturating_sub(1));
        let step = Vec2::new((place % self.columns) as f32 + 0.5, (place / self.columns) as f32 + 0.5);
        Rect::from_center_size(self.room.min + step * self.pitch, Vec2::splat(self.pitch * 0.72))
    }

    /// The same, filled from the upper right corner: a line whose head is there.
    pub(super) fn cell_in_line(&self, place: u32) -> Rect {
        let cell = self.cell(place);
        let (left, right) = (self.room.left(), self.room.left() + self.columns as f32 * self.pitch);
        Rect::from_center_size(Pos2::new(left + right - cell.center().x, cell.center().y), cell.size())
    }

    /// How many cells stand for `things`; at least one if there is anything.
    pub(super) fn lit(&self, things: u32) -> u32 {
        things.div_ceil(self.each).min(self.cells)
    }

    /// How many cells have room, at the pitch taken.
    pub(super) fn cells_max(&self) -> u32 {
        in_room(self.room, self.pitch).max(1)
    }
}

fn in_room(room: Rect, pitch: f32) -> u32 {
    fitting(room.width(), pitch) * fitting(room.height(), pitch)
}
