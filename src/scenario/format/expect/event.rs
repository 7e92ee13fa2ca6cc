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
    block.about("What happens.");
    let sign = block.need("is");
    let window = windows.named_by(block);
    // At least once, unless the file says how often.
    let mut count = Bound::Gte(1.0);
    let bound = |field: &Field<'_>| field.open(|block| bound::read(block, Some(Quantity::Count)))?;
    block.about("How often.");
    block.read_as("count", bound, &mut count);
    let (mut after, mut before) = (None, None);
    block.about("It happens for the first time after this has for the first time.");
    block.read("after", &mut after);
    block.about("It happens for the first time before this does.");
    block.read("before", &mut before);
    Some(Claim::Event(EventClaim { sign: sign?, count, window: window?, after, before }))
}

impl Read for Sign {
    fn read(field: &Field<'_>) -> Option<Self> {
        let happened = Happening::ALL.iter().map(|what| (what.spelling(), Self::Happened(*what)));
        let wrote = Message::ALL.iter().map(|line| (line.spelling(), Self::Wrote(*line)));
        let words: Vec<_> = happened.chain(wrote).collect();
        let meant = Happening::ALL.iter().map(|what| what.text());
        let meanings = meant.chain(Message::ALL.iter().map(|line| line.text()));
        field.defined("sign_word", |list| {
            list.about("A change of state of the site, or a line in a log.");
            let sign = list.pick("event", &words);
            list.takes_words(words.iter().map(|(word, _)| *word).zip(meanings));
            sign
        })
    }
}
