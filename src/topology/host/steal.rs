//! Cores that the hypervisor gives to its other guests: steal, what `top` shows as `%st`.
// Simplified: the share is taken evenly; really a guest stands still for some milliseconds at a time. The kernel's own work
// takes no CPU time here, so that SYNs are answered even where everything is stolen.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::operation::Effect;
use super::settings::Settings;
use super::{Host, resize_cores};
use crate::queueing::Cores;
use crate::units::Probability;
use crate::vocabulary::{Happening, Layer};

/// An action that takes a share of the cores.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Steal {
    pub(super) action: u16,
    share: Probability,
}

impl Host {
    /// The share of the cores that others have now: of several actions the largest.
    pub(super) fn stolen_share(&self) -> Probability {
        let shares = self.stolen.iter().map(|steal| steal.share);
        shares.fold(Probability::ZERO, |most, share| if share > most { share } else { most })
    }

    /// What is left of the cores.
    pub(super) fn cores_left(&self, settings: &Settings) -> Cores {
        let whole = Cores::whole(settings.cores);
        let stolen = f64::from(whole.as_thousandths()) * self.stolen_share().get();
        whole.saturating_sub(Cores::thousandths(stolen.round() as u32))
    }
}

/// Others take a share of the cores, as an action.
pub fn steal_cores(context: &mut Context<'_>, share: Probability, action: u16) -> Effect {
    context.host.stolen.push(Steal { action, share });
    if !context.board.holds(Layer::Host) {
        context.board.hold(Layer::Host, action);
    }
    context.chronicle(Happening::CpuStolen);
    resize_cores(context);
    Effect::Done
}

/// That is over.
pub fn give_cores_back(context: &mut Context<'_>, action: u16) {
    context.host.stolen.retain(|steal| steal.action != action);
    context.board.release_when_drained_by(Layer::Host, action);
    context.chronicle(Happening::CpuGivenBack);
    resize_cores(context);
}
