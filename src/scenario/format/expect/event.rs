//! Something happens: `{"event": {"is": "mysql-recovering", "after": "mysql-stopped", "window": "all"}}`.

use crate::scenario::block::Block;
use crate::scenario::field::Field;
use crate::scenario::format::bound;
use crate::scenario::format::windows::Windows;
use crate::scenario::plan::{Bound, Claim, EventClaim, Sign};
use crate::scenario::read::Read;
use crate::vocabulary::{Happening, Message, Quantity, Word};

/// Reads the claim.
pub(super) fn read(block: &mut Block<'_>, windows: &mut Windows<'_>) -> Option<Claim> {
    let sign = block.need("is");
    let window = windows.named_by(block);
    // At least once, unless the file says how often.
    let mut count = Bound::Gte(1.0);
    let bound = |field: &Field<'_>| field.open(|block| bound::read(block, Some(Quantity::Count)))?;
    block.read_as("count", bound, &mut count);
    let (mut after, mut before) = (None, None);
    block.read("after", &mut after);
    block.read("before", &mut before);
    Some(Claim::Event(EventClaim { sign: sign?, count, window: window?, after, before }))
}

impl Read for Sign {
    fn read(field: &Field<'_>) -> Option<Self> {
        let happened = Happening::ALL.iter().map(|what| (what.spelling(), Self::Happened(*what)));
        let wrote = Message::ALL.iter().map(|line| (line.spelling(), Self::Wrote(*line)));
        field.pick("event", &happened.chain(wrote).collect::<Vec<_>>())
    }
}
