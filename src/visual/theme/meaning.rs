//! Which colour says what.

use egui::Color32;

use super::Theme;
use crate::snapshot::Standing;
use crate::visual::desk::BandKind;
use crate::vocabulary::ActionKind;

impl Theme {
    /// The colour of how the site stands.
    pub fn standing(&self, standing: Standing) -> Color32 {
        match standing {
            Standing::Unseen => self.raised,
            Standing::Up => self.good,
            Standing::Degraded => self.waiting,
            Standing::DownUnnoticed | Standing::Down => self.bad,
        }
    }

    /// The colour of a sort of deed.
    pub fn kind(&self, kind: ActionKind) -> Color32 {
        match kind {
            ActionKind::Fault => self.bad,
            ActionKind::Maintenance => self.waiting,
            ActionKind::Load => self.blue,
        }
    }

    /// The colour of what stands on the timeline.
    pub fn band(&self, kind: BandKind) -> Color32 {
        match kind {
            BandKind::Incident(standing) => self.standing(standing),
            BandKind::Action { kind: ActionKind::Load, .. } => self.sky,
            BandKind::Action { kind, .. } => self.kind(kind),
        }
    }
}
