//! A line that carries all its flows at once: an uplink, behind which each flow also has its share of a narrower branch.
//!
//! A branch is one receiver's own line, shared alike by the flows to that receiver; the trunk is shared by all. Each flow
//! gets the same, except that no flow gets more than its share of its branch; what it cannot use goes to the others. That
//! is max-min fairness, which TCP flows of equal round trips come near to.
//!
//! # How it is done
//!
//! All flows on a branch run at one pace, and so do all branches of the same width with the same number of flows: they are
//! a class. The paces follow from filling up: classes from the narrowest on get what they can use as long as that is
//! at most an equal part of what is left; all others get that equal part. Each class has its own virtual time, what every
//! flow in it has been sent, and its branches lie in a heap by the point at which their first flow is complete. When a
//! flow comes or goes its branch moves to another class, with what its flows have left.
//!
//! # Resolution and rounding
//!
//! A pace is counted in 1/840 bit/s, so that a branch is split exactly among up to eight; virtual time in 2^-16 of
//! 1/840 bit x 10^-9. Where the branch is the limit it is exact; where the trunk is, it is rounded down at each change
//! by less than one step. So no flow is complete before all of it is sent, and it is complete at the first whole
//! nanosecond after that.
//!
//! # Life cycle
//!
//! As with [`super::SharedProcessor`]: after every change the owner asks [`SharedLine::next_completion`], and at that time
//! calls [`SharedLine::finish`] until it gives nothing more.
//!
//! # Limits
//!
//! A trunk of at most 1 Tbit/s ([`SharedLine::CAPACITY_MAX`]), eight flows a branch. Every operation costs O(log branches
//! + classes), and there are at most eight classes for each width of a branch.

use serde::{Deserialize, Serialize};

use crate::engine::{HeapKey, IndexedHeap, Key};
use crate::units::{Bandwidth, Bytes, SimTime};

/// A flow on a [`SharedLine`]; it finds nothing once the flow has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowKey {
    branch: u32,
    order: u64,
}

impl FlowKey {
    /// A key that never finds anything.
    pub const NONE: Self = Self { branch: u32::MAX, order: u64::MAX };
}

/// The most flows on one branch.
const FLOWS_MAX: usize = 8;
/// Parts of a bit/s in which paces are counted: every number of flows up to eight divides it.
const PARTS: u64 = 840;
/// Binary digits of virtual time after the point.
const FRACTION_BITS: u32 = 16;
/// The widest branch that is told from a wider one: as wide as the widest trunk [1/840 bit/s].
const WIDTH_MAX: u64 = 1_000_000_000_000 * PARTS;
/// Virtual time in a bit.
const BIT: u128 = (PARTS as u128 * 1_000_000_000) << FRACTION_BITS;

/// Something being sent.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Flow<T> {
    /// The virtual time of its class at which all of it has been sent.
    complete: u128,
    order: u64,
    what: T,
}

/// The line of one receiver.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Branch<T> {
    owner: Key,
    /// [1/840 bit/s]
    width: u64,
    flows: Vec<Flow<T>>,
    /// Where it stands in the heap of its class.
    place: HeapKey,
}

/// How fast flows go: `share / among` [1/840 bit/s].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Pace {
    share: u64,
    among: u32,
}

/// All branches whose flows go at one pace.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Class {
    /// A flow's share of its branch [1/840 bit/s].
    cap: u64,
    flows: u32,
    pace: Pace,
    /// What each flow in it has been sent.
    sent: u128,
    /// When its first flow is complete [ns]: kept where the pace is exact, as dividing is what costs most here.
    due: Option<u64>,
    /// Its branches have changed, and with them perhaps `due`.
    touched: bool,
    /// Its branches, by the completion of their first flow and its order.
    branches: IndexedHeap<(u128, u64), u32>,
}

/// A trunk with branches, each flow on it a `T` to its owner.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SharedLine<T> {
    /// [1/840 bit/s]
    capacity: u64,
    branches: Vec<Branch<T>>,
    /// From the narrowest cap on.
    classes: Vec<Class>,
    flows: u32,
    started: u64,
    /// What all flows together send now [1/840 bit/s].
    load: u64,
    changed: SimTime,
    /// What was sent until then, at this capacity [1/840 bit x 10^-9].
    sent: u128,
    /// How long the trunk would have been full to send what it sent at other capacities before \[ns\].
    full: u128,
}

impl Pace {
    /// What a flow is sent in so many nanoseconds, rounded down.
    const fn sent_in(self, nanos: u64) -> u128 {
        let together = (self.share as u128 * nanos as u128) << FRACTION_BITS;
        if self.among == 1 { together } else { together / self.among as u128 }
    }

    /// The least number of nanoseconds in which a flow is sent `left`; none if that is beyond the clock.
    fn nanos_for(self, left: u128) -> Option<u64> {
        let a_nanosecond = u128::from(self.share) << FRACTION_BITS;
        u64::try_from(left.checked_mul(u128::from(self.among))?.div_ceil(a_nanosecond)).ok()
    }
}

impl Class {
    /// When its first flow is complete, seen from now [ns].
    fn due_from(&self, now: u64) -> Option<u64> {
        let left = self.branches.first_order()?.0.saturating_sub(self.sent);
        now.checked_add(self.pace.nanos_for(left)?)
    }
}

impl<T: Copy> SharedLine<T> {
    /// The widest trunk: 1 Tbit/s.
    pub const CAPACITY_MAX: Bandwidth = Bandwidth::from_bits_per_second(1_000_000_000_000);

    /// A trunk that carries `capacity`, with nothing on it.
    pub fn new(capacity: Bandwidth) -> Self {
        assert!(capacity <= Self::CAPACITY_MAX, "wider than virtual time can count");
        Self {
            capacity: capacity.bits_per_second() * PARTS,
            branches: Vec::new(),
            classes: Vec::new(),
            flows: 0,
            started: 0,
            load: 0,
            changed: SimTime::ZERO,
            sent: 0,
            full: 0,
        }
    }

    /// Changes what the trunk carries; what the flows have left stays.
    pub fn set_capacity(&mut self, now: SimTime, capacity: Bandwidth) {
        assert!(capacity <= Self::CAPACITY_MAX, "wider than virtual time can count");
        self.settle(now);
        self.full += self.sent / u128::from(self.capacity);
        self.sent = 0;
        self.capacity = capacity.bits_per_second() * PARTS;
        self.fill_up();
    }

    /// Starts to send `size` on the branch of `owner`, which is so wide. What is still under way on it for an earlier owner
    /// of the same row is dropped: that one has left.
    pub fn start(&mut self, now: SimTime, owner: Key, width: Bandwidth, size: Bytes, what: T) -> FlowKey {
        self.settle(now);
        let branch = self.branch_of(owner, width);
        let order = self.started;
        self.started += 1;
        let left = u128::from(size.get()) * 8 * BIT;
        self.move_branch(branch, |flows| {
            assert!(flows.len() < FLOWS_MAX, "a branch carries eight flows at most");
            flows.push(Flow { complete: left, order, what });
        });
        FlowKey { branch, order }
    }

    /// Stops a flow; what of it had not been sent yet, in whole bytes, rounded up.
    pub fn stop(&mut self, now: SimTime, key: FlowKey) -> Option<Bytes> {
        let branch = self.branches.get(key.branch as usize)?;
        branch.flows.iter().find(|flow| flow.order == key.order)?;
        self.settle(now);
        let mut stopped = 0;
        self.move_branch(key.branch, |flows| stopped = take(flows, key.order).complete);
        Some(Bytes::new(stopped.div_ceil(8 * BIT) as u64))
    }

    /// The first whole nanosecond at which a flow is complete if nothing changes.
    pub fn next_completion(&self) -> Option<SimTime> {
        let now = self.changed.as_nanos();
        let present = self.classes.iter().filter(|class| class.flows > 0);
        let due =
            present.filter_map(|class| if class.pace.among == 1 { class.due } else { class.due_from(now) });
        due.min().map(SimTime::from_nanos)
    }

    /// Takes out a flow that is complete: of the narrowest class first, then by completion and start; none if there is no
    /// such flow.
    pub fn finish(&mut self, now: SimTime) -> Option<T> {
        self.settle(now);
        let complete = |class: &Class| {
            let ((complete, order), branch) = class.branches.peek()?;
            (complete <= class.sent).then_some((order, *branch))
        };
        let (order, branch) = self.classes.iter().find_map(complete)?;
        let mut finished = None;
        self.move_branch(branch, |flows| finished = Some(take(flows, order).what));
        finished
    }

    /// Drops all flows.
    pub fn clear(&mut self, now: SimTime) {
        self.settle(now);
        self.classes.iter_mut().for_each(|class| {
            class.branches.clear();
            class.flows = 0;
        });
        self.branches.iter_mut().for_each(|branch| branch.flows.clear());
        self.flows = 0;
        self.fill_up();
    }

    /// All flows, in no useful order, the same in every run.
    pub fn flows(&self) -> impl Iterator<Item = T> + '_ {
        self.branches.iter().flat_map(|branch| branch.flows.iter().map(|flow| flow.what))
    }

    /// How many flows there are.
    pub const fn len(&self) -> u32 {
        self.flows
    }

    /// Whether nothing is being sent.
    pub const fn is_empty(&self) -> bool {
        self.flows == 0
    }

    /// Whether the trunk is what keeps some flow from being faster.
    pub const fn is_full(&self) -> bool {
        self.flows > 0 && self.load == self.capacity
    }

    /// What it carries at most.
    pub const fn capacity(&self) -> Bandwidth {
        Bandwidth::from_bits_per_second(self.capacity / PARTS)
    }

    /// What all flows together send now [bit/s].
    pub const fn rate(&self) -> u64 {
        self.load / PARTS
    }

    /// How long the trunk would have been full to send what it has sent until `now` \[ns\].
    pub fn busy(&self, now: SimTime) -> u128 {
        let since = u128::from(now.since(self.changed).as_nanos());
        self.full + (self.sent + u128::from(self.load) * since) / u128::from(self.capacity)
    }

    /// The branch of that owner, new if need be.
    fn branch_of(&mut self, owner: Key, width: Bandwidth) -> u32 {
        while self.branches.len() <= owner.index as usize {
            self.branches.push(Branch {
                owner: Key::NONE,
                width: 0,
                flows: Vec::new(),
                place: HeapKey::NONE,
            });
        }
        if self.branches[owner.index as usize].owner != owner {
            self.move_branch(owner.index, Vec::clear);
            let branch = &mut self.branches[owner.index as usize];
            branch.owner = owner;
            branch.width = width.bits_per_second().saturating_mul(PARTS).clamp(PARTS, WIDTH_MAX);
        }
        owner.index
    }

    /// Changes the flows of a branch, which are then in another class. While `change` runs, each flow's `complete` is what
    /// it has left.
    fn move_branch(&mut self, row: u32, change: impl FnOnce(&mut Vec<Flow<T>>)) {
        let branch = &mut self.branches[row as usize];
        let before = branch.flows.len();
        if before > 0 {
            let class = class_with(&mut self.classes, branch.width / before as u64);
            class.touched = true;
            class.branches.remove(branch.place);
            class.flows -= before as u32;
            branch.flows.iter_mut().for_each(|flow| flow.complete = flow.complete.saturating_sub(class.sent));
        }
        change(&mut branch.flows);
        let after = branch.flows.len();
        if after > 0 {
            let class = class_with(&mut self.classes, branch.width / after as u64);
            class.touched = true;
            class.sent = if class.flows == 0 { 0 } else { class.sent };
            class.flows += after as u32;
            branch.flows.iter_mut().for_each(|flow| flow.complete += class.sent);
            let first = branch.flows.iter().map(|flow| (flow.complete, flow.order)).min();
            branch.place = class.branches.push(first.expect("a flow is there"), row);
        }
        self.flows = self.flows - before as u32 + after as u32;
        self.fill_up();
    }

    /// Gives every class its pace: from the narrowest on its cap, as long as an equal part of what is left is no less.
    fn fill_up(&mut self) {
        let (mut left, mut flows) = (self.capacity, self.flows);
        let now = self.changed.as_nanos();
        for class in self.classes.iter_mut().filter(|class| class.flows > 0) {
            let before = class.pace;
            if u128::from(class.cap) * u128::from(flows) <= u128::from(left) {
                class.pace = Pace { share: class.cap, among: 1 };
                left -= class.cap * u64::from(class.flows);
                flows -= class.flows;
            } else {
                class.pace = Pace { share: left, among: flows };
            }
            if class.pace.among == 1 && (class.touched || class.pace != before) {
                class.due = class.due_from(now);
                class.touched = false;
            }
        }
        self.load = if flows > 0 { self.capacity } else { self.capacity - left };
    }

    /// Carries virtual times and what was sent on to `now`; before any change of pace.
    fn settle(&mut self, now: SimTime) {
        assert!(self.changed <= now, "a line is asked in order of time");
        let span = now.since(self.changed).as_nanos();
        if span == 0 {
            return;
        }
        for class in self.classes.iter_mut().filter(|class| class.flows > 0) {
            class.sent += class.pace.sent_in(span);
        }
        self.sent += u128::from(self.load) * u128::from(span);
        self.changed = now;
    }
}

/// The class with this cap, new if need be.
fn class_with(classes: &mut Vec<Class>, cap: u64) -> &mut Class {
    let place = classes.binary_search_by_key(&cap, |class| class.cap).unwrap_or_else(|place| {
        let (pace, branches) = (Pace::default(), IndexedHeap::new());
        classes.insert(place, Class { cap, flows: 0, pace, sent: 0, due: None, touched: true, branches });
        place
    });
    &mut classes[place]
}

/// Takes out the flow that was started as this one.
fn take<T: Copy>(flows: &mut Vec<Flow<T>>, order: u64) -> Flow<T> {
    let place = flows.iter().position(|flow| flow.order == order);
    flows.swap_remove(place.expect("a flow that is there"))
}

#[cfg(test)]
mod tests;
