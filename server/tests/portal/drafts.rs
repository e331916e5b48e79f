//! Half-filled wizards: private, kept whatever is in them, and safe against two browsers.

use domain::{
    Actor, Error, Field,
    draft::Work,
    environment::{EnvironmentForm, Step},
    id::PersonId,
    operation::{IN_FLIGHT_SECONDS, SWEEPS, State},
};
use futures::future::join_all;

use super::{
    wire::Fault,
    world::{World, tag_form},
};

fn form(work: Work) -> EnvironmentForm {
    let Work::Create { form, .. } = work else { panic!("{work:?}") };
    form
}

#[tokio::test]
async fn everything_typed_is_kept_also_what_is_wrong() {
    let mut world = World::new().await;
    let draft = world.portal.start_draft(&world.actor).await.unwrap();
    assert_eq!(form(draft.work).connection, "local", "the only connection is chosen already");
    let typed = EnvironmentForm { connection: "gone".into(), name: "n ö".into(), ..EnvironmentForm::default() };
    let problems = world.portal.save_step(&world.actor, &draft.id, Step::Basics, &typed).await.unwrap();
    assert_eq!(problems.0.iter().map(|p| p.field).collect::<Vec<_>>(), [Field::Connection, Field::Name]);
    world.restart().await;
    let kept = world.portal.draft(&world.actor, &draft.id).await.unwrap();
    assert_eq!(kept.title(), "n ö");
    assert_eq!(form(kept.work).connection, "gone");
}

#[tokio::test]
async fn two_browsers_that_save_other_steps_lose_nothing() {
    let world = World::new().await;
    let draft = world.draft("both").await;
    let saves = Step::ALL.map(|step| {
        let typed = EnvironmentForm {
            connection: "local".into(),
            name: "both".into(),
            first_name: "Ada".into(),
            tags: tag_form(&[("team", "x")]),
            ..EnvironmentForm::default()
        };
        let (portal, actor, draft) = (world.portal.clone(), world.actor.clone(), draft.clone());
        tokio::spawn(async move { portal.save_step(&actor, &draft, step, &typed).await })
    });
    for save in join_all(saves).await {
        save.unwrap().unwrap();
    }
    let form = form(world.portal.draft(&world.actor, &draft).await.unwrap().work);
    assert_eq!((form.first_name.as_str(), form.tags.rows.len(), form.name.as_str()), ("Ada", 1, "both"));
}

#[tokio::test]
async fn a_draft_is_its_persons_own() {
    let world = World::new().await;
    let draft = world.draft("private").await;
    let stranger = Actor { person: PersonId::from_bytes([9; 26]), ..world.actor.clone() };
    assert!(matches!(world.portal.draft(&stranger, &draft).await, Err(Error::NotFound(_))));
    let typed = EnvironmentForm::default();
    assert!(matches!(world.portal.save_step(&stranger, &draft, Step::Basics, &typed).await, Err(Error::NotFound(_))));
    world.portal.discard_draft(&stranger, &draft).await.unwrap();
    assert_eq!(world.portal.drafts(&world.actor).await.unwrap().len(), 1);
    assert_eq!(world.portal.drafts(&stranger).await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_draft_thrown_away_is_gone_and_again_is_no_error() {
    let world = World::new().await;
    let draft = world.draft("never-mind").await;
    world.portal.discard_draft(&world.actor, &draft).await.unwrap();
    world.portal.discard_draft(&world.actor, &draft).await.unwrap();
    assert!(matches!(world.portal.create(&world.actor, &draft).await, Err(Error::NotFound(_))));
    assert_eq!(world.wire.count("POST"), 0);
}

#[tokio::test]
async fn a_draft_whose_call_may_still_make_an_environment_is_not_thrown_away() {
    let world = World::new().await;
    let draft = world.draft("orphan").await;
    world.wire.meet("POST /environment", Fault::Lost, 1);
    let lost = world.portal.create(&world.actor, &draft).await.unwrap();
    assert!(matches!(lost.state, State::Unknown { .. }), "{:?}", lost.state);
    let refused = world.portal.discard_draft(&world.actor, &draft).await.unwrap_err();
    assert!(matches!(&refused, Error::Conflict(why) if why.contains("Resume the draft")), "{refused:?}");
    assert!(world.portal.draft(&world.actor, &draft).await.is_ok(), "its page is still there");
    // Once nothing was found often enough, the person decides: to send it again, or to leave it at that.
    world.clock.advance(u64::try_from(IN_FLIGHT_SECONDS).unwrap() + 1);
    for _ in 0..SWEEPS {
        world.read().await;
    }
    world.portal.discard_draft(&world.actor, &draft).await.unwrap();
    assert!(world.portal.drafts(&world.actor).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_draft_that_finspace_refused_can_be_thrown_away() {
    let world = World::new().await;
    let draft = world.draft("refused").await;
    world.wire.meet("POST /environment", Fault::Says(403, "x-amzn-errortype: AccessDeniedException\r\n", "{}"), 1);
    let refused = world.portal.create(&world.actor, &draft).await.unwrap();
    assert!(matches!(refused.state, State::Refused { .. }), "{:?}", refused.state);
    world.portal.discard_draft(&world.actor, &draft).await.unwrap();
    assert!(world.portal.drafts(&world.actor).await.unwrap().is_empty());
}
