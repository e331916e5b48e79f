//! Creations whose answer was lost: found again by their tag, never silently sent twice.

use domain::{
    audit::{Action, Outcome},
    environment::Status,
    id::DraftId,
    operation::{IN_FLIGHT_SECONDS, Operation, SWEEPS, State},
    ports::FinSpace,
};
use futures::future::join;

use super::{
    provision::{approved, local, until},
    wire::Fault,
    world::{Setting, World},
};

const CREATE: &str = "POST /environment";

fn in_flight() -> u64 {
    u64::try_from(IN_FLIGHT_SECONDS).unwrap() + 1
}

async fn operation(world: &World, draft: &DraftId) -> Operation {
    world.portal.operation_of(&world.actor, draft).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_lost_answer_is_unknown_and_the_next_reading_adopts_the_environment() {
    let world = World::new().await;
    world.wire.meet(CREATE, Fault::ReplyLost, 1);
    let draft = world.draft("orphan").await;
    let lost = world.portal.create(&world.actor, &draft).await.unwrap();
    assert!(matches!(lost.state, State::Unknown { .. }), "{:?}", lost.state);
    // Clicking on changes nothing.
    assert_eq!(world.portal.create(&world.actor, &draft).await.unwrap().state, lost.state);
    assert_eq!(world.portal.send_again(&world.actor, &draft).await.unwrap().state, lost.state);

    world.read().await;
    let State::Created { environment } = operation(&world, &draft).await.state else { panic!("not adopted") };
    let really = world.really().await;
    assert_eq!(really.iter().map(|e| &e.id).collect::<Vec<_>>(), [&environment]);
    assert_eq!(world.wire.count(CREATE), 1);
    let history = world.portal.history(&world.actor, &world.connection, &environment, 1).await.unwrap().rows;
    assert_eq!(
        (history[0].action, history[0].outcome, &*history[0].who),
        (Action::AdoptEnvironment, Outcome::Done, "portal")
    );
    world.portal.send_again(&world.actor, &draft).await.unwrap();
    assert_eq!(world.wire.count(CREATE), 1, "what was adopted is never sent again");
}

#[tokio::test]
async fn a_call_that_never_arrived_is_sent_again_once_and_only_by_decision_after_enough_readings() {
    let world = World::new().await;
    world.wire.meet(CREATE, Fault::Lost, 1);
    let draft = world.draft("stillborn").await;
    assert!(matches!(world.portal.create(&world.actor, &draft).await.unwrap().state, State::Unknown { .. }));
    world.clock.advance(in_flight());
    for sweep in 1..=SWEEPS {
        assert!(!operation(&world, &draft).await.may_be_sent_again(world.portal.now()));
        world.portal.send_again(&world.actor, &draft).await.unwrap();
        assert_eq!(world.wire.count(CREATE), 1, "before reading {sweep}");
        world.read().await;
        assert_eq!(operation(&world, &draft).await.sweeps, sweep);
    }
    // Asking again is not deciding.
    world.portal.create(&world.actor, &draft).await.unwrap();
    assert_eq!(world.wire.count(CREATE), 1);
    let (one, two) =
        join(world.portal.send_again(&world.actor, &draft), world.portal.send_again(&world.actor, &draft)).await;
    assert_eq!(one.unwrap().arms, 2);
    assert_eq!(two.unwrap().arms, 2);
    assert_eq!(world.wire.count(CREATE), 2);
    assert_eq!(world.really().await.len(), 1);
}

#[tokio::test]
async fn readings_do_not_count_while_the_call_can_still_be_on_its_way() {
    let world = World::new().await;
    world.wire.meet(CREATE, Fault::Lost, 1);
    let draft = world.draft("slow").await;
    world.portal.create(&world.actor, &draft).await.unwrap();
    for _ in 0..SWEEPS + 2 {
        world.read().await;
        world.clock.advance(2);
    }
    assert_eq!(
        operation(&world, &draft).await.sweeps,
        0,
        "a call that hangs somewhere may arrive after all these readings"
    );
    world.portal.send_again(&world.actor, &draft).await.unwrap();
    assert_eq!(world.wire.count(CREATE), 1);
}

#[tokio::test]
async fn a_portal_killed_before_the_answer_adopts_the_environment_when_it_is_back() {
    let mut world = World::new().await;
    world.wire.meet(CREATE, Fault::Silence, 1);
    let draft = world.draft("survivor").await;
    let call = {
        let (portal, actor, draft) = (world.portal.clone(), world.actor.clone(), draft.clone());
        tokio::spawn(async move { portal.create(&actor, &draft).await })
    };
    // The reading before it is the first.
    world.wire.dealt_with(2).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    world.restart().await;

    assert_eq!(operation(&world, &draft).await.state, State::Armed);
    world.read().await;
    assert_eq!(operation(&world, &draft).await.state, State::Armed, "it may still be on its way");
    world.portal.create(&world.actor, &draft).await.unwrap();
    assert_eq!(world.wire.count(CREATE), 1);

    world.clock.advance(in_flight());
    world.read().await;
    assert!(matches!(operation(&world, &draft).await.state, State::Created { .. }));
    assert_eq!(world.really().await.len(), 1);
    assert_eq!(world.wire.count(CREATE), 1);
}

#[tokio::test]
async fn a_portal_killed_before_sending_lets_a_person_decide() {
    let mut world = World::new().await;
    world.wire.meet(CREATE, Fault::Lost, 1);
    let draft = world.draft("armed").await;
    // The answer is lost and, as the portal dies, nobody writes so: the record is back at "armed".
    world.portal.create(&world.actor, &draft).await.unwrap();
    let mut armed = operation(&world, &draft).await;
    armed.state = State::Armed;
    forget_the_outcome(&world, &armed).await;
    world.restart().await;
    world.clock.advance(in_flight());
    for _ in 0..SWEEPS {
        world.read().await;
    }
    let again = world.portal.send_again(&world.actor, &draft).await.unwrap();
    assert!(matches!(again.state, State::Created { .. }), "{:?}", again.state);
    assert_eq!(world.really().await.len(), 1);
}

/// Deletes the draft's operation and arms it anew, as it was before its outcome was written.
async fn forget_the_outcome(world: &World, armed: &Operation) {
    use domain::{audit::Event, id::EventId, ports::Store};
    let event = Event {
        id: EventId::from_bytes(rand::random()),
        at: armed.armed_at,
        person: None,
        who: "test".into(),
        action: Action::CreateEnvironment,
        object: "operation".into(),
        outcome: Outcome::Intended,
        detail: String::new(),
        changes: Vec::new(),
        request: None,
    };
    let refusal =
        domain::error::Refusal { kind: domain::error::RefusalKind::Other, said: String::new(), request_id: None };
    assert!(world.store.settle(&armed.id, armed.arms, &State::Refused { refusal }, &event).await.unwrap());
    let event = Event { id: EventId::from_bytes(rand::random()), ..event };
    let armed = Operation { arms: armed.arms + 1, ..armed.clone() };
    assert!(world.store.arm(&armed, false, &event).await.unwrap());
}

#[tokio::test]
async fn a_reading_that_missed_somebodys_tags_proves_nothing() {
    let world = World::new().await;
    world.wire.meet(CREATE, Fault::ReplyLost, 1);
    let draft = world.draft("hidden").await;
    world.portal.create(&world.actor, &draft).await.unwrap();
    world.clock.advance(in_flight());
    world.wire.meet("GET /tags", Fault::Says(503, "", ""), 1000);
    world.read().await;
    // A look at the page changes nothing about it: the tags are still unread.
    let id = world.really().await[0].id.clone();
    world.portal.environment(&world.actor, &world.connection, &id).await.unwrap();
    world.read().await;
    assert_eq!(operation(&world, &draft).await.sweeps, 0);
    world.wire.mend();
    world.read().await;
    assert!(matches!(operation(&world, &draft).await.state, State::Created { .. }));
}

#[tokio::test]
async fn what_is_deleted_while_it_is_built_is_told_to_be_gone_and_not_asked_about_any_more() {
    let world = World::with(Setting { faults: true, ..Setting::default() }).await;
    let operation = approved(&world, "slow-x").await;
    let made = until(&world, &operation, &["created"]).await;
    let environment = made.state.environment().unwrap().clone();
    let path = format!("/environments/{environment}");
    local(&world, "POST", &format!("{path}/status"), r#"{"status":"CREATED"}"#).await;
    world.other.delete(&world.connection, &environment).await.unwrap();
    // FinSpace answers for a deleted one for an hour.
    world.clock.advance(3700);
    let failed = until(&world, &operation, &["failed", "stalled"]).await;
    let gone = State::Failed { environment: environment.clone(), status: Status::Deleted };
    assert_eq!((failed.state, failed.next_run_at), (gone, None));
    let history = world.portal.history(&world.actor, &world.connection, &environment, 1).await.unwrap().rows;
    assert!(history[0].detail.contains("is gone"), "{}", history[0].detail);
}
