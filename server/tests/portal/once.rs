//! One creation is one request, whatever the wire does with it. The SDK by itself would send three.

use std::time::Duration;

use domain::{error::RefusalKind, operation::State};
use server::finspace::Patience;

use super::{
    wire::Fault,
    world::{Setting, World},
};

const LIMIT: &str = "x-amzn-errortype: LimitExceededException\r\n";
const THROTTLED: &str = "x-amzn-errortype: ThrottlingException\r\n";
const INTERNAL: &str = "x-amzn-errortype: InternalServerException\r\n";
const MESSAGE: &str = r#"{"message":"no"}"#;

/// The state after one creation that meets the fault, and after the person clicked once more.
async fn state_after(fault: Fault) -> State {
    // Only where nobody answers is there something to be impatient for.
    let attempt = if fault == Fault::Silence { Duration::from_secs(2) } else { Patience::default().attempt };
    let patience = Patience { attempt, ..Patience::default() };
    let world = World::with(Setting { patience, ..Setting::default() }).await;
    world.wire.meet("POST /environment", fault, 1);
    let draft = world.draft("once").await;
    let operation = world.portal.create(&world.actor, &draft).await.unwrap();
    assert_eq!(world.wire.count("POST /environment"), 1, "{fault:?}");
    if matches!(operation.state, State::Unknown { .. }) {
        world.portal.create(&world.actor, &draft).await.unwrap();
        assert_eq!(world.wire.count("POST /environment"), 1, "{fault:?}, clicked again");
    }
    operation.state
}

async fn is_unknown(fault: Fault) {
    let state = state_after(fault).await;
    assert!(matches!(state, State::Unknown { .. }), "{fault:?}: {state:?}");
}

async fn is_refused(fault: Fault, kind: RefusalKind) {
    let State::Refused { refusal } = state_after(fault).await else { panic!("{fault:?}") };
    assert_eq!(refusal.kind, kind, "{fault:?}");
}

#[tokio::test]
async fn a_reset_before_the_reply_is_one_request() {
    is_unknown(Fault::Lost).await;
}

#[tokio::test]
async fn a_reset_after_the_commit_is_one_request() {
    is_unknown(Fault::ReplyLost).await;
}

#[tokio::test]
async fn a_fault_inside_is_one_request() {
    is_unknown(Fault::Says(500, INTERNAL, MESSAGE)).await;
}

#[tokio::test]
async fn a_service_that_is_away_is_one_request() {
    is_unknown(Fault::Says(503, "", "<html>try later</html>")).await;
}

#[tokio::test]
async fn a_success_that_cannot_be_read_is_one_request() {
    is_unknown(Fault::Says(200, "content-type: text/html\r\n", "<html>hello</html>")).await;
    is_unknown(Fault::Says(200, "", r#"{"environmentId":"../../etc"}"#)).await;
    is_unknown(Fault::Says(200, "", "{}")).await;
}

#[tokio::test]
async fn a_hang_is_one_request() {
    is_unknown(Fault::Silence).await;
}

#[tokio::test]
async fn throttling_is_one_request() {
    is_refused(Fault::Says(429, THROTTLED, MESSAGE), RefusalKind::Throttled).await;
}

#[tokio::test]
async fn a_limit_that_the_sdk_takes_for_throttling_is_one_request() {
    is_refused(Fault::Says(400, LIMIT, MESSAGE), RefusalKind::Quota).await;
}
