//! The moves of a 4-ary heap over nodes in one array, so that the comparisons of a push or pop stay within few cache
//! lines. Whoever keeps book of where each node stands is told of every one that is placed.

use serde::{Deserialize, Serialize};

/// How many children a node has.
const ARITY: usize = 4;

/// A place in the array: the sort key, and the row in which whatever it stands for lies.
///
/// The row is a whole machine word, as it is copied by words: one just written in halves could not be read at once.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Node<K> {
    pub(super) order: K,
    pub(super) row: usize,
}

/// The place above `position`; the first has none and stands above itself.
#[inline]
pub(super) const fn parent(position: usize) -> usize {
    position.saturating_sub(1) / ARITY
}

/// Puts `node` where it belongs, given that the place at `position` is to be filled.
#[inline]
pub(super) fn settle<K: Ord + Copy>(
    nodes: &mut [Node<K>],
    position: usize,
    node: Node<K>,
    placed: impl FnMut(usize, Node<K>),
) {
    if node.order < nodes[parent(position)].order {
        rise(nodes, position, node, placed);
    } else {
        sink(nodes, position, node, placed);
    }
}

/// Puts `node` at `position` or above it.
#[inline]
pub(super) fn rise<K: Ord + Copy>(
    nodes: &mut [Node<K>],
    mut position: usize,
    node: Node<K>,
    mut placed: impl FnMut(usize, Node<K>),
) {
    while position > 0 {
        let above = nodes[parent(position)];
        if above.order <= node.order {
            break;
        }
        nodes[position] = above;
        placed(position, above);
        position = parent(position);
    }
    nodes[position] = node;
    placed(position, node);
}

/// Puts `node` at `position` or below it.
#[inline]
pub(super) fn sink<K: Ord + Copy>(
    nodes: &mut [Node<K>],
    mut position: usize,
    node: Node<K>,
    mut placed: impl FnMut(usize, Node<K>),
) {
    while let Some((child, below)) = smallest_child(nodes, position) {
        if node.order <= below.order {
            break;
        }
        nodes[position] = below;
        placed(position, below);
        position = child;
    }
    nodes[position] = node;
    placed(position, node);
}

/// Makes a heap of nodes in any order.
pub(super) fn heapify<K: Ord + Copy>(nodes: &mut [Node<K>]) {
    for position in (0..nodes.len().div_ceil(ARITY)).rev() {
        let node = nodes[position];
        sink(nodes, position, node, |_, _| ());
    }
}

/// The smallest of the nodes below `position`. Which of four it is cannot be foreseen, so none is branched on.
#[inline]
fn smallest_child<K: Ord + Copy>(nodes: &[Node<K>], position: usize) -> Option<(usize, Node<K>)> {
    let first = position * ARITY + 1;
    let children = nodes.get(first..)?;
    let smaller = |a: usize, b: usize| {
        if children[b].order < children[a].order { b } else { a }
    };
    let smallest = match children.len() {
        0 => return None,
        count @ 1..ARITY => (1..count).fold(0, smaller),
        _ => smaller(smaller(0, 1), smaller(2, 3)),
    };
    Some((first + smallest, children[smallest]))
}
