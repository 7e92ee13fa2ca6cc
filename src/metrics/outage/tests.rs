//! Outages found in pages made by hand.

use super::*;

fn detector() -> OutageDetector {
    OutageDetector::new(OutageRule { over: SimDuration::from_secs(5), pages_min: 3, percent: 50 })
}

fn second(number: u64) -> SimTime {
    SimTime::from_secs(number)
}

const TOOK: SimDuration = SimDuration::from_millis(100);
const REFUSED: Outcome = Outcome::Failed(FailureKind::ConnectionRefused);
const NOBODY: Blame = Blame { action: None, limit: None };

/// The outages so far, pages under way left aside.
fn outages(detector: &OutageDetector) -> Vec<Outage> {
    detector.outages().copied().collect()
}

/// A page that is begun at `begun` and ends so at once.
fn page(detector: &mut OutageDetector, begun: SimTime, outcome: Outcome) {
    let ticket = detector.begin(begun);
    detector.end(ticket, begun, outcome, NOBODY, TOOK);
}

#[test]
fn an_outage_runs_from_the_first_failed_page_to_the_first_good_one() {
    let mut detector = detector();
    for at in 0..60 {
        page(&mut detector, second(at), if (20..40).contains(&at) { REFUSED } else { Outcome::Good });
    }
    let [outage] = outages(&detector)[..] else { panic!("one outage: {:?}", outages(&detector)) };
    assert_eq!((outage.from, outage.to), (second(20), Some(second(40))));
    assert_eq!(outage.first_symptom, FailureKind::ConnectionRefused);
}

#[test]
fn an_outage_that_flickers_is_one_outage() {
    let mut detector = detector();
    for at in 0..200 {
        let fails = (50..150).contains(&at) && (at % 2 == 0 || (90..100).contains(&at));
        page(
            &mut detector,
            SimTime::from_nanos(at * 200_000_000),
            if fails { REFUSED } else { Outcome::Good },
        );
    }
    let [outage] = outages(&detector)[..] else { panic!("one outage: {:?}", outages(&detector)) };
    assert!(outage.from >= second(10) && outage.to.is_some_and(|to| to <= second(31)), "{outage:?}");
}

#[test]
fn an_outage_ends_where_good_pages_begin_to_prevail_not_where_the_first_patient_visitor_came() {
    let mut detector = detector();
    for at in 0..600 {
        // Out from 20 s; from 30 s on two of five come through, from 33 s on all.
        let fails = (200..300).contains(&at) || ((300..330).contains(&at) && at % 5 > 1);
        let stray = at == 170;
        page(
            &mut detector,
            SimTime::from_nanos(at * 100_000_000),
            if fails || stray { REFUSED } else { Outcome::Good },
        );
    }
    let [outage] = outages(&detector)[..] else { panic!("one outage: {:?}", outages(&detector)) };
    assert_eq!(outage.from, second(20), "a stray failure before is no part of it");
    assert_eq!(outage.to, Some(second(33)));
}

#[test]
fn most_of_the_failed_pages_say_who_is_to_blame() {
    let mut detector = detector();
    for at in 0..30 {
        let ticket = detector.begin(second(at));
        let blame = Blame { action: Some(u16::from(at > 11)), limit: None };
        detector.end(ticket, second(at), if at < 10 { Outcome::Good } else { REFUSED }, blame, TOOK);
    }
    assert_eq!(outages(&detector)[0].blame.action, Some(1));
}

#[test]
fn a_stray_failure_is_no_outage_and_pages_may_end_in_any_order() {
    let mut detector = detector();
    let tickets: Vec<PageTicket> = (0..25).map(|at| detector.begin(second(at))).collect();
    for (ticket, at) in tickets.into_iter().zip(0..25_u32).rev() {
        detector.end(ticket, second(at.into()), if at == 12 { REFUSED } else { Outcome::Good }, NOBODY, TOOK);
    }
    assert!(outages(&detector).is_empty());
    assert!(detector.waiting.is_empty() && detector.stretch.len() <= 6);
}

#[test]
fn a_page_that_never_ends_does_not_hide_an_outage() {
    let mut detector = detector();
    detector.begin(second(0));
    for at in 1..100 {
        page(&mut detector, second(at), if (60..80).contains(&at) { REFUSED } else { Outcome::Good });
    }
    assert!(detector.waiting.len() <= 31, "nor does it keep the others");
    let [outage] = outages(&detector)[..] else { panic!("one outage: {:?}", outages(&detector)) };
    assert_eq!((outage.from, outage.to), (second(60), Some(second(80))));
}

#[test]
fn a_site_that_is_dead_at_the_end_is_out_even_if_nobody_has_given_up_yet() {
    let mut detector = detector();
    let plug = Blame { action: Some(0), limit: None };
    let mut under_way = PagesUnderWay::new();
    for at in 0..20 {
        if at < 10 {
            page(&mut detector, second(at), Outcome::Good);
        } else {
            let ticket = detector.begin(second(at));
            under_way.insert(ticket, (second(at), (FailureKind::GaveUpConnecting, plug)));
        }
    }
    assert!(outages(&detector).is_empty());
    let [outage] = detector.outages_at(second(20), || under_way)[..] else { panic!("one outage") };
    assert_eq!((outage.from, outage.to, outage.blame), (second(10), None, plug));
    assert_eq!((outage.first_symptom, outage.symptom), (FailureKind::GaveUpConnecting, Symptom::StillWaits));
}

#[test]
fn a_page_that_is_given_up_on_shows_its_symptom_and_its_cause_when_it_ends() {
    let (mut detector, plug) = (detector(), Blame { action: Some(0), limit: None });
    let tickets: Vec<PageTicket> = (0..40).map(|at| detector.begin(second(at))).collect();
    let [outage] = outages(&detector)[..] else { panic!("one outage: {:?}", outages(&detector)) };
    assert_eq!((outage.from, outage.blame, outage.symptom), (second(0), NOBODY, Symptom::StillWaits));
    let timed_out = Outcome::Failed(FailureKind::ConnectTimedOut);
    detector.end(tickets[1], second(1), Outcome::Good, NOBODY, SimDuration::from_secs(100));
    assert_eq!(outages(&detector)[0].symptom, Symptom::CameLate);
    for at in [3_u64, 2] {
        detector.end(tickets[at as usize], second(at), timed_out, plug, SimDuration::from_secs(131));
    }
    let outage = outages(&detector)[0];
    assert_eq!((outage.first_symptom, outage.symptom), (FailureKind::ConnectTimedOut, Symptom::Failed));
    assert_eq!(outage.blame, plug, "two of three");
}

#[test]
fn a_site_with_few_visitors_is_judged_by_its_last_three() {
    let mut detector = detector();
    for at in 0..10 {
        page(&mut detector, second(at * 60), if at >= 5 { REFUSED } else { Outcome::Good });
    }
    let [outage] = outages(&detector)[..] else { panic!("one outage") };
    assert_eq!((outage.from, outage.to), (second(300), None));
}

#[test]
fn what_had_piled_up_is_drained_once_a_page_takes_at_most_twice_as_long_as_pages_did() {
    let mut detector = detector();
    for at in 0..60 {
        let ticket = detector.begin(second(at));
        let millis = match at {
            40..45 => 1_000,
            45..50 => 201,
            50.. => 200,
            _ => 100,
        };
        let outcome = if (20..40).contains(&at) { REFUSED } else { Outcome::Good };
        detector.end(ticket, second(at), outcome, NOBODY, SimDuration::from_millis(millis));
    }
    let [outage] = outages(&detector)[..] else { panic!("one outage: {:?}", outages(&detector)) };
    assert_eq!((outage.to, outage.drained), (Some(second(40)), Some(second(50))));
}
