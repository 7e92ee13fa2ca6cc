//! A station is the bottleneck: `{"saturation": {"station": "gunicorn.workers", "window": "rush"}}`.

use crate::scenario::block::Block;
use crate::scenario::field::Field;
use crate::scenario::format::windows::Windows;
use crate::scenario::plan::{Claim, SaturationClaim};
use crate::units::{Probability, SimTime};

/// The share of its capacity from which on a station counts as saturated.
const SATURATED: f64 = 0.95;

/// Reads the claim.
pub(super) fn read(block: &mut Block<'_>, windows: &mut Windows<'_>, end: SimTime) -> Option<Claim> {
    block.about("Which station.");
    let station = block.need("station");
    let window = windows.named_by(block);
    let mut utilisation = Probability::new(SATURATED);
    block.about("The utilisation from which on it counts as saturated.");
    block.read("utilisation", &mut utilisation);
    let stretch = |field: &Field<'_>| super::stretch(field, end).map(Some);
    let (mut starts_within, mut ends_within) = (None, None);
    block.about("The longest saturated stretch starts between these moments, both included.");
    block.read_as("starts_within", stretch, &mut starts_within);
    block.about("And it ends between these.");
    block.read_as("ends_within", stretch, &mut ends_within);
    let (station, window, utilisation) = (station?, window?, utilisation.get());
    Some(Claim::Saturation(SaturationClaim { station, utilisation, window, starts_within, ends_within }))
}
