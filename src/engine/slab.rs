//! A table whose rows keep their keys until they are removed, and whose old keys never point at a new row.
//!
//! A row is taken from the free ones, last freed first, and carries a generation that changes at each removal. A
//! [`Key`] names row and generation, so a key to what is gone finds nothing, however often its row was used since.
//!
//! # Limits
//!
//! At most 2^32 - 1 rows. A row that has been used 2^32 - 1 times is retired. The table grows when it must and never
//! shrinks: once it has seen its largest size it allocates no more.

use serde::{Deserialize, Serialize};

/// Where a value lies in a [`Slab`]: a row, and which use of that row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The row, from zero.
    pub index: u32,
    /// How often the row had been vacated when the value was put there.
    pub generation: u32,
}

impl Key {
    /// A key that never finds anything.
    pub const NONE: Self = Self { index: u32::MAX, generation: u32::MAX };
}

/// [`Key::NONE`].
impl Default for Key {
    fn default() -> Self {
        Self::NONE
    }
}

/// A row: its present generation, and a value or the next free row.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Row<T> {
    generation: u32,
    content: Content<T>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Content<T> {
    Taken(T),
    Free { next: u32 },
}

/// The end of the list of free rows.
const NO_ROW: u32 = u32::MAX;

/// A table of values under generational keys.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Slab<T> {
    rows: Vec<Row<T>>,
    free: u32,
    len: u32,
}

impl<T> Slab<T> {
    /// An empty table.
    pub const fn new() -> Self {
        Self { rows: Vec::new(), free: NO_ROW, len: 0 }
    }

    /// Puts `value` into the row freed last, or into a new one, and says where.
    #[inline]
    pub fn insert(&mut self, value: T) -> Key {
        self.len += 1;
        let index = self.free;
        let Some(row) = self.rows.get_mut(index as usize) else {
            return self.insert_in_new_row(value);
        };
        let Content::Free { next } = row.content else {
            unreachable!("the list of free rows holds free rows only");
        };
        row.content = Content::Taken(value);
        self.free = next;
        Key { index, generation: row.generation }
    }

    fn insert_in_new_row(&mut self, value: T) -> Key {
        assert_eq!(self.free, NO_ROW, "a free row is used before a new one");
        assert!(self.rows.len() < NO_ROW as usize, "the slab is full");
        let index = self.rows.len() as u32;
        self.rows.push(Row { generation: 0, content: Content::Taken(value) });
        Key { index, generation: 0 }
    }

    /// The value under `key`, unless it was removed.
    #[inline]
    pub fn get(&self, key: Key) -> Option<&T> {
        match self.rows.get(key.index as usize) {
            Some(Row { generation, content: Content::Taken(value) }) if *generation == key.generation => {
                Some(value)
            }
            _ => None,
        }
    }

    /// The value under `key`, to be changed, unless it was removed.
    #[inline]
    pub fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        match self.rows.get_mut(key.index as usize) {
            Some(Row { generation, content: Content::Taken(value) }) if *generation == key.generation => {
                Some(value)
            }
            _ => None,
        }
    }

    /// The key of what is in `row` now, if anything is; there must be such a row.
    #[inline]
    pub(super) fn key(&self, row: usize) -> Key {
        Key { index: row as u32, generation: self.rows[row].generation }
    }

    /// What is in `row` now, if anything is; there must be such a row.
    #[inline]
    pub(super) fn at(&self, row: usize) -> Option<&T> {
        match &self.rows[row].content {
            Content::Taken(value) => Some(value),
            Content::Free { .. } => None,
        }
    }

    /// Whether there is a value under `key`.
    #[inline]
    pub fn contains(&self, key: Key) -> bool {
        self.get(key).is_some()
    }

    /// Takes out the value under `key`; from now on `key` finds nothing.
    #[inline]
    pub fn remove(&mut self, key: Key) -> Option<T> {
        let row = self.rows.get_mut(key.index as usize)?;
        let taken = matches!(row.content, Content::Taken(_));
        if row.generation != key.generation || !taken {
            return None;
        }
        row.generation += 1;
        // A row whose generations are used up is not put back on the list.
        let retired = row.generation == u32::MAX;
        let next = if retired { NO_ROW } else { self.free };
        let content = std::mem::replace(&mut row.content, Content::Free { next });
        self.free = if retired { self.free } else { key.index };
        assert!(self.len > 0, "a slab that holds a value is not empty");
        self.len -= 1;
        match content {
            Content::Taken(value) => Some(value),
            Content::Free { .. } => unreachable!("the row was just seen to be taken"),
        }
    }

    /// How many values there are.
    pub const fn len(&self) -> u32 {
        self.len
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All values with their keys, in the order of their rows.
    pub fn iter(&self) -> impl Iterator<Item = (Key, &T)> {
        (0..).zip(&self.rows).filter_map(|(index, row)| {
            let generation = row.generation;
            match &row.content {
                Content::Taken(value) => Some((Key { index, generation }, value)),
                Content::Free { .. } => None,
            }
        })
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Key, &mut T)> {
        (0..).zip(&mut self.rows).filter_map(|(index, row)| {
            let generation = row.generation;
            match &mut row.content {
                Content::Taken(value) => Some((Key { index, generation }, value)),
                Content::Free { .. } => None,
            }
        })
    }

    /// Removes every value; all keys given out so far find nothing.
    pub fn clear(&mut self) {
        for index in (0..self.rows.len() as u32).rev() {
            let generation = self.rows[index as usize].generation;
            self.remove(Key { index, generation });
        }
        assert_eq!(self.len, 0, "every value was removed");
    }
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_key_finds_nothing_after_its_row_is_used_again() {
        let mut slab = Slab::new();
        let old = slab.insert("old");
        assert_eq!(slab.remove(old), Some("old"));
        let new = slab.insert("new");
        assert_eq!((new.index, slab.remove(old), slab.get(old)), (old.index, None, None));
        assert_eq!((slab.get(new), slab.len()), (Some(&"new"), 1));
    }

    #[test]
    fn the_key_of_nothing_never_resolves() {
        let mut slab = Slab::new();
        slab.insert(1);
        assert!(!slab.contains(Key::NONE) && slab.remove(Key::default()).is_none());
    }

    #[test]
    fn values_are_walked_by_row_and_cleared_together() {
        let mut slab = Slab::new();
        let keys: Vec<Key> = (0..4).map(|value| slab.insert(value)).collect();
        slab.remove(keys[1]);
        assert_eq!(slab.iter().map(|(_, value)| *value).collect::<Vec<_>>(), [0, 2, 3]);
        slab.clear();
        assert!(slab.is_empty() && keys.iter().all(|key| !slab.contains(*key)));
        assert_eq!((0..5).map(|value| slab.insert(value).index).max(), Some(4));
    }

    #[test]
    fn a_row_whose_generations_are_used_up_is_retired() {
        let mut slab = Slab::new();
        let key = slab.insert(1);
        slab.rows[0].generation = u32::MAX - 1;
        assert_eq!(slab.remove(Key { generation: u32::MAX - 1, ..key }), Some(1));
        assert_eq!(slab.insert(2).index, 1, "the worn-out row is left alone");
    }
}
