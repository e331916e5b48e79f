//! The audit log.

use domain::{
    audit::{Action, Beside, Event, Filter, Line, Outcome, Place, Trail},
    id::PersonId,
    ports::Store,
};

use crate::{
    ground::Ground,
    samples::{at, chance, event},
};

async fn an_event_comes_back_as_it_was_recorded(ground: Ground) {
    let store = &ground.store;
    let outcomes = [Outcome::Intended, Outcome::Done, Outcome::Refused, Outcome::Failed, Outcome::Unknown];
    for (n, action) in Action::ALL.into_iter().enumerate() {
        let person = (n % 2 == 0).then(|| PersonId::from_bytes(chance()));
        let told =
            Event { person, action, outcome: outcomes[n % 5], detail: "🦀 'x'".into(), ..event(action.as_str()) };
        store.record(&told).await.unwrap();
        assert_eq!(store.events(action.as_str(), 10).await.unwrap(), [told]);
    }
}

async fn the_newest_events_come_first_whatever_their_clock_said(ground: Ground) {
    let store = &ground.store;
    assert_eq!(store.events("a", 10).await.unwrap(), []);
    let mut told = Vec::new();
    for second in [5, 5, 5, 1, 9] {
        told.push(Event { at: at(second), ..event("a") });
        store.record(&told[told.len() - 1]).await.unwrap();
        store.record(&event("b")).await.unwrap();
    }
    told.reverse();
    assert_eq!(store.events("a", 10).await.unwrap(), told);
    assert_eq!(store.events("a", 2).await.unwrap(), told[..2]);
    assert_eq!(store.events("a", 0).await.unwrap(), []);
    assert_eq!(store.events("a", -1).await.unwrap(), []);
}

/// Lines of two people, a second apart, the newest first.
async fn told(ground: &Ground) -> Vec<Line> {
    for n in 0..12 {
        let odd = n % 2 == 1;
        let told = Event {
            // Two lines share each moment.
            at: at(n / 2 * 10),
            who: if odd { "grace@example.com" } else { "ada@example.com" }.into(),
            action: if odd { Action::TagEnvironment } else { Action::UpdateEnvironment },
            outcome: if n < 6 { Outcome::Done } else { Outcome::Refused },
            detail: format!("Step {n}: 100% _Ångström_"),
            ..event(&format!("environment/local/env{}", n % 3))
        };
        ground.store.record(&told).await.unwrap();
    }
    let lines = ground.store.lines(&Filter::default(), Place::Newest, 100).await.unwrap();
    assert_eq!(lines.len(), 12);
    lines
}

fn positions(lines: &[Line]) -> Vec<i64> {
    lines.iter().map(|line| line.position).collect()
}

async fn each_filter_lets_through_what_it_says(ground: Ground) {
    let all = told(&ground).await;
    let oldest = &all[11].event;
    let text = |text: &str| Filter { text: Some(text.into()), ..Filter::default() };
    let cases: [(Filter, Vec<i64>); 15] = [
        (Filter::default(), (1..=12).rev().collect()),
        (Filter { who: Some("ada@example.com".into()), ..Filter::default() }, vec![11, 9, 7, 5, 3, 1]),
        (Filter { who: Some("ada".into()), ..Filter::default() }, vec![]),
        (Filter { action: Some(Action::TagEnvironment), ..Filter::default() }, vec![12, 10, 8, 6, 4, 2]),
        (Filter { object: Some("environment/local/env0".into()), ..Filter::default() }, vec![10, 7, 4, 1]),
        (Filter { outcome: Some(Outcome::Done), ..Filter::default() }, vec![6, 5, 4, 3, 2, 1]),
        (Filter { from: Some(at(40)), ..Filter::default() }, vec![12, 11, 10, 9]),
        (Filter { until: Some(at(10)), ..Filter::default() }, vec![2, 1]),
        (Filter { from: Some(at(10)), until: Some(at(20)), ..Filter::default() }, vec![4, 3]),
        (Filter { from: Some(at(1000)), ..Filter::default() }, vec![]),
        (Filter { until: Some(at(0)), ..Filter::default() }, vec![]),
        (text("STEP 1"), vec![12, 11, 2]),
        (text("% _ÅNGSTR"), (1..=12).rev().collect()),
        (text(oldest.request.as_ref().unwrap().as_str()), vec![1]),
        (
            Filter {
                who: Some("grace@example.com".into()),
                outcome: Some(Outcome::Done),
                text: Some("_Ångström_".into()),
                from: Some(at(10)),
                ..Filter::default()
            },
            vec![6, 4],
        ),
    ];
    for (filter, expected) in cases {
        let lines = ground.store.lines(&filter, Place::Newest, 100).await.unwrap();
        assert_eq!(positions(&lines), expected, "{filter:?}");
        let count = ground.store.count_lines(&filter, 100).await.unwrap();
        assert_eq!(count, i64::try_from(expected.len()).unwrap(), "{filter:?}");
    }
    // What stands for anything in LIKE stands for itself here.
    for (sign, count) in [("%", 12), ("_", 12), ("!", 0), ("1_0%", 0), ("\0'", 0)] {
        assert_eq!(ground.store.count_lines(&text(sign), 100).await.unwrap(), count, "{sign}");
    }
    assert_eq!(ground.store.count_lines(&Filter::default(), 5).await.unwrap(), 5, "counting ends where it is told to");
}

async fn pages_go_by_position_in_both_directions(ground: Ground) {
    let all = told(&ground).await;
    let done = Filter { outcome: Some(Outcome::Done), ..Filter::default() };
    let page = async |filter: &Filter, place, most| ground.store.lines(filter, place, most).await.unwrap();
    assert_eq!(page(&Filter::default(), Place::Newest, 3).await, all[..3]);
    assert_eq!(page(&Filter::default(), Place::Before(10), 3).await, all[3..6]);
    assert_eq!(page(&Filter::default(), Place::After(9), 3).await, all[..3]);
    assert_eq!(page(&Filter::default(), Place::After(0), 3).await, all[9..]);
    assert_eq!(positions(&page(&done, Place::Before(5), 2).await), [4, 3]);
    assert_eq!(positions(&page(&done, Place::After(3), 2).await), [5, 4]);
    assert_eq!(page(&Filter::default(), Place::Before(1), 3).await, []);
    assert_eq!(page(&Filter::default(), Place::After(12), 3).await, []);
    // New lines do not move a page.
    ground.store.record(&event("later")).await.unwrap();
    assert_eq!(page(&Filter::default(), Place::Before(10), 3).await, all[3..6]);
}

async fn a_trail_is_all_about_its_objects_and_of_another_what_counts_there(ground: Ground) {
    let store = &ground.store;
    let theirs = |outcome, event| Event { person: Some(PersonId::from_bytes(chance())), outcome, ..event };
    let tagged = |event| Event { action: Action::TagEnvironment, ..event };
    let there = |second| Event { at: at(second), outcome: Outcome::Done, ..event("environment") };
    let all = [
        event("request"),
        Event { at: at(99), ..event("operation") },
        event("another"),
        there(9),
        there(10),
        tagged(there(11)),
        theirs(Outcome::Refused, there(12)),
        Event { outcome: Outcome::Refused, ..there(13) },
        theirs(Outcome::Done, there(14)),
        there(20),
        there(21),
    ];
    for event in &all {
        store.record(event).await.unwrap();
    }
    let actions = vec![Action::CreateEnvironment, Action::AdoptEnvironment];
    let beside = Beside { object: "environment".into(), actions, from: at(10), until: Some(at(20)), by_portal: true };
    let objects = vec!["request".to_owned(), "operation".to_owned()];
    let found = async |beside: Option<Beside>, from, most| {
        let (events, count) = store.trail(&Trail { objects: objects.clone(), beside }, from, most).await.unwrap();
        let places = events.iter().map(|event| all.iter().position(|one| one == event).unwrap());
        (places.collect::<Vec<_>>(), count)
    };
    assert_eq!(found(None, 0, 9).await, (vec![1, 0], 2));
    assert_eq!(found(Some(beside.clone()), 0, 9).await, (vec![9, 7, 4, 1, 0], 5));
    assert_eq!(found(Some(beside.clone()), 1, 2).await, (vec![7, 4], 5));
    assert_eq!(found(Some(beside.clone()), 9, 2).await, (vec![], 5));
    let people = Beside { by_portal: false, until: None, ..beside.clone() };
    assert_eq!(found(Some(people), 0, 9).await, (vec![10, 9, 8, 7, 4, 1, 0], 7));
    let tags = Beside { actions: vec![Action::TagEnvironment], ..beside };
    assert_eq!(found(Some(tags), 0, 9).await, (vec![5, 1, 0], 3));
    assert_eq!(store.trail(&Trail::of("nothing".into()), 0, 9).await.unwrap(), (vec![], 0));
}

on_every_database!(
    an_event_comes_back_as_it_was_recorded,
    the_newest_events_come_first_whatever_their_clock_said,
    each_filter_lets_through_what_it_says,
    pages_go_by_position_in_both_directions,
    a_trail_is_all_about_its_objects_and_of_another_what_counts_there,
);
