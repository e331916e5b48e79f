//! Random long histories, and that each can still come to a good end.

use std::sync::atomic::{AtomicUsize, Ordering};

use domain::{operation::State, provision::Need};
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};

use crate::{
    actions::{Action, Limits},
    counted, soak,
    world::{Worker, World, begin},
};

const WIDE: Limits = Limits { seconds: 20_000, decisions: 4, troubles: 20 };

fn needs_a_person(world: &World) -> bool {
    matches!(&world.record.state, State::Undecided { found, .. } if found.len() != 1)
}

/// From here on all goes well: calls arrive, lists are whole, and one portal goes on alone.
fn all_is_well(world: &mut World) {
    while !world.calls.is_empty() {
        world.happen(Action::Arrives { call: 0, listed: true });
    }
    world.made.iter_mut().for_each(|made| made.listed = !made.gone);
    world.workers = [Worker::Idle, Worker::Idle];
    for _ in 0..200 {
        let sent = matches!(world.workers[0], Worker::Sent { .. });
        if sent && !world.calls.is_empty() {
            world.happen(Action::Arrives { call: 0, listed: true });
        } else if sent {
            world.happen(Action::Hears(0));
        } else if world.workers[0] != Worker::Idle || world.record.next_run_at.is_some_and(|at| at <= world.now) {
            world.happen(Action::Go(0));
        } else if world.record.need() == Need::Nothing || needs_a_person(world) {
            return;
        } else {
            world.happen(Action::WaitUntilDue);
        }
    }
    panic!("it does not come to an end: {world:?}");
}

#[test]
fn no_history_sends_twice_or_loses_anything() {
    let (steps, sent, ends) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let cases = if soak() { 200_000 } else { 4_000 };
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let result = TestRunner::new(config).run(&vec(any::<u16>(), 1..250), |choices| {
        let mut world = begin();
        let mut past = Vec::new();
        for choice in choices {
            let actions = world.actions(WIDE);
            let Some(action) = actions.get(usize::from(choice) % actions.len().max(1)).copied() else { break };
            past.push(action);
            world.happen(action);
            prop_assert_eq!(world.wrong(), None, "{:?} after {:?}", world, past);
        }
        steps.fetch_add(past.len(), Ordering::Relaxed);
        all_is_well(&mut world);
        prop_assert_eq!(world.wrong(), None, "{:?} after {:?}", world, past);
        match &world.record.state {
            // One was made, and it is the one that is known.
            State::Ready { .. } => prop_assert!(!world.made.is_empty()),
            State::Undecided { found, .. } => {
                prop_assert_eq!(found.len(), world.made.iter().filter(|made| !made.gone).count());
            }
            State::Failed { .. } => prop_assert!(world.told.deleted > 0),
            State::Refused { .. } => prop_assert!(world.made.is_empty() || world.told.decisions > 0),
            state => prop_assert!(false, "{:?} is no end, after {:?}", state, past),
        }
        sent.fetch_add(world.told.sent, Ordering::Relaxed);
        ends.fetch_add(usize::from(matches!(world.record.state, State::Ready { .. })), Ordering::Relaxed);
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    let count = |number: &AtomicUsize| number.load(Ordering::Relaxed);
    counted(&format!(
        "{cases} random histories of provisioning: {} steps, {} calls sent, {} ended with the environment up",
        count(&steps),
        count(&sent),
        count(&ends)
    ));
}
