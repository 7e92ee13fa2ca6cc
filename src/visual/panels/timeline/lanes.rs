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
    /// What it takes where it says less.
    pub(super) brief: f32,
}

/// Where a band and its label are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// Its line, from the top.
    pub(super) lane: u16,
    /// Where its label is; nothing where there is no room for it.
    pub(super) label: Option<Spot>,
}

/// Where a label is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    /// Where it begins.
    pub(super) from: f32,
    /// How wide it is.
    pub(super) wide: f32,
}

/// How many lines bands need, of which none covers another; the earliest first.
pub(super) fn needed(extents: &[Extent]) -> u16 {
    let mut ends: Vec<f32> = Vec::new();
    for extent in extents {
        match ends.iter_mut().find(|end| **end <= extent.from) {
            Some(end) => *end = extent.until,
            None => ends.push(extent.until),
        }
    }
    ends.len() as u16
}

/// Puts bands on lines, the earliest first; labels stay between `left` and `right`. As long as there are lines enough no
/// band covers another, and labels make way for bands.
pub(super) fn places(extents: &[Extent], lanes: u16, ends: (f32, f32)) -> Vec<Place> {
    let mut taken: Vec<Vec<usize>> = vec![Vec::new(); usize::from(lanes.max(1))];
    let mut places: Vec<Place> = Vec::with_capacity(extents.len());
    for (number, extent) in extents.iter().enumerate() {
        // Who comes later can only go elsewhere if there is another line.
        let later = if lanes > 1 { &[][..] } else { &extents[number + 1..] };
        let areas = |lane: &[usize], way: (f32, f32)| {
            lane.iter().all(|other| are_apart(area(extents[*other], places[*other]), way))
        };
        let place = labelled(*extent, &taken, later, ends, areas);
        let place = place.unwrap_or_else(|| Place { lane: lane_of(*extent, extents, &taken), label: None });
        let lane = &mut taken[usize::from(place.lane)];
        for other in lane.iter().filter(|_| place.label.is_none()) {
            if !are_apart(area(extents[*other], places[*other]), (extent.from, extent.until)) {
                places[*other].label = None;
            }
        }
        lane.push(number);
        places.push(place);
    }
    places
}

/// The first line on which the band and its label have room; where there is none, one where it says less.
fn labelled(
    extent: Extent,
    taken: &[Vec<usize>],
    later: &[Extent],
    ends: (f32, f32),
    is_free: impl Fn(&[usize], (f32, f32)) -> bool,
) -> Option<Place> {
    let is_in_the_way =
        |other: &Extent, (from, until)| from < other.from && other.from < until && extent.until < until;
    let place = |wide: f32| {
        (0..).zip(taken).find_map(|(lane, taken)| {
            let mut ways = ways(extent, wide, ends);
            let way = ways.find(|(_, from, until)| {
                is_free(taken, (*from, *until))
                    && !later.iter().any(|other| is_in_the_way(other, (*from, *until)))
            });
            way.map(|(from, ..)| Place { lane, label: Some(Spot { from, wide }) })
        })
    };
    place(extent.label).or_else(|| place(extent.brief))
}

/// The first line on which the band alone covers no other, or the last one.
fn lane_of(extent: Extent, extents: &[Extent], taken: &[Vec<usize>]) -> u16 {
    let is_free = |lane: &Vec<usize>| {
        lane.iter().all(|other| extents[*other].until <= extent.from || extent.until <= extents[*other].from)
    };
    taken.iter().position(is_free).unwrap_or(taken.len() - 1) as u16
}

/// What a band takes with its label.
fn area(extent: Extent, place: Place) -> (f32, f32) {
    let Extent { from, until, .. } = extent;
    place.label.map_or((from, until), |label| (from.min(label.from), until.max(label.from + label.wide)))
}

/// Where a label so wide could begin, and what band and label take then: in the band, after it, before it.
fn ways(extent: Extent, wide: f32, (left, right): (f32, f32)) -> impl Iterator<Item = (f32, f32, f32)> {
    let Extent { from, until, .. } = extent;
    let inside = (until - from >= wide).then_some((from, from, until));
    let after = (until + wide <= right).then_some((until, from, until + wide));
    let before = (from - wide >= left).then_some((from - wide, from - wide, until));
    inside.into_iter().chain(after).chain(before)
}

fn are_apart((begin, end): (f32, f32), (from, until): (f32, f32)) -> bool {
    until <= begin || end <= from
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(from: f32, until: f32, label: f32) -> Extent {
        Extent { from, until, label, brief: label }
    }

    /// Where each label begins.
    fn labels(places: &[Place]) -> Vec<Option<f32>> {
        places.iter().map(|place| place.label.map(|label| label.from)).collect()
    }

    #[test]
    fn a_label_stands_in_its_band_where_it_fits_and_beside_it_otherwise() {
        let extents = [extent(0.0, 80.0, 60.0), extent(200.0, 210.0, 60.0), extent(980.0, 990.0, 60.0)];
        let found = places(&extents, 1, (0.0, 1_000.0));
        assert_eq!(labels(&found), [Some(0.0), Some(210.0), Some(920.0)]);
    }

    #[test]
    fn what_would_cover_another_goes_to_the_next_line_or_loses_its_label() {
        let extents = [10.0, 20.0, 30.0, 40.0].map(|from| extent(from, from + 4.0, 60.0));
        let found = places(&extents, 2, (0.0, 1_000.0));
        let lanes: Vec<u16> = found.iter().map(|place| place.lane).collect();
        assert_eq!(lanes, [0, 1, 0, 0]);
        assert_eq!(labels(&found), [None, Some(24.0), None, Some(44.0)], "labels make way for bands");
    }

    #[test]
    fn on_a_single_line_no_label_covers_the_next_band() {
        let extents = [extent(100.0, 120.0, 80.0), extent(120.0, 220.0, 60.0), extent(230.0, 234.0, 60.0)];
        let found = places(&extents, 1, (0.0, 1_000.0));
        assert_eq!(labels(&found), [Some(20.0), Some(120.0), Some(234.0)]);
    }

    #[test]
    fn where_a_label_has_no_room_a_band_says_less() {
        let extents = [200.0, 260.0].map(|from| Extent { brief: 50.0, ..extent(from, from + 4.0, 90.0) });
        let spots: Vec<Option<Spot>> =
            places(&extents, 1, (180.0, 360.0)).iter().map(|place| place.label).collect();
        let expected = [Spot { from: 204.0, wide: 50.0 }, Spot { from: 264.0, wide: 90.0 }];
        assert_eq!(spots, expected.map(Some));
    }

    #[test]
    fn no_two_labels_ever_meet() {
        let extents: Vec<Extent> = (0..40u16)
            .map(|number| {
                extent(f32::from(number * 37 % 900), f32::from(number * 37 % 900 + number % 7 * 20), 70.0)
            })
            .collect();
        let found = places(&extents, 3, (0.0, 1_000.0));
        let labels = || found.iter().filter_map(|place| place.label.map(|label| (place.lane, label.from)));
        for (place, (lane, label)) in labels().enumerate() {
            let others = labels()
                .enumerate()
                .filter(|(other, (other_lane, _))| *other != place && *other_lane == lane);
            assert!(others.into_iter().all(|(_, (_, other))| (other - label).abs() >= 70.0));
        }
    }

    #[test]
    fn no_band_covers_another_while_there_are_lines_enough() {
        let extents: Vec<Extent> = (0..60u16)
            .map(|number| {
                let from = f32::from(number) * 14.0;
                extent(from, from + f32::from(number * 29 % 7) * 12.0 + 3.0, 55.0)
            })
            .collect();
        let lanes = needed(&extents);
        assert!((4..9).contains(&lanes), "{lanes}");
        let found = places(&extents, lanes, (0.0, 1_000.0));
        for (place, one) in extents.iter().enumerate() {
            for (other, later) in extents.iter().enumerate().skip(place + 1) {
                let meet = found[place].lane == found[other].lane && later.from < one.until;
                assert!(!meet, "{one:?} and {later:?}");
                let apart = are_apart(area(*one, found[place]), area(*later, found[other]));
                assert!(found[place].lane != found[other].lane || apart, "the label of {one:?} or {later:?}");
            }
        }
    }
}
