//! What a shared line must do, on small cases and beside a slow one that is obviously right.

use super::*;

const MEGABIT: Bytes = Bytes::new(125_000);

const fn millis(count: u64) -> SimTime {
    SimTime::from_nanos(count * 1_000_000)
}

const fn owner(index: u32) -> Key {
    Key { index, generation: 0 }
}

fn megabits(count: u64) -> Bandwidth {
    Bandwidth::from_megabits(count)
}

#[test]
fn two_flows_on_one_branch_take_twice_as_long_and_the_rest_goes_at_full_pace() {
    let mut line = SharedLine::new(megabits(1_000));
    line.start(millis(0), owner(0), megabits(10), MEGABIT, 'a');
    line.start(millis(0), owner(0), megabits(10), Bytes::new(250_000), 'b');
    line.start(millis(0), owner(1), megabits(10), MEGABIT, 'c');
    assert_eq!((line.next_completion(), line.finish(millis(100))), (Some(millis(100)), Some('c')));
    assert_eq!((line.next_completion(), line.finish(millis(200))), (Some(millis(200)), Some('a')));
    assert_eq!((line.next_completion(), line.finish(millis(300))), (Some(millis(300)), Some('b')));
    assert_eq!((line.busy(millis(400)), line.len()), (4_000_000, 0));
}

#[test]
fn what_a_narrow_branch_cannot_use_goes_to_the_wide_ones() {
    let mut line = SharedLine::new(megabits(10));
    line.start(millis(0), owner(0), megabits(2), MEGABIT, 'n');
    line.start(millis(0), owner(1), megabits(100), MEGABIT, 'w');
    line.start(millis(0), owner(2), megabits(100), MEGABIT, 'x');
    // 2 + 4 + 4 Mbit/s.
    assert_eq!(line.next_completion(), Some(millis(250)));
    assert_eq!([(); 3].map(|()| line.finish(millis(250))), [Some('w'), Some('x'), None]);
    assert_eq!(line.next_completion(), Some(millis(500)));
    assert_eq!(line.busy(millis(500)), 250_000_000 + 50_000_000);
}

#[test]
fn a_trunk_of_another_capacity_carries_what_is_left_and_was_full_for_as_long_as_it_was() {
    let mut line = SharedLine::new(megabits(10));
    line.start(millis(0), owner(0), megabits(100), MEGABIT, 'w');
    line.start(millis(0), owner(1), megabits(4), MEGABIT, 'n');
    line.set_capacity(millis(100), megabits(104));
    // 0.6 of a megabit were sent of the one, 0.4 of the other; then each has all of its branch.
    assert_eq!((line.next_completion(), line.finish(millis(104))), (Some(millis(104)), Some('w')));
    assert_eq!((line.next_completion(), line.busy(millis(104))), (Some(millis(250)), 104_000_000));
    line.set_capacity(millis(150), megabits(1));
    assert_eq!((line.next_completion(), line.finish(millis(550))), (Some(millis(550)), Some('n')));
    // 46 ms at 4 of 104 Mbit/s, and 400 ms in which it was full.
    assert_eq!(line.busy(millis(600)), 104_000_000 + 1_769_230 + 400_000_000);
}

#[test]
fn what_is_stopped_says_what_it_had_left_and_a_new_owner_finds_the_branch_empty() {
    let mut line = SharedLine::new(megabits(10));
    let stopped = line.start(millis(0), owner(0), megabits(1), MEGABIT, 'a');
    line.start(millis(0), owner(0), megabits(1), MEGABIT, 'b');
    assert_eq!(line.stop(millis(1_000), stopped), Some(Bytes::new(62_500)));
    assert_eq!((line.stop(millis(1_000), stopped), line.len()), (None, 1));
    let next = Key { index: 0, generation: 1 };
    line.start(millis(1_000), next, megabits(2), MEGABIT, 'c');
    assert_eq!((line.len(), line.next_completion()), (1, Some(millis(1_500))));
    line.clear(millis(1_001));
    assert_eq!((line.next_completion(), line.is_empty()), (None, true));
}

#[test]
fn nothing_is_complete_at_once_and_three_thirds_are_a_whole() {
    let mut line = SharedLine::new(SharedLine::<u8>::CAPACITY_MAX);
    line.start(millis(1), owner(5), megabits(1), Bytes::ZERO, 0);
    assert_eq!((line.next_completion(), line.finish(millis(1))), (Some(millis(1)), Some(0)));
    (0..3).for_each(|flow| {
        line.start(millis(1), owner(5), megabits(1), MEGABIT, flow);
    });
    assert_eq!(line.next_completion(), Some(millis(3_001)));
}

/// The obviously right way: fill up the paces of all flows from scratch at each change, in floating point.
#[derive(Default)]
struct Slow {
    /// Owner, width [bit/s], left \[bit\], name.
    flows: Vec<(u32, f64, f64, u32)>,
}

impl Slow {
    fn paces(&self, capacity: f64) -> Vec<f64> {
        let caps: Vec<f64> = self
            .flows
            .iter()
            .map(|flow| flow.1 / self.flows.iter().filter(|other| other.0 == flow.0).count() as f64)
            .collect();
        let mut order: Vec<usize> = (0..caps.len()).collect();
        order.sort_by(|a, b| caps[*a].total_cmp(&caps[*b]));
        let (mut left, mut paces) = (capacity, vec![0.0; caps.len()]);
        for (place, flow) in order.iter().enumerate() {
            paces[*flow] = caps[*flow].min(left / (order.len() - place) as f64);
            left -= paces[*flow];
        }
        paces
    }

    fn run(&mut self, capacity: f64, nanos: f64) {
        let paces = self.paces(capacity);
        for (flow, pace) in self.flows.iter_mut().zip(paces) {
            flow.2 -= pace * nanos / 1e9;
        }
    }
}

proptest::proptest! {
    #[test]
    fn the_classes_go_as_fast_as_flows_filled_up_one_by_one(
        steps in proptest::collection::vec((0..4_u32, 0..6_usize, 1..2_000_000_u64, 0..40_000_000_u64), 1..60)
    ) {
        let widths = [1, 3, 3, 10, 25, 400].map(megabits);
        let mut line = SharedLine::new(megabits(40));
        let (mut slow, mut keys, mut now) = (Slow::default(), Vec::new(), 0);
        for (number, (what, place, size, pause)) in (0..).zip(steps) {
            let until = SimTime::from_nanos(now + pause);
            // Up to the next step, everything that is complete by then leaves.
            while let Some(due) = line.next_completion().filter(|due| *due <= until) {
                slow.run(40e6, (due.as_nanos() - now) as f64);
                now = due.as_nanos();
                while let Some(done) = line.finish(due) {
                    let flow = slow.flows.iter().position(|flow| flow.3 == done).expect("both carry it");
                    let left = slow.flows.remove(flow).2;
                    proptest::prop_assert!(left.abs() < 1.0, "{} had {} bit left", done, left);
                }
            }
            slow.run(40e6, (until.as_nanos() - now) as f64);
            now = until.as_nanos();
            proptest::prop_assert!(slow.flows.iter().all(|flow| flow.2 > -1.0), "something should have left");
            let carried = slow.flows.iter().filter(|flow| flow.0 == place as u32).count();
            if what == 0 {
                if let Some((name, key)) = (!keys.is_empty()).then(|| keys.swap_remove(place % keys.len())) {
                    let stopped = line.stop(until, key);
                    let flow = slow.flows.iter().position(|flow| flow.3 == name);
                    let left = flow.map(|flow| slow.flows.remove(flow).2);
                    proptest::prop_assert_eq!(stopped.is_some(), left.is_some());
                    if let (Some(stopped), Some(left)) = (stopped, left) {
                        proptest::prop_assert!((stopped.get() as f64 * 8.0 - left).abs() < 9.0);
                    }
                }
            } else if carried < FLOWS_MAX {
                let key = line.start(until, owner(place as u32), widths[place], Bytes::new(size), number);
                slow.flows.push((place as u32, widths[place].bits_per_second() as f64, size as f64 * 8.0, number));
                keys.push((number, key));
            }
            proptest::prop_assert_eq!(line.len() as usize, slow.flows.len());
        }
    }
}
