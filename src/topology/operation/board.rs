//! Who is to blame: which action holds which layer.

use serde::{Deserialize, Serialize};

use super::super::settings::knob::Value;
use super::lowered::LoweredLimits;
use crate::vocabulary::{Blame, Knob, Layer, Limit, Word};

/// For each layer, the action whose effect it is still under.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Board {
    holders: [Option<Holder>; 8],
    /// For each layer, who held it last, whether or not it still does.
    latest: [Option<Blame>; 8],
    /// What MySQL and its users stand on besides: the disk.
    disk: Option<Holder>,
    /// Whether the machine's uplink is what keeps answers from being faster; else it is the visitors' lines.
    uplink_full: bool,
    /// The limits that somebody has turned for the worse.
    lowered: LoweredLimits,
    /// Pages have failed for a full queue of gunicorn's, which has not been empty since.
    jammed: bool,
}

/// An action or a limit that holds a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Holder {
    blame: Blame,
    /// It is over, but what queued up meanwhile has not been served yet.
    draining: bool,
    /// Pages failed for a full queue already when it began: what queues after it is not its doing.
    in_a_jam: bool,
}

/// Who held a layer before somebody else did for a moment.
#[derive(Clone, Copy, Debug)]
#[must_use = "whoever held the layer has to get it back"]
pub struct Held {
    layer: Layer,
    holder: Option<Holder>,
}

impl Board {
    /// `action` begins to hold `layer`.
    pub fn hold(&mut self, layer: Layer, action: u16) {
        self.hold_by(layer, Blame { action: Some(action), limit: None });
    }

    /// `blame`, which may be a limit without an action, begins to hold `layer`.
    pub fn hold_by(&mut self, layer: Layer, blame: Blame) {
        if layer == Layer::Host {
            self.nobody_queues_on_the_machine();
        }
        if layer == Layer::Visitor {
            self.lowered.crowd_comes();
        }
        let own =
            matches!(layer, Layer::AppServer | Layer::Database) && self.holders[layer.index()].is_none();
        let in_a_jam = self.jammed && own;
        self.holders[layer.index()] = Some(Holder { blame, draining: false, in_a_jam });
        self.latest[layer.index()] = Some(blame);
    }

    /// `blame` holds `layer` for the moment in which something is done; who held it before gets it back by
    /// [`Board::give_back`].
    pub fn hold_for_a_moment(&mut self, layer: Layer, blame: Blame) -> Held {
        let before = Held { layer, holder: self.holders[layer.index()] };
        self.hold_by(layer, blame);
        before
    }

    /// The moment is over.
    pub fn give_back(&mut self, before: Held) {
        self.holders[before.layer.index()] = before.holder;
    }

    /// What has just befallen the machine is to blame for what is queueing there from now on.
    fn nobody_queues_on_the_machine(&mut self) {
        for layer in [Layer::WebServer, Layer::AppServer, Layer::Application, Layer::Database] {
            let holder = &mut self.holders[layer.index()];
            *holder = holder.filter(|holder| !holder.draining);
        }
    }

    /// `action` begins to hold the disk.
    pub fn hold_disk(&mut self, action: u16) {
        self.disk = Some(Holder {
            blame: Blame { action: Some(action), limit: None },
            draining: false,
            in_a_jam: false,
        });
    }

    /// The disk works again; what queued up meanwhile is still the action's doing.
    pub fn release_disk_when_drained(&mut self) {
        if let Some(disk) = &mut self.disk {
            disk.draining = true;
        }
    }

    /// What keeps answers on the wire from being faster: `uplink` or `link`.
    pub fn wire_is_limited_by(&mut self, limit: Limit) {
        self.uplink_full = limit == Limit::Uplink;
    }

    /// The same, for whoever waits.
    pub const fn limit_of_the_wire(&self) -> Limit {
        if self.uplink_full { Limit::Uplink } else { Limit::Link }
    }

    /// Whether some action holds `layer` itself.
    pub fn holds(&self, layer: Layer) -> bool {
        self.holders[layer.index()].is_some()
    }

    /// The layer is well again.
    pub fn release(&mut self, layer: Layer) {
        self.holders[layer.index()] = None;
    }

    /// The layer works again; what queued up meanwhile is still the action's doing, unless there was a jam before.
    pub fn release_when_drained(&mut self, layer: Layer) {
        let holder = &mut self.holders[layer.index()];
        *holder = holder.filter(|holder| !holder.in_a_jam).map(|holder| Holder { draining: true, ..holder });
    }

    /// The same, if `action` is the one that holds it; what another has begun since is not over.
    pub fn release_when_drained_by(&mut self, layer: Layer, action: u16) {
        if self.holders[layer.index()].is_some_and(|holder| holder.blame.action == Some(action)) {
            self.release_when_drained(layer);
        }
    }

    /// The last action that held `layer` or, failing that, what it stands on, whether or not it still does.
    pub fn latest(&self, layer: Layer) -> Option<u16> {
        stands_on(layer).iter().find_map(|below| self.latest[below.index()]?.action)
    }

    /// The same with the limit, if one held it.
    pub fn latest_blame(&self, layer: Layer) -> Blame {
        stands_on(layer).iter().find_map(|below| self.latest[below.index()]).unwrap_or_default()
    }

    /// `action` begins to make `layer` slow, which is no matter where another action holds it already.
    pub fn slow(&mut self, layer: Layer, action: u16) {
        if !self.holds(layer) {
            self.hold(layer, action);
        }
    }

    /// `action` makes `layer` slow no more; what queued up meanwhile is still its doing. Whoever holds it besides goes on.
    pub fn slow_no_more(&mut self, layer: Layer, action: u16) {
        let holder = self.holders[layer.index()];
        if holder.is_some_and(|holder| holder.blame.action == Some(action)) {
            self.release_when_drained(layer);
        }
    }

    /// Nobody queues at `layer` any more: an action that only waited for that lets go.
    pub fn drained(&mut self, layer: Layer) {
        let holder = &mut self.holders[layer.index()];
        if holder.is_some_and(|holder| holder.draining) {
            *holder = None;
        }
        self.lowered.drained(layer);
        self.jammed &= layer != Layer::AppServer;
        if layer == Layer::Database && self.disk.is_some_and(|disk| disk.draining) {
            self.disk = None;
        }
    }

    /// `action` turns a knob from `before` to `now`. Who lowers a limit is to blame for it until it is what it was and
    /// nobody queues any more.
    pub fn turned(&mut self, knob: Knob, before: Value, now: Value, action: u16) {
        self.lowered.turn(knob, before, now, action);
    }

    /// The same blame, with whoever lowered the limit that it names: nobody else is to blame, or a crowd that had come before.
    pub fn with_who_lowered(&self, blame: Blame) -> Blame {
        let by_crowd = blame.action.is_some() && blame.action == self.crowd();
        let lowered_by = blame.limit.and_then(|limit| self.lowered.by_whom(limit, by_crowd));
        match lowered_by {
            Some(action) if blame.action.is_none() || by_crowd => Blame { action: Some(action), ..blame },
            _ => blame,
        }
    }

    /// A page has failed, and is blamed on this.
    pub fn blamed(&mut self, blame: Blame) {
        if let Some(limit) = blame.limit {
            self.lowered.meet(limit);
            self.jammed |=
                matches!(limit, Limit::Workers | Limit::Backlog | Limit::Pool | Limit::MaxConnections);
        }
    }

    /// The action that holds `layer` or, failing that, what it stands on.
    pub fn holder(&self, layer: Layer) -> Option<u16> {
        self.in_charge(layer)?.blame.action
    }

    /// The action that holds whatever requests wait for once nginx has them: it fills nginx's slots.
    pub fn holder_of_slots(&self) -> Option<u16> {
        let of = |layer| self.holder(layer).filter(|action| Some(*action) != self.crowd());
        of(Layer::WebServer).or_else(|| of(Layer::AppServer)).or_else(|| self.crowd())
    }

    fn crowd(&self) -> Option<u16> {
        self.holders[Layer::Visitor.index()]?.blame.action
    }

    /// The limit that brought `layer` down or, failing that, what it stands on; nothing if an action alone did.
    pub fn limit(&self, layer: Layer) -> Option<Limit> {
        self.in_charge(layer)?.blame.limit
    }

    /// Who holds the disk.
    pub fn disk_holder(&self) -> Option<u16> {
        self.disk?.blame.action
    }

    /// Whose doing the troubles of `layer` are: of those that still hold it or what it stands on, the nearest; where all is
    /// well again, the nearest whose queue is still there. The visitors come last.
    fn in_charge(&self, layer: Layer) -> Option<Holder> {
        let holders =
            || stands_on(layer).iter().filter_map(|below| Some((*below, self.holder_of(layer, *below)?)));
        let active = holders().find(|(below, holder)| *below != Layer::Visitor && !holder.draining);
        active.or_else(|| holders().next()).map(|(_, holder)| holder)
    }

    /// Who holds `below`, for `layer`: the machine itself is beneath the disk, unless only its queue is left.
    fn holder_of(&self, layer: Layer, below: Layer) -> Option<Holder> {
        let on_disk = matches!(layer, Layer::AppServer | Layer::Application | Layer::Database);
        let disk = self.disk.filter(|_| on_disk && below == Layer::Host);
        let own = self.holders[below.index()];
        let active = |holder: &Holder| !holder.draining;
        own.filter(active).or(disk.filter(active)).or(own).or(disk)
    }
}

/// What a layer's troubles can come from, the likeliest first.
const fn stands_on(layer: Layer) -> &'static [Layer] {
    match layer {
        Layer::Visitor => &[Layer::Visitor],
        Layer::Dns => &[Layer::Dns, Layer::Visitor],
        Layer::Network => &[Layer::Network, Layer::Host, Layer::WebServer, Layer::Visitor],
        Layer::WebServer => &[Layer::WebServer, Layer::Host, Layer::Visitor],
        Layer::AppServer | Layer::Application => {
            &[Layer::AppServer, Layer::Database, Layer::Host, Layer::Visitor]
        }
        Layer::Database => &[Layer::Database, Layer::Host, Layer::Visitor],
        Layer::Host => &[Layer::Host],
    }
}
