//! All short histories of two portals and one operation, one after the other.

use domain::operation::State;
use stateright::{Checker, Model, Property};

use crate::{
    actions::{Action, Limits},
    counted, soak,
    world::{World, begin},
};

#[derive(Clone, Copy)]
struct Short(Limits);

impl Model for Short {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![begin()]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        actions.extend(world.actions(self.0));
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let mut next = world.clone();
        next.happen(action);
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("nothing is sent twice or lost", |_, world: &World| world.wrong().is_none()),
            Property::sometimes("the environment is up", |_, world: &World| {
                matches!(world.record.state, State::Ready { .. })
            }),
            Property::sometimes("a lost environment is adopted", |_, world: &World| {
                world.told.crashes > 0 && matches!(world.record.state, State::Created { .. })
            }),
            Property::sometimes("a person has to decide", |_, world: &World| {
                matches!(world.record.state, State::Undecided { .. })
            }),
            Property::sometimes("what was deleted while it was built is told", |_, world: &World| {
                matches!(world.record.state, State::Failed { .. })
            }),
            Property::sometimes("two carry the tag after a decision", |_, world: &World| world.made.len() == 2),
        ]
    }
}

#[test]
fn no_short_history_sends_twice_or_loses_anything() {
    let limits = Limits { seconds: 1_000, decisions: 1, troubles: if soak() { 3 } else { 2 } };
    let checker = Short(limits).checker().threads(2);
    // Beyond that it takes hours.
    let checker = if soak() { checker.target_state_count(3_000_000) } else { checker };
    let checker = checker.spawn_bfs().join();
    checker.assert_properties();
    let (unique, depth) = (checker.unique_state_count(), checker.max_depth());
    counted(&format!("the model of provisioning has {unique} states, the deepest after {depth} steps"));
}
