//! A priority queue from which anything can be taken out or moved, not only the first.
//!
//! A 4-ary heap of sort keys in one array. The payloads lie in a [`Slab`]; beside it a list says for each of its rows
//! where in the array the sort key stands. That is how an entry is found again by its [`HeapKey`]. Push, pop, remove and
//! rekey take O(log n).
//!
//! # Traps
//!
//! Entries with equal sort keys come out in an order that is fixed by what was done before, but not in the order they
//! went in. Who needs that puts a sequence number into the sort key.

use serde::{Deserialize, Serialize};

use super::sift::{self, Node};
use super::slab::{Key, Slab};

/// An entry of an [`IndexedHeap`]; it finds nothing once the entry has left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HeapKey(Key);

impl HeapKey {
    /// A key that never finds anything.
    pub const NONE: Self = Self(Key::NONE);
}

/// A priority queue, smallest sort key first, with entries that can be found again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IndexedHeap<K, T> {
    nodes: Vec<Node<K>>,
    seats: Slab<T>,
    /// Where in `nodes` the entry of each seat stands, by the seat's row.
    positions: Vec<u32>,
}

impl<K: Ord + Copy, T> IndexedHeap<K, T> {
    /// An empty queue.
    pub const fn new() -> Self {
        Self { nodes: Vec::new(), seats: Slab::new(), positions: Vec::new() }
    }

    /// Puts `payload` in at `order`.
    #[inline]
    pub fn push(&mut self, order: K, payload: T) -> HeapKey {
        let seat = self.seats.insert(payload);
        let position = self.nodes.len();
        let row = seat.index as usize;
        let node = Node { order, row };
        self.nodes.push(node);
        if row == self.positions.len() {
            self.positions.push(position as u32);
        }
        sift::rise(&mut self.nodes, position, node, keep(&mut self.positions));
        HeapKey(seat)
    }

    /// The first entry, left where it is.
    #[inline]
    pub fn peek(&self) -> Option<(K, &T)> {
        let node = self.nodes.first()?;
        Some((node.order, self.entry(node).1))
    }

    /// The sort key of the first entry.
    #[inline]
    pub fn first_order(&self) -> Option<K> {
        self.nodes.first().map(|node| node.order)
    }

    /// Takes out the first entry.
    #[inline]
    pub fn pop(&mut self) -> Option<(K, T)> {
        let first = *self.nodes.first()?;
        let seat = self.seats.key(first.row);
        let payload = self.seats.remove(seat).expect("every node has its seat");
        let last = self.nodes.pop().expect("there is a first node");
        if !self.nodes.is_empty() {
            sift::sink(&mut self.nodes, 0, last, keep(&mut self.positions));
        }
        Some((first.order, payload))
    }

    /// Takes out the entry `key`, wherever it stands.
    #[inline]
    pub fn remove(&mut self, key: HeapKey) -> Option<(K, T)> {
        let payload = self.seats.remove(key.0)?;
        let row = key.0.index as usize;
        let position = self.positions[row] as usize;
        assert_eq!(self.nodes[position].row, row, "a seat knows its node");
        let order = self.nodes[position].order;
        let last = self.nodes.pop().expect("the entry's own node is there");
        if position < self.nodes.len() {
            sift::settle(&mut self.nodes, position, last, keep(&mut self.positions));
        }
        Some((order, payload))
    }

    /// Moves the entry `key` to `order`; false if it has left.
    #[inline]
    pub fn rekey(&mut self, key: HeapKey, order: K) -> bool {
        if !self.seats.contains(key.0) {
            return false;
        }
        let row = key.0.index as usize;
        let position = self.positions[row] as usize;
        assert_eq!(self.nodes[position].row, row, "a seat knows its node");
        sift::settle(&mut self.nodes, position, Node { order, row }, keep(&mut self.positions));
        true
    }

    /// The entry `key`, unless it has left.
    #[inline]
    pub fn get(&self, key: HeapKey) -> Option<(K, &T)> {
        let payload = self.seats.get(key.0)?;
        let position = self.positions[key.0.index as usize];
        Some((self.nodes[position as usize].order, payload))
    }

    /// How many entries there are.
    pub const fn len(&self) -> u32 {
        self.seats.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// Removes every entry; all keys given out so far find nothing.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.seats.clear();
    }

    /// All entries in no useful order, the same in every run.
    pub fn iter(&self) -> impl Iterator<Item = (HeapKey, K, &T)> {
        self.nodes.iter().map(|node| {
            let (key, payload) = self.entry(node);
            (key, node.order, payload)
        })
    }

    /// Whose place `node` is.
    #[inline]
    fn entry(&self, node: &Node<K>) -> (HeapKey, &T) {
        let seat = self.seats.key(node.row);
        let payload = self.seats.get(seat).expect("every node has its seat");
        (HeapKey(seat), payload)
    }
}

/// Keeps the book of where each node stands.
#[inline]
fn keep<K>(positions: &mut [u32]) -> impl FnMut(usize, Node<K>) {
    |position, node| positions[node.row] = position as u32
}

impl<K: Ord + Copy, T> Default for IndexedHeap<K, T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check_invariants(heap: &IndexedHeap<u16, u32>) {
        assert_eq!(heap.nodes.len(), heap.len() as usize);
        for (position, node) in heap.nodes.iter().enumerate() {
            assert!(heap.seats.contains(heap.seats.key(node.row)), "a node without a seat");
            assert_eq!(heap.positions[node.row] as usize, position);
            assert!(heap.nodes[sift::parent(position)].order <= node.order);
        }
    }

    proptest! {
        #[test]
        fn any_mix_of_operations_keeps_order_and_places(
            steps in prop::collection::vec((0..4_u8, any::<u16>(), 0..200_usize), 1..200)
        ) {
            let mut heap = IndexedHeap::new();
            let mut keys: Vec<(HeapKey, Option<u16>)> = Vec::new();
            for (count, (what, order, which)) in (0_u32..).zip(steps) {
                let chosen = keys.len().checked_sub(1).map_or(0, |last| which.min(last));
                match what {
                    0 | 1 => {
                        keys.push((heap.push(order, count), Some(order)));
                    }
                    2 if !keys.is_empty() => {
                        let (key, held) = &mut keys[chosen];
                        prop_assert_eq!(heap.remove(*key).map(|(order, _)| order), held.take());
                    }
                    _ if !keys.is_empty() => {
                        let (key, held) = &mut keys[chosen];
                        prop_assert_eq!(heap.rekey(*key, order), held.is_some());
                        *held = held.map(|_| order);
                    }
                    _ => prop_assert!(heap.pop().is_none()),
                }
                check_invariants(&heap);
                prop_assert_eq!(heap.first_order(), keys.iter().filter_map(|(_, held)| *held).min());
            }
            let mut rest: Vec<u16> = keys.iter().filter_map(|(_, held)| *held).collect();
            rest.sort_unstable();
            prop_assert_eq!(std::iter::from_fn(|| heap.pop()).map(|(order, _)| order).collect::<Vec<_>>(), rest);
        }
    }
}
