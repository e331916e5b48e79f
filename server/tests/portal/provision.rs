//! Approved operations, carried out by the portal itself.

use std::{collections::BTreeMap, time::Duration};

use domain::{
    Error,
    audit::{Action, Event, Outcome},
    environment::Status,
    id::{DraftId, EventId},
    operation::{Operation, State},
    ports::{FinSpace, Provisions, Store},
    role::Role,
    tag::OPERATION,
};
use server::jobs::{Pace, Provisioning};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::watch,
    time::timeout,
};

use super::{
    wire::Fault,
    world::{Setting, World},
};

pub const CREATE: &str = "POST /environment";
pub const THROTTLED: &str = "x-amzn-errortype: ThrottlingException\r\ncontent-type: application/json\r\n";

/// An operation as it is right after its approval.
pub async fn approved(world: &World, name: &str) -> Operation {
    let draft = DraftId::from_bytes(rand::random());
    let operation = world.portal.approved(draft, world.actor.person.clone(), world.plan(name));
    assert!(world.store.approve(&operation, &approval(&operation)).await.unwrap());
    operation
}

fn approval(operation: &Operation) -> Event {
    Event {
        id: EventId::from_bytes(rand::random()),
        at: operation.armed_at,
        person: None,
        who: "ada@example.com".into(),
        action: Action::CreateEnvironment,
        object: format!("operation/{}", operation.id),
        outcome: Outcome::Intended,
        detail: "Approved".into(),
        changes: Vec::new(),
        request: None,
    }
}

pub async fn now(world: &World, operation: &Operation) -> Operation {
    world.store.operation(&operation.id).await.unwrap().unwrap()
}

/// One round of the job, as it is without anything wrong.
pub async fn round(world: &World) {
    let mut round = world.portal.round(&world.connection, &()).await.unwrap();
    for operation in std::mem::take(&mut round.due) {
        world.portal.carry(operation, &round, &()).await.unwrap();
    }
}

/// Turns the clock to when something is due next.
pub async fn wait(world: &World) {
    if let Some(at) = world.portal.next_run(&world.connection).await.unwrap() {
        let seconds = at.duration_since(world.portal.now()).as_secs();
        world.clock.advance(u64::try_from(seconds + 1).unwrap_or_default());
    }
}

/// Goes on until the operation is in a state of these, and gives it.
pub async fn until(world: &World, operation: &Operation, states: &[&str]) -> Operation {
    for _ in 0..60 {
        round(world).await;
        let found = now(world, operation).await;
        if states.contains(&found.state.as_str()) {
            return found;
        }
        wait(world).await;
    }
    panic!("{:?} is none of {states:?}", now(world, operation).await);
}

/// Asks the endpoint's control path for something.
pub async fn local(world: &World, method: &str, path: &str, body: &str) {
    let mut stream = TcpStream::connect(world.endpoint.address()).await.unwrap();
    let length = body.len();
    let request = format!(
        "{method} /_local{path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{method} {path}: {answer}");
}

#[tokio::test]
async fn what_was_approved_is_called_once_and_followed_until_it_is_up() {
    let world = World::new().await;
    let operation = approved(&world, "risk").await;
    assert_eq!(now(&world, &operation).await, operation);
    round(&world).await;
    let made = now(&world, &operation).await;
    let State::Created { environment } = &made.state else { panic!("{made:?}") };
    assert_eq!((made.arms, world.wire.count(CREATE)), (1, 1));
    assert_eq!(world.really_tagged(environment).await[OPERATION], operation.id.as_str());
    round(&world).await;
    assert_eq!(now(&world, &operation).await, made, "it is not due");
    let ready = until(&world, &operation, &["ready"]).await;
    assert_eq!((ready.state, ready.next_run_at), (State::Ready { environment: environment.clone() }, None));
    assert_eq!(world.wire.count(CREATE), 1);
    let history = world.portal.history(&world.actor, &world.connection, environment, 1).await.unwrap().rows;
    assert_eq!(history.iter().map(|event| event.outcome).collect::<Vec<_>>(), [Outcome::Done, Outcome::Done]);
    assert!(world.failures.said().is_empty());
}

#[tokio::test]
async fn one_request_is_one_operation() {
    let world = World::new().await;
    let operation = approved(&world, "risk").await;
    let again = world.portal.approved(operation.draft.clone(), operation.person.clone(), operation.plan.clone());
    assert!(!world.store.approve(&again, &approval(&again)).await.unwrap());
    assert_eq!((&again.id, &now(&world, &operation).await), (&operation.id, &operation));
    assert_eq!(world.store.events(&format!("operation/{}", again.id), 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_creation_that_fails_at_finspace_is_told() {
    let world = World::with(Setting { faults: true, ..Setting::default() }).await;
    let operation = approved(&world, "fail-creation-x").await;
    let failed = until(&world, &operation, &["failed"]).await;
    let State::Failed { status, .. } = failed.state else { panic!() };
    assert_eq!((status, failed.next_run_at), (Status::FailedCreation, None));
}

#[tokio::test]
async fn what_takes_too_long_stalls_and_still_comes_up() {
    let world = World::with(Setting { faults: true, ..Setting::default() }).await;
    let operation = approved(&world, "slow-x").await;
    let made = until(&world, &operation, &["created"]).await;
    let path = format!("/environments/{}", made.state.environment().unwrap());
    local(&world, "POST", &format!("{path}/status"), r#"{"status":"CREATING"}"#).await;
    world.clock.advance(2 * 60 * 60 + 1);
    until(&world, &operation, &["stalled"]).await;
    local(&world, "POST", &format!("{path}/status"), r#"{"status":"CREATED"}"#).await;
    until(&world, &operation, &["ready"]).await;
}

#[tokio::test]
async fn a_definite_no_stands_until_a_person_decides() {
    let world = World::new().await;
    world.wire.meet(CREATE, Fault::Says(400, "x-amzn-errortype: ValidationException\r\n", r#"{"message":"No."}"#), 1);
    let operation = approved(&world, "risk").await;
    let refused = until(&world, &operation, &["refused"]).await;
    assert_eq!(refused.next_run_at, None);
    wait(&world).await;
    round(&world).await;
    assert_eq!(world.wire.count(CREATE), 1);
    world.portal.call_again(&world.actor, &operation.id).await.unwrap();
    until(&world, &operation, &["ready"]).await;
    assert_eq!(world.wire.count(CREATE), 2);
}

#[tokio::test]
async fn what_has_to_slow_down_is_sent_again_later_each_time() {
    let world = World::new().await;
    world.wire.meet(CREATE, Fault::Says(429, THROTTLED, r#"{"message":"Slow down."}"#), 3);
    let operation = approved(&world, "risk").await;
    let mut rests = Vec::new();
    for _ in 0..3 {
        round(&world).await;
        let waiting = now(&world, &operation).await;
        assert!(matches!(waiting.state, State::Waiting { refusal: Some(_) }), "{waiting:?}");
        rests.push(waiting.next_run_at.unwrap().duration_since(world.portal.now()).as_secs());
        wait(&world).await;
    }
    assert_eq!(rests, [30, 60, 120]);
    until(&world, &operation, &["ready"]).await;
    assert_eq!((world.wire.count(CREATE), world.really().await.len()), (4, 1));
}

#[tokio::test]
async fn nothing_is_called_while_finspace_cannot_be_read() {
    let world = World::new().await;
    let operation = approved(&world, "risk").await;
    world.made_elsewhere("other").await;
    for beginning in ["GET /environment", "GET /tags"] {
        world.wire.meet(beginning, Fault::Says(503, "", ""), 1000);
        for _ in 0..3 {
            round(&world).await;
            wait(&world).await;
        }
        assert!(matches!(now(&world, &operation).await.state, State::Waiting { .. }));
        assert_eq!(world.wire.count(CREATE), 0);
        world.wire.mend();
    }
    until(&world, &operation, &["ready"]).await;
}

#[tokio::test]
async fn what_a_reading_saw_to_be_up_is_ready_before_the_next_look_is_due() {
    let world = World::with(Setting { faults: true, ..Setting::default() }).await;
    let operation = approved(&world, "slow-x").await;
    let made = until(&world, &operation, &["created"]).await;
    let path = format!("/environments/{}", made.state.environment().unwrap());
    round(&world).await;
    assert_eq!(now(&world, &operation).await, made, "it is being built, and not due");
    local(&world, "POST", &format!("{path}/status"), r#"{"status":"CREATED"}"#).await;
    // A reading tells nothing of what was looked at since it began.
    world.clock.advance(1);
    world.portal.read_connection(&world.connection).await.unwrap();
    round(&world).await;
    assert_eq!(now(&world, &operation).await.state.as_str(), "ready");
}

#[tokio::test]
async fn a_database_from_before_the_creation_adopts_what_was_created_since() {
    let world = World::new().await;
    let operation = approved(&world, "risk").await;
    let own = BTreeMap::from([(OPERATION.to_owned(), operation.id.to_string())]);
    let made = world.other.create(&operation.plan, &own).await.unwrap().id;
    let ready = until(&world, &operation, &["ready"]).await;
    assert_eq!(ready.state, State::Ready { environment: made });
    assert_eq!((world.wire.count(CREATE), ready.arms), (0, 0));
}

#[tokio::test]
async fn of_several_with_the_tag_none_is_taken_until_one_is_left() {
    let world = World::new().await;
    let operation = approved(&world, "risk").await;
    let own = BTreeMap::from([(OPERATION.to_owned(), operation.id.to_string())]);
    let one = world.other.create(&operation.plan, &own).await.unwrap().id;
    let two = world.other.create(&operation.plan, &own).await.unwrap().id;
    let undecided = until(&world, &operation, &["undecided"]).await;
    let State::Undecided { mut found, .. } = undecided.state else { panic!() };
    found.sort();
    let mut both = vec![one.clone(), two.clone()];
    both.sort();
    assert_eq!(found, both);
    // Deciding to send it again finds them before anything is sent.
    world.portal.call_again(&world.actor, &operation.id).await.unwrap();
    until(&world, &operation, &["undecided"]).await;
    assert_eq!(world.wire.count(CREATE), 0);
    world.clock.advance(10);
    world.other.delete(&world.connection, &two).await.unwrap();
    let ready = until(&world, &operation, &["ready"]).await;
    assert_eq!(ready.state, State::Ready { environment: one });
}

#[tokio::test]
async fn who_decides_about_an_operation_is_an_operator_and_there_must_be_something_to_decide() {
    let world = World::new().await;
    world.wire.meet(CREATE, Fault::Lost, 1);
    let operation = approved(&world, "risk").await;
    let member = world.somebody("mia@example.com", [Role::Member]).await;
    assert!(matches!(world.portal.operation(&member, &operation.id).await, Err(Error::NotFound(_))));
    assert!(matches!(world.portal.call_again(&member, &operation.id).await, Err(Error::Denied(_))));
    assert!(matches!(world.portal.close_operation(&member, &operation.id).await, Err(Error::Denied(_))));
    assert!(matches!(world.portal.call_again(&world.actor, &operation.id).await, Err(Error::Conflict(_))));
    let undecided = until(&world, &operation, &["undecided"]).await;
    assert_eq!(world.portal.operation(&world.actor, &operation.id).await.unwrap(), undecided);
    assert!(undecided.sweeps >= 3, "{undecided:?}");
    let State::Undecided { lost: Some(why), .. } = &undecided.state else { panic!("why is not known") };
    assert!(!why.is_empty());
    let closed = world.portal.close_operation(&world.actor, &operation.id).await.unwrap();
    assert_eq!((&closed.state, closed.next_run_at), (&State::Closed, None));
    assert!(matches!(world.portal.call_again(&world.actor, &operation.id).await, Err(Error::Conflict(_))));
    // A wizard's call is its person's business.
    let draft = world.draft("mine").await;
    world.wire.meet(CREATE, Fault::Says(429, THROTTLED, "{}"), 1);
    let refused = world.portal.create(&world.actor, &draft).await.unwrap();
    assert!(matches!(world.portal.call_again(&world.actor, &refused.id).await, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn the_job_carries_out_what_is_approved_and_ends_when_it_is_told_to() {
    let world = World::new().await;
    let (stop, stopping) = watch::channel(false);
    let seldom = Duration::from_hours(1);
    let pace = Pace { watched: seldom, rest: seldom, ..Pace::default() };
    let job = Provisioning::start(&world.portal, &world.bell, pace, &stopping);
    let operation = approved(&world, "risk").await;
    domain::ports::Bell::ring(&world.bell);
    let made = async {
        while now(&world, &operation).await.state.environment().is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(30), made).await.expect("the bell wakes it");
    stop.send_replace(true);
    timeout(Duration::from_secs(30), job.ended()).await.expect("it ends");
    assert_eq!(world.wire.count(CREATE), 1);
}
