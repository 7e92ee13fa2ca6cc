//! Which line each band stands on, and where its label is, so that no label covers another.

/// Where a band is on the screen, and how wide its label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    /// Its left end.
    pub(super) from: f32,
    /// Its right end.
    pub(super) until: f32,
    /// What its label takes.
    pub(super) label: f32,
}

/// Where a band and its label are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// Its line, from the top.
    pub(super) lane: u16,
    /// Where its label begins; nothing where there is no room for it.
    pub(super) label: Option<f32>,
}

/// Puts bands on lines, the earliest first; labels stay between `left` and `right`.
pub(super) fn places(extents: &[Extent], lanes: u16, ends: (f32, f32)) -> Vec<Place> {
    let mut taken: Vec<Vec<(f32, f32)>> = vec![Vec::new(); usize::from(lanes.max(1))];
    let mut places = Vec::with_capacity(extents.len());
    for (number, extent) in extents.iter().enumerate() {
        // Who comes later can only go elsewhere if there is another line.
        let later = if lanes > 1 { &[][..] } else { &extents[number + 1..] };
        places.push(place(*extent, &mut taken, later, ends));
    }
    places
}

fn place(extent: Extent, taken: &mut [Vec<(f32, f32)>], later: &[Extent], ends: (f32, f32)) -> Place {
    for (lane, taken) in (0..).zip(taken.iter_mut()) {
        for (label, from, until) in ways(extent, ends) {
            let is_in_the_way =
                |other: &Extent| from < other.from && other.from < until && extent.until < until;
            if is_free(taken, (from, until)) && !later.iter().any(is_in_the_way) {
                taken.push((from, until));
                return Place { lane, label: Some(label) };
            }
        }
    }
    let alone = (extent.from, extent.until);
    let lane = taken.iter().position(|taken| is_free(taken, alone)).unwrap_or(taken.len() - 1);
    taken[lane].push(alone);
    Place { lane: lane as u16, label: None }
}

/// Where the label could begin, and what band and label take then: in the band, after it, before it.
fn ways(extent: Extent, (left, right): (f32, f32)) -> impl Iterator<Item = (f32, f32, f32)> {
    let Extent { from, until, label } = extent;
    let inside = (until - from >= label).then_some((from, from, until));
    let after = (until + label <= right).then_some((until, from, until + label));
    let before = (from - label >= left).then_some((from - label, from - label, until));
    inside.into_iter().chain(after).chain(before)
}

fn is_free(taken: &[(f32, f32)], (from, until): (f32, f32)) -> bool {
    taken.iter().all(|(begin, end)| until <= *begin || *end <= from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(from: f32, until: f32, label: f32) -> Extent {
        Extent { from, until, label }
    }

    #[test]
    fn a_label_stands_in_its_band_where_it_fits_and_beside_it_otherwise() {
        let extents = [extent(0.0, 80.0, 60.0), extent(200.0, 210.0, 60.0), extent(980.0, 990.0, 60.0)];
        let found = places(&extents, 1, (0.0, 1_000.0));
        assert_eq!(
            found.iter().map(|place| place.label).collect::<Vec<_>>(),
            [Some(0.0), Some(210.0), Some(920.0)]
        );
    }

    #[test]
    fn what_would_cover_another_goes_to_the_next_line_or_loses_its_label() {
        let extents = [10.0, 20.0, 30.0, 40.0].map(|from| extent(from, from + 4.0, 60.0));
        let found = places(&extents, 2, (0.0, 1_000.0));
        let lanes: Vec<u16> = found.iter().map(|place| place.lane).collect();
        assert_eq!(lanes[..2], [0, 1]);
        assert!(found[2..].iter().all(|place| place.label.is_none()), "{found:?}");
    }

    #[test]
    fn on_a_single_line_no_label_covers_the_next_band() {
        let extents = [extent(100.0, 120.0, 80.0), extent(120.0, 220.0, 60.0), extent(230.0, 234.0, 60.0)];
        let found = places(&extents, 1, (0.0, 1_000.0));
        assert_eq!(
            found.iter().map(|place| place.label).collect::<Vec<_>>(),
            [Some(20.0), Some(120.0), Some(234.0)]
        );
    }

    #[test]
    fn no_two_labels_ever_meet() {
        let extents: Vec<Extent> = (0..40u16)
            .map(|number| {
                extent(f32::from(number * 37 % 900), f32::from(number * 37 % 900 + number % 7 * 20), 70.0)
            })
            .collect();
        let found = places(&extents, 3, (0.0, 1_000.0));
        let labels = || found.iter().filter_map(|place| place.label.map(|label| (place.lane, label)));
        for (place, (lane, label)) in labels().enumerate() {
            let others = labels()
                .enumerate()
                .filter(|(other, (other_lane, _))| *other != place && *other_lane == lane);
            assert!(others.into_iter().all(|(_, (_, other))| (other - label).abs() >= 70.0));
        }
    }
}
