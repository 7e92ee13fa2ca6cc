//! The events that are still to happen, the earliest at hand, each to be found again, taken back or moved.
//!
//! A heap of the events that are due soon, and a [`Wheel`] of the others. Up to a few thousand they are all in the heap.
//! With more, the heap would no longer fit the processor's nearest cache and wait for memory at each of its levels; then,
//! until nothing is left, it holds only what is due in the slot that was taken from the wheel last.
//!
//! What is taken back or moved leaves its old node behind, stale, and costs no search: a node counts only while its seat
//! bears the same sequence number, and no number is given twice. Stale nodes are dropped when their turn comes, and all of
//! them when something is taken back or moved and they are more than the others, so that memory grows with what is still
//! to happen only.

use serde::{Deserialize, Serialize};

use super::sift::{self, Node};
use super::slab::{Key, Slab};
use super::turn::Turn;
use super::wheel::Wheel;
use crate::units::SimTime;

/// As many nodes as the heap may hold before the later ones go to the wheel; a few in tests, so that all of them use it.
const NEAR_MAX: usize = if cfg!(test) { 8 } else { 4_096 };
/// As many nodes as are taken from the wheel into the heap at once, unless they are of one instant.
const NEAR_FEW: usize = if cfg!(test) { 2 } else { 512 };
/// The heap may also hold this part of all events \[one in so many\]: to divide it goes through all of them.
const NEAR_PART: usize = 64;
/// As many stale nodes as are always put up with.
const STALE_FEW: usize = if cfg!(test) { 4 } else { 1_024 };

/// An event and its turn.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Seat<E> {
    turn: Turn,
    event: E,
}

/// Events of kind `E` in the order of their turns.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Calendar<E> {
    seats: Slab<Seat<E>>,
    /// A heap of all that is due until `near_until`; its first node is never stale.
    near: Vec<Node<Turn>>,
    /// The last instant of what goes to the heap.
    near_until: SimTime,
    /// As many nodes as the heap holds before it is divided anew.
    near_max: usize,
    far: Wheel,
    stale: usize,
}

impl<E: Copy> Calendar<E> {
    /// An empty one.
    pub(super) const fn new() -> Self {
        Self {
            seats: Slab::new(),
            near: Vec::new(),
            near_until: SimTime::MAX,
            near_max: NEAR_MAX,
            far: Wheel::new(),
            stale: 0,
        }
    }

    /// Puts `event` in at `turn`.
    #[inline]
    pub(super) fn push(&mut self, turn: Turn, event: E) -> Key {
        let key = self.seats.insert(Seat { turn, event });
        self.put(Node { order: turn, row: key.index as usize });
        key
    }

    /// The first turn.
    #[inline]
    pub(super) fn first(&self) -> Option<Turn> {
        self.near.first().map(|node| node.order)
    }

    /// Takes out the first event.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<(Turn, E)> {
        let first = *self.near.first()?;
        let seat = self.seats.remove(self.seats.key(first.row)).expect("the first node is not stale");
        self.drop_first();
        self.bring_first();
        Some((first.order, seat.event))
    }

    /// Takes out the event `key`; false if it is no longer there.
    #[inline]
    pub(super) fn remove(&mut self, key: Key) -> bool {
        let found = self.seats.remove(key).is_some();
        if found {
            self.stale += 1;
            self.tidy();
        }
        found
    }

    /// Moves the event `key` to `turn`; false if it is no longer there.
    #[inline]
    pub(super) fn rekey(&mut self, key: Key, turn: Turn) -> bool {
        let Some(seat) = self.seats.get_mut(key) else { return false };
        seat.turn = turn;
        self.stale += 1;
        self.put(Node { order: turn, row: key.index as usize });
        self.tidy();
        true
    }

    /// The turn of the event `key`, unless it is no longer there.
    pub(super) fn turn(&self, key: Key) -> Option<Turn> {
        self.seats.get(key).map(|seat| seat.turn)
    }

    /// How many events there are.
    pub(super) const fn len(&self) -> u32 {
        self.seats.len()
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    #[inline]
    fn put(&mut self, node: Node<Turn>) {
        if node.order.time > self.near_until {
            self.far.put(node);
            return;
        }
        self.near.push(node);
        let last = self.near.len() - 1;
        sift::rise(&mut self.near, last, node, |_, _| ());
        if self.near.len() > self.near_max {
            self.divide();
        }
    }

    #[inline]
    fn drop_first(&mut self) {
        let last = self.near.pop().expect("there is a first node");
        if !self.near.is_empty() {
            sift::sink(&mut self.near, 0, last, |_, _| ());
        }
    }

    /// After a node has become stale, maybe the first.
    #[inline]
    fn tidy(&mut self) {
        self.bring_first();
        if self.stale > STALE_FEW.max(self.seats.len() as usize) {
            self.drop_stale();
        }
    }

    /// Drops stale nodes until the first is none, and fetches the next ones from the wheel where there is none left.
    #[inline]
    fn bring_first(&mut self) {
        loop {
            match self.near.first() {
                Some(first) if is_valid(&self.seats, first) => return,
                Some(_) => {
                    self.stale -= 1;
                    self.drop_first();
                }
                None if self.far.is_empty() => {
                    (self.near_until, self.near_max) = (SimTime::MAX, NEAR_MAX);
                    return;
                }
                None => self.refill(),
            }
        }
    }

    /// Fetches the next nodes into the empty heap.
    #[cold]
    fn refill(&mut self) {
        let (seats, stale) = (&self.seats, &mut self.stale);
        let until = self.far.take(NEAR_FEW, &mut self.near, |node| {
            let valid = is_valid(seats, node);
            *stale -= usize::from(!valid);
            valid
        });
        self.near_until = until.unwrap_or(SimTime::MAX);
        // Many of one instant stay together.
        self.near_max = NEAR_MAX.max(2 * self.near.len()).max(self.seats.len() as usize / NEAR_PART);
        sift::heapify(&mut self.near);
    }

    /// Puts all but the earliest events into the wheel, if the heap is large without its stale nodes too.
    #[cold]
    fn divide(&mut self) {
        let held = self.near.len();
        self.near.retain(|node| is_valid(&self.seats, node));
        self.stale -= held - self.near.len();
        if self.near.len() > self.near_max / 2 {
            let later = self.far.empty();
            let begin = self.near.iter().map(|node| node.order.time).min().expect("the heap is large");
            self.far.begin_at(begin);
            for node in self.near.drain(..).chain(later) {
                self.far.put(node);
            }
        }
        sift::heapify(&mut self.near);
        self.bring_first();
    }

    #[cold]
    fn drop_stale(&mut self) {
        let seats = &self.seats;
        self.near.retain(|node| is_valid(seats, node));
        self.far.retain(|node| is_valid(seats, node));
        self.stale = 0;
        sift::heapify(&mut self.near);
        self.bring_first();
    }
}

/// Whether a node is that of an event: its seat's turn is the node's.
#[inline]
fn is_valid<E>(seats: &Slab<Seat<E>>, node: &Node<Turn>) -> bool {
    seats.at(node.row).is_some_and(|seat| seat.turn.sequence == node.order.sequence)
}

#[cfg(test)]
impl<E> Calendar<E> {
    /// How many nodes there are, stale ones too, and for how many there is room.
    pub(super) fn nodes_and_room(&self) -> (usize, usize) {
        (self.near.len() + self.far.nodes(), self.near.capacity() + self.far.room())
    }

    /// What holds between any two calls.
    pub(super) fn check(&self) {
        let valid = |node: &Node<Turn>| is_valid(&self.seats, node);
        assert_eq!(self.nodes_and_room().0, self.seats.len() as usize + self.stale, "every node is counted");
        assert_eq!(self.near.is_empty(), self.seats.is_empty(), "the next event is at hand");
        assert!(self.near.first().is_none_or(valid), "the first node is not stale");
        assert!(self.near.iter().all(|node| node.order.time <= self.near_until));
        self.far.check(self.near_until);
    }
}
