//! Creating an environment: exactly one, whoever clicks how often.

use domain::{
    Actor, Error, Field,
    audit::{Action, Outcome},
    blueprint::digest,
    draft::Work,
    environment::{AttributeRow, EnvironmentForm, FederationForm, Mode, Status, Step},
    error::RefusalKind,
    id::{DraftId, PersonId},
    operation::State,
    tag::{INSTANCE, OPERATION, PLAN},
};
use futures::future::join_all;

use super::{
    wire::Fault,
    world::{Setting, World, tag_form},
};

fn refusal(state: &State) -> RefusalKind {
    let State::Refused { refusal } = state else { panic!("{state:?} is no refusal") };
    refusal.kind
}

#[tokio::test]
async fn a_draft_becomes_an_environment_with_everything_in_it() {
    let world = World::new().await;
    let draft = world.portal.start_draft(&world.actor).await.unwrap().id;
    let document = format!("<EntityDescriptor>{}</EntityDescriptor>", "ü\"\\\n".repeat(400));
    let form = EnvironmentForm {
        connection: "local".into(),
        name: "risk-prod".into(),
        description: "Rates and credit.".into(),
        kms_key: "arn:aws:kms:us-east-1:123456789012:key/1b-2c".into(),
        mode: Mode::Federated,
        federation: FederationForm {
            metadata_document: document.clone(),
            provider_name: "IAM Identity Center".into(),
            attributes: vec![AttributeRow { key: "Email".into(), value: "email".into() }],
            ..FederationForm::default()
        },
        email_address: "ada@example.com".into(),
        first_name: "Ada".into(),
        last_name: "Lovelace".into(),
        data_bundles: vec!["arn:aws:finspace:us-east-1::data-bundle/taq".into()],
        tags: tag_form(&[("team", "risk"), ("cost-centre", "4711")]),
    };
    for step in Step::ALL {
        let problems = world.portal.save_step(&world.actor, &draft, step, &form).await.unwrap();
        assert!(problems.is_empty(), "{step:?}: {problems:?}");
    }
    let operation = world.portal.create(&world.actor, &draft).await.unwrap();
    let State::Created { environment: id } = &operation.state else { panic!("{:?}", operation.state) };

    let detail = world.portal.environment(&world.actor, &world.connection, id).await.unwrap();
    let environment = detail.environment;
    assert_eq!(environment.name, "risk-prod");
    assert_eq!(environment.description.as_deref(), Some("Rates and credit."));
    assert_eq!(environment.mode, Mode::Federated);
    assert_eq!(environment.federation.metadata_document.as_deref(), Some(document.as_str()));
    assert_eq!(environment.federation.provider_name.as_deref(), Some("IAM Identity Center"));
    assert_eq!(environment.federation.attributes.get("Email").map(String::as_str), Some("email"));
    let tags = detail.tags.unwrap();
    assert_eq!(tags.get("team").map(String::as_str), Some("risk"));
    let plan = digest(&operation.plan);
    for (key, value) in [(OPERATION, operation.id.as_str()), (PLAN, &plan), (INSTANCE, "https://portal.example.com")] {
        assert_eq!(tags.get(key).map(String::as_str), Some(value), "{key}");
    }

    // The list has it before any whole reading, without the document.
    let entry = world.entry(id).unwrap();
    assert_eq!(entry.environment.status, Status::CreateRequested);
    assert_eq!(entry.environment.federation.metadata_document, None);
    assert_eq!(world.portal.drafts(&world.actor).await.unwrap(), []);
    let history = world.portal.history(&world.actor, &world.connection, id, 1).await.unwrap().rows;
    assert_eq!(
        history.iter().map(|e| (e.action, e.outcome)).collect::<Vec<_>>(),
        [(Action::CreateEnvironment, Outcome::Done)]
    );
    assert_eq!(world.failures.said(), [""; 0]);
}

#[tokio::test]
async fn a_draft_with_faults_sends_nothing_and_shows_them_on_every_step() {
    let world = World::with(Setting { required_tags: vec!["owner"], ..Setting::default() }).await;
    let draft = world.portal.start_draft(&world.actor).await.unwrap().id;
    let bad = EnvironmentForm { connection: "local".into(), name: "risk_prod".into(), ..EnvironmentForm::default() };
    let problems = world.portal.save_step(&world.actor, &draft, Step::Basics, &bad).await.unwrap();
    assert_eq!(problems.0.len(), 1, "only the step that was sent shows its faults");
    let error = world.portal.create(&world.actor, &draft).await.unwrap_err();
    let Error::Invalid(problems) = error else { panic!("{error:?}") };
    assert_eq!(problems.0.iter().map(|p| p.field).collect::<Vec<_>>(), [Field::Name, Field::Tags]);
    let Work::Create { seen, .. } = world.portal.draft(&world.actor, &draft).await.unwrap().work else { panic!() };
    assert_eq!(seen, Step::ALL);
    assert_eq!(world.wire.count("POST"), 0);
    assert_eq!(world.portal.operation_of(&world.actor, &draft).await.unwrap(), None);
}

#[tokio::test]
async fn a_stranger_cannot_create_from_my_draft_nor_see_what_became_of_it() {
    let world = World::new().await;
    let draft = world.draft("mine").await;
    let stranger = Actor { person: PersonId::from_bytes([9; 26]), ..world.actor.clone() };
    let absent = DraftId::from_bytes([3; 26]);
    assert_eq!(world.portal.create(&stranger, &draft).await, world.portal.create(&stranger, &absent).await);
    assert!(matches!(world.portal.create(&stranger, &draft).await, Err(Error::NotFound(_))));
    world.portal.create(&world.actor, &draft).await.unwrap();
    assert_eq!(world.portal.operation_of(&stranger, &draft).await.unwrap(), None);
    assert_eq!(world.wire.count("POST /environment"), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_clicks_make_one_environment() {
    let world = World::new().await;
    let draft = world.draft("clicked").await;
    let clicks = (0..50).map(|_| {
        let (portal, actor, draft) = (world.portal.clone(), world.actor.clone(), draft.clone());
        tokio::spawn(async move { portal.create(&actor, &draft).await })
    });
    let operations: Vec<_> = join_all(clicks).await.into_iter().map(|click| click.unwrap().unwrap()).collect();
    assert_eq!(world.wire.count("POST /environment"), 1);
    assert_eq!(world.really().await.len(), 1);
    assert!(operations.iter().all(|operation| operation.id == operations[0].id && operation.arms == 1));
    let again = world.portal.create(&world.actor, &draft).await.unwrap();
    assert!(matches!(again.state, State::Created { .. }));
    assert_eq!(world.wire.count("POST /environment"), 1, "a created draft is never sent again");
}

#[tokio::test]
async fn a_used_up_quota_is_a_definite_no_after_which_the_same_draft_can_be_created() {
    let world = World::with(Setting { quota: Some(1), ..Setting::default() }).await;
    let first = world.made_elsewhere("first").await;
    let draft = world.draft("second").await;
    let refused = world.portal.create(&world.actor, &draft).await.unwrap();
    assert_eq!(refusal(&refused.state), RefusalKind::Quota);
    world.portal.delete_environment(&world.actor, &world.connection, &first, "first").await.unwrap();
    world.clock.advance(600);
    world.type_name(&draft, "second-try").await;
    let created = world.portal.create(&world.actor, &draft).await.unwrap();
    assert!(matches!(created.state, State::Created { .. }), "{:?}", created.state);
    assert_eq!((created.id, created.arms), (refused.id, 2));
    assert_eq!(created.plan.name.as_str(), "second-try", "the draft as it is now is what was sent");
    assert_eq!(world.wire.count("POST /environment"), 2);
}

#[tokio::test]
async fn denied_and_throttled_are_definite_and_can_be_tried_again() {
    let denied = Fault::Says(403, "x-amzn-errortype: AccessDeniedException\r\n", r#"{"message":"not you"}"#);
    let throttled = Fault::Says(429, "x-amzn-errortype: ThrottlingException\r\n", "{}");
    for (fault, kind) in [(denied, RefusalKind::Denied), (throttled, RefusalKind::Throttled)] {
        let world = World::new().await;
        world.wire.meet("POST /environment", fault, 1);
        let draft = world.draft("once-more").await;
        assert_eq!(refusal(&world.portal.create(&world.actor, &draft).await.unwrap().state), kind);
        let created = world.portal.create(&world.actor, &draft).await.unwrap();
        assert!(matches!(created.state, State::Created { .. }), "{:?}", created.state);
        assert_eq!(world.wire.count("POST /environment"), 2);
    }
}

#[tokio::test]
async fn when_nobody_listens_it_is_certain_that_nothing_was_sent() {
    let mut world = World::new().await;
    let draft = world.draft("patient").await;
    world.wire.close().await;
    // It is known from the reading alone, when there was none since the start.
    let unread = world.portal.create(&world.actor, &draft).await.unwrap_err();
    assert!(matches!(&unread, Error::FinSpace(r) if r.kind == RefusalKind::Unreachable), "{unread:?}");
    world.wire.open_again(world.endpoint.address()).await;
    world.read().await;
    world.wire.close().await;
    let refused = world.portal.create(&world.actor, &draft).await.unwrap();
    assert_eq!(refusal(&refused.state), RefusalKind::Unreachable);
    world.wire.open_again(world.endpoint.address()).await;
    let created = world.portal.create(&world.actor, &draft).await.unwrap();
    assert!(matches!(created.state, State::Created { .. }), "{:?}", created.state);
    assert_eq!(world.really().await.len(), 1);
}

#[tokio::test]
async fn without_credentials_nothing_is_sent_and_the_words_say_where_to_look() {
    let world = World::with(Setting { profile: Some("no-such-profile".into()), ..Setting::default() }).await;
    let draft = world.draft("unsigned").await;
    let Err(Error::FinSpace(refusal)) = world.portal.create(&world.actor, &draft).await else { panic!() };
    assert_eq!(refusal.kind, RefusalKind::Denied);
    assert!(refusal.said.contains("Check the profile “no-such-profile”"), "{}", refusal.said);
    assert_eq!(world.wire.count(""), 0);
}

#[tokio::test]
async fn a_namesake_whose_tags_cannot_be_read_is_told_with_why_and_what_to_do_and_holds_up_no_longer_than_that() {
    let world = World::new().await;
    let namesake = world.made_elsewhere("twin").await;
    let seen = world.portal.now();
    let denied = Fault::Says(403, "x-amzn-errortype: AccessDeniedException\r\n", r#"{"message":"not you"}"#);
    world.wire.meet("GET /tags", denied, 1000);
    world.read().await;
    world.clock.advance(3600);
    let draft = world.draft("twin").await;
    let Err(Error::Conflict(why)) = world.portal.create(&world.actor, &draft).await else { panic!("it was sent") };
    let since = seen.strftime("%Y-%m-%d %H:%M UTC").to_string();
    for part in [namesake.as_str(), &since, "not you", "finspace:ListTagsForResource", "another name", "is kept"] {
        assert!(why.contains(part), "{part} in {why}");
    }
    assert_eq!(world.wire.count("POST /environment"), 0);
    assert!(world.portal.draft(&world.actor, &draft).await.is_ok());
    // Whoever may grant it did: no reading has to pass before it counts.
    world.wire.mend();
    let State::Created { environment } = world.portal.create(&world.actor, &draft).await.unwrap().state else {
        panic!("still held up")
    };
    assert_ne!(environment, namesake);
}
