//! The log: what use cases write into it, and how it is read page by page.

use std::sync::Arc;

use domain::{
    audit::{Action, Change, Count, Filter, Format, Outcome, Place, Query},
    environment::EditForm,
    id::RequestId,
    ports::{FinSpace, Store},
};
use server::{
    jobs::{Checkpoints, Signing},
    seal::Seal,
    settings::Storage,
};
use tokio::sync::watch;

use super::world::{World, tag_form};

async fn written(world: &World, action: Action) -> Vec<(Outcome, Vec<String>)> {
    let filter = Filter { action: Some(action), ..Filter::default() };
    let lines = world.store.lines(&filter, Place::Newest, 100).await.unwrap();
    let words = |line: &domain::audit::Line| line.event.changes.iter().map(Change::in_words).collect();
    lines.iter().map(|line| (line.event.outcome, words(line))).collect()
}

#[tokio::test]
async fn changes_are_written_with_before_and_after() {
    let world = World::new().await;
    let id = world.made_elsewhere("before").await;
    let mut form = EditForm::of(&world.other.get(&world.connection, &id).await.unwrap());
    (form.name, form.description) = ("after".into(), "Rates desk".into());
    let draft = world.portal.plan_edit(&world.actor, &world.connection, &id, None, form).await.unwrap();
    world.portal.apply_edit(&world.actor, &draft.id).await.unwrap();
    let words = ["Name: before → after", "Description: added Rates desk"].map(str::to_owned).to_vec();
    let both = [(Outcome::Done, words.clone()), (Outcome::Intended, words)];
    assert_eq!(written(&world, Action::UpdateEnvironment).await, both);

    let (none, first, second) =
        (tag_form(&[]), tag_form(&[("owner", "ada"), ("team", "risk")]), tag_form(&[("team", "fx")]));
    let save = async |shown, typed| {
        world.portal.save_tags(&world.actor, &world.connection, &id, shown, typed).await.unwrap();
    };
    save(&none, &first).await;
    save(&first, &second).await;
    let tags = written(&world, Action::TagEnvironment).await;
    assert_eq!(tags[0], (Outcome::Done, vec!["Tag team: risk → fx".into(), "Tag owner: removed ada".into()]));
    assert_eq!(tags[3].1, ["Tag owner: added ada", "Tag team: added risk"]);

    world.create("fresh").await;
    let created = written(&world, Action::CreateEnvironment).await;
    assert_eq!(created[0].1, ["Connection: added local", "Name: added fresh", "Sign-in mode: added Local"]);
    assert_eq!(created.len(), 2);
}

#[tokio::test]
async fn an_event_carries_the_request_it_happened_in() {
    let world = World::new().await;
    let request = RequestId::from_bytes([3; 26]);
    world.portal.during(request.clone()).sign_out(&world.actor).await.unwrap();
    world.portal.sign_out(&world.actor).await.unwrap();
    let lines = world.store.lines(&Filter::default(), Place::Newest, 2).await.unwrap();
    assert_eq!([&lines[0].event.request, &lines[1].event.request], [&None, &Some(request.clone())]);
    // What a person quotes after a failure is the id of the request.
    let domain::Error::Unavailable(id) = world.portal.during(request.clone()).broken(&"a cable") else { panic!() };
    assert_eq!(id.as_str(), request.as_str());
}

#[tokio::test]
async fn walking_by_pages_meets_every_line_once() {
    let world = World::new().await;
    for _ in 0..9 {
        world.portal.sign_out(&world.actor).await.unwrap();
    }
    let page = async |place| {
        let query = Query { place, size: 4, ..Query::default() };
        world.portal.log(&world.actor, &query).await.unwrap()
    };
    let positions = |page: &domain::audit::Page| page.lines.iter().map(|line| line.position).collect::<Vec<_>>();
    let first = page(Place::Newest).await;
    assert_eq!((positions(&first), first.newer, first.older), (vec![10, 9, 8, 7], false, true));
    assert_eq!(first.matching, Count::Exactly(10));
    let middle = page(Place::Before(7)).await;
    assert_eq!((positions(&middle), middle.newer, middle.older), (vec![6, 5, 4, 3], true, true));
    let last = page(Place::Before(3)).await;
    assert_eq!((positions(&last), last.newer, last.older), (vec![2, 1], true, false));
    let oldest = page(Place::After(0)).await;
    assert_eq!((positions(&oldest), oldest.newer, oldest.older), (vec![4, 3, 2, 1], true, false));
    let back = page(Place::After(4)).await;
    assert_eq!((positions(&back), back.newer, back.older), (vec![8, 7, 6, 5], true, true));
    // Two lines would be left for a page: it is the newest one instead, which is whole.
    let newest = page(Place::After(8)).await;
    assert_eq!((positions(&newest), newest.newer, newest.older), (vec![10, 9, 8, 7], false, true));
    let beyond = page(Place::Before(1)).await;
    assert_eq!((positions(&beyond), beyond.matching), (vec![], Count::Exactly(10)));
}

#[tokio::test]
async fn an_export_has_what_there_was_when_it_began() {
    let world = World::new().await;
    for _ in 0..1100 {
        world.portal.sign_out(&world.actor).await.unwrap();
    }
    let mut export = world.portal.export_log(&world.actor, Filter::default(), Format::Csv).await.unwrap();
    let mut met = Vec::new();
    loop {
        // Whatever comes meanwhile is newer.
        world.portal.sign_out(&world.actor).await.unwrap();
        let lines = export.next().await.unwrap();
        if lines.is_empty() {
            break;
        }
        met.extend(lines.iter().map(|line| line.position));
    }
    assert_eq!(met, (1..=1101).rev().collect::<Vec<_>>());
    let filter = Filter { action: Some(Action::ExportLog), ..Filter::default() };
    let told = world.store.lines(&filter, Place::Newest, 10).await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].event.detail.as_str(), told[0].event.outcome), ("Everything, as CSV", Outcome::Done));
}

fn signing(world: &World) -> Signing {
    let storage = Storage { data: "nowhere".into(), database_url: Some("sqlite::memory:".to_owned().into()) };
    let seal = Seal::open(&storage).unwrap();
    Signing { database: world.store.clone(), seal, clock: Arc::clone(&world.clock) as _ }
}

#[tokio::test]
async fn the_log_is_signed_at_the_start_after_a_hundred_lines_and_at_the_end() {
    let world = World::new().await;
    let (stop, stopping) = watch::channel(false);
    let job = Checkpoints::start(signing(&world), &stopping);
    let mut signed = job.signed();
    signed.wait_for(|position| *position == 1).await.unwrap();
    for _ in 0..100 {
        world.portal.sign_out(&world.actor).await.unwrap();
    }
    signed.wait_for(|position| *position == 101).await.unwrap();
    world.portal.sign_out(&world.actor).await.unwrap();
    stop.send_replace(true);
    job.ended().await;
    let checkpoints = world.store.checkpoints(0, i64::MAX, 100).await.unwrap();
    assert_eq!(checkpoints.iter().map(|(position, _)| *position).collect::<Vec<_>>(), [1, 101, 102]);
    let head = world.store.log_head().await.unwrap();
    let last = checkpoints[2].1.as_ref().unwrap();
    assert!(last.checkpoint.hash == head.hash && server::seal::holds(last));
}

#[tokio::test]
async fn a_few_lines_are_signed_within_the_hour() {
    let world = World::new().await;
    let (_stop, stopping) = watch::channel(false);
    let job = Checkpoints::start(signing(&world), &stopping);
    let mut signed = job.signed();
    signed.wait_for(|position| *position == 1).await.unwrap();
    world.portal.sign_out(&world.actor).await.unwrap();
    // Nothing else is due, so the clock of the tasks goes on to the next hour by itself.
    tokio::time::pause();
    signed.wait_for(|position| *position == 2).await.unwrap();
}
