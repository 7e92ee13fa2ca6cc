//! Which bands stand together, which line each stands on, and where its label is, so that no label covers another.

use std::ops::RangeInclusive;

/// Where a band is on the screen, and how wide its label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    /// Its left end.
    pub(super) from: f32,
    /// Its right end.
    pub(super) until: f32,
    /// Where its label may begin in it.
    pub(super) inside: f32,
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

/// Bands that are drawn as one, by their numbers; most stand alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group(pub(super) Vec<usize>);

/// From the first beginning to the last end.
pub(super) fn whole(spans: &[RangeInclusive<f32>]) -> RangeInclusive<f32> {
    let with = |whole: RangeInclusive<f32>, span: &RangeInclusive<f32>| {
        whole.start().min(*span.start())..=whole.end().max(*span.end())
    };
    spans.iter().fold(f32::INFINITY..=f32::NEG_INFINITY, with)
}

/// So many bands, each alone.
pub(super) fn alone(count: usize) -> Vec<Group> {
    (0..count).map(|number| Group(vec![number])).collect()
}

/// Gathers bands until no more than `lanes` are at the same place, the earliest first: where too many are, the last joins
/// those that end first.
pub(super) fn gathered(spans: &[RangeInclusive<f32>], lanes: u16) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    // For each line its last group, and where that ends.
    let mut lasts: Vec<(usize, f32)> = Vec::new();
    for (number, span) in spans.iter().enumerate() {
        let (from, until) = (*span.start(), *span.end());
        if let Some(last) = lasts.iter_mut().find(|(_, end)| *end <= from) {
            *last = (groups.len(), until);
        } else if lasts.len() < usize::from(lanes.max(1)) {
            lasts.push((groups.len(), until));
        } else if let Some((group, end)) = lasts.iter_mut().min_by(|one, other| one.1.total_cmp(&other.1)) {
            groups[*group].0.push(number);
            *end = end.max(until);
            continue;
        }
        groups.push(Group(vec![number]));
    }
    groups
}

/// How many lines bands need, of which none covers another; the earliest first.
pub(super) fn needed(spans: &[RangeInclusive<f32>]) -> u16 {
    let mut ends: Vec<f32> = Vec::new();
    for span in spans {
        match ends.iter_mut().find(|end| **end <= *span.start()) {
            Some(end) => *end = *span.end(),
            None => ends.push(*span.end()),
        }
    }
    ends.len() as u16
}

/// Puts bands on lines, the earliest first; labels stay between `left` and `right`. As long as there are lines enough no
/// band covers another, and labels make way for bands, the earlier ones also for later ones.
pub(super) fn places(extents: &[Extent], lanes: u16, ends: (f32, f32)) -> Vec<Place> {
    let mut taken: Vec<Vec<usize>> = vec![Vec::new(); usize::from(lanes.max(1))];
    let mut places: Vec<Place> = Vec::with_capacity(extents.len());
    for (number, extent) in extents.iter().enumerate() {
        // Who comes later can only go elsewhere if there is another line.
        let later = if lanes > 1 { &[][..] } else { &extents[number + 1..] };
        let find = |(lane, others): (usize, &Vec<usize>), places: &[Place]| {
            let areas: Vec<_> = others.iter().map(|other| area(extents[*other], places[*other])).collect();
            labelled(*extent, &areas, later, ends)
                .map(|label| Place { lane: lane as u16, label: Some(label) })
        };
        let place = taken.iter().enumerate().find_map(|lane| find(lane, &places));
        let place = place.unwrap_or_else(|| {
            let lane = lane_of(*extent, extents, &taken);
            for other in &taken[lane] {
                if !are_apart(area(extents[*other], places[*other]), (extent.from, extent.until)) {
                    places[*other].label = None;
                }
            }
            find((lane, &taken[lane]), &places).unwrap_or(Place { lane: lane as u16, label: None })
        });
        taken[usize::from(place.lane)].push(number);
        places.push(place);
    }
    label_the_others(extents, &taken, ends, &mut places);
    places
}

/// Gives bands that had to let go of their labels what room is left in the end.
fn label_the_others(extents: &[Extent], taken: &[Vec<usize>], ends: (f32, f32), places: &mut [Place]) {
    for (number, extent) in extents.iter().enumerate() {
        if places[number].label.is_none() {
            let others = taken[usize::from(places[number].lane)].iter().filter(|other| **other != number);
            let areas: Vec<_> = others.map(|other| area(extents[*other], places[*other])).collect();
            places[number].label = labelled(*extent, &areas, &[], ends);
        }
    }
}

/// Where on a line with these areas the band and its label have room; where they have none, where it says less.
fn labelled(extent: Extent, areas: &[(f32, f32)], later: &[Extent], ends: (f32, f32)) -> Option<Spot> {
    let is_in_the_way =
        |other: &Extent, (from, until)| from < other.from && other.from < until && extent.until < until;
    [extent.label, extent.brief].into_iter().find_map(|wide| {
        let mut ways = ways(extent, wide, ends);
        let way = ways.find(|(_, from, until)| {
            areas.iter().all(|area| are_apart(*area, (*from, *until)))
                && !later.iter().any(|other| is_in_the_way(other, (*from, *until)))
        });
        way.map(|(from, ..)| Spot { from, wide })
    })
}

/// The first line on which the band alone covers no other, or the last one.
fn lane_of(extent: Extent, extents: &[Extent], taken: &[Vec<usize>]) -> usize {
    let is_free = |lane: &Vec<usize>| {
        lane.iter().all(|other| extents[*other].until <= extent.from || extent.until <= extents[*other].from)
    };
    taken.iter().position(is_free).unwrap_or(taken.len() - 1)
}

/// What a band takes with its label.
fn area(extent: Extent, place: Place) -> (f32, f32) {
    let Extent { from, until, .. } = extent;
    place.label.map_or((from, until), |label| (from.min(label.from), until.max(label.from + label.wide)))
}

/// Where a label so wide could begin, and what band and label take then: in the band, after it, before it.
fn ways(extent: Extent, wide: f32, (left, right): (f32, f32)) -> impl Iterator<Item = (f32, f32, f32)> {
    let Extent { from, until, inside, .. } = extent;
    let inside = (until - inside >= wide).then_some((inside, from, until));
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
        Extent { from, until, inside: from, label, brief: label }
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
    fn what_comes_later_is_named_rather_than_what_came_before() {
        let extents = [extent(10.0, 30.0, 60.0), extent(80.0, 300.0, 60.0), extent(60.0, 400.0, 90.0)];
        let found = places(&extents[..2], 2, (0.0, 1_000.0));
        assert_eq!((labels(&found), found[1].lane), (vec![Some(30.0), Some(80.0)], 1));
        let found = places(&extents, 2, (0.0, 1_000.0));
        assert_eq!(labels(&found), [None, Some(80.0), Some(60.0)]);
    }

    #[test]
    fn where_too_many_bands_are_at_once_the_last_joins_those_that_end_first() {
        let bands = [10.0..=90.0, 12.0..=60.0, 14.0..=17.0, 18.0..=70.0, 75.0..=80.0, 95.0..=99.0];
        let gathered = |lanes: u16| -> Vec<Vec<usize>> {
            gathered(&bands, lanes).into_iter().map(|group| group.0).collect()
        };
        assert_eq!(gathered(1), [vec![0, 1, 2, 3, 4], vec![5]]);
        assert_eq!(gathered(2), [vec![0], vec![1, 2, 3], vec![4], vec![5]]);
        assert_eq!(gathered(3).len(), 6, "one begins where another has ended");
        for lanes in 1..4 {
            let spans =
                |group: &Vec<usize>| group.iter().map(|number| bands[*number].clone()).collect::<Vec<_>>();
            let wholes: Vec<_> = gathered(lanes).iter().map(|group| whole(&spans(group))).collect();
            assert_eq!(needed(&wholes), lanes);
        }
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
        let alone: Vec<_> = extents.iter().map(|extent| extent.from..=extent.until).collect();
        let lanes = needed(&alone);
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
