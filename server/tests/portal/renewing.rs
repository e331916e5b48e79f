//! How people sign in, changed by request: the metadata of an identity provider is renewed, or there is another one.

use domain::{
    audit::{Action, Change, Event, marked},
    change::{Basis, SignIn, State},
    environment::{AttributeRow, Environment, EnvironmentChange, EnvironmentForm, Federation, FederationForm, Mode},
    id::EnvironmentId,
    ports::{FinSpace, RequestStore, Store},
    request::{Request, Stage},
};

use super::{
    changing::{Flat, UPDATE, ask, carry, rest, state},
    lifetimes::Home,
    requests::{Room, blueprint_form, conflict, fixed, wrong},
    wire::Fault,
    world::World,
};

const GET: &str = "GET /environment/";
const FILE: &str = include_str!("../../../domain/tests/saml/pysaml2.xml");
const OTHER: &str = include_str!("../../../domain/tests/saml/okta.xml");

/// As it is read: without the blanks around it.
fn metadata() -> &'static str {
    FILE.trim()
}

fn renewed() -> String {
    metadata().replace("sso/redirect", "sso/redirect-2")
}

fn federation() -> FederationForm {
    FederationForm {
        metadata_document: metadata().into(),
        provider_name: "Example".into(),
        attributes: vec![AttributeRow { key: "Email".into(), value: "email".into() }],
        ..FederationForm::default()
    }
}

/// A team with a federated environment that a blueprint made.
async fn home() -> Home {
    let mut room = Room::new().await;
    let fixed = EnvironmentForm { mode: Mode::Federated, federation: federation(), ..fixed() };
    let known = Some((&room.blueprint.id, room.blueprint.version));
    room.blueprint =
        room.world.portal.save_blueprint(&room.world.actor, known, &blueprint_form(), &fixed).await.unwrap();
    Home::within(room, "lab-home").await
}

/// A team with one that no blueprint made.
async fn flat() -> Flat {
    let flat = Flat::new().await;
    let federation = federation_of(metadata());
    let change = EnvironmentChange { mode: Some(Mode::Federated), federation: Some(federation), ..Default::default() };
    flat.room.world.other.update(&flat.room.world.connection, &flat.id, &change).await.unwrap();
    flat
}

fn federation_of(document: &str) -> Federation {
    Federation {
        metadata_document: Some(document.into()),
        provider_name: Some("Example".into()),
        attributes: [("Email".into(), "email".into())].into(),
        ..Federation::default()
    }
}

fn renew(form: &mut EnvironmentForm) {
    form.federation.metadata_document = renewed();
}

async fn now(world: &World, id: &EnvironmentId) -> Environment {
    world.other.get(&world.connection, id).await.unwrap()
}

/// Somebody changes the federation past the portal.
async fn changed(world: &World, id: &EnvironmentId, federation: Federation) {
    let change = EnvironmentChange { federation: Some(federation), ..EnvironmentChange::default() };
    world.other.update(&world.connection, id, &change).await.unwrap();
}

async fn told(world: &World, object: &str) -> Vec<Event> {
    world.store.events(object, 50).await.unwrap()
}

fn lines(changes: &[Change]) -> Vec<String> {
    changes.iter().map(Change::in_words).collect()
}

#[tokio::test]
async fn a_renewed_document_is_sent_once_and_the_rest_of_the_federation_stays() {
    let home = home().await;
    let (room, world, member) = (&home.room, &home.room.world, home.member());
    let basis = world.portal.change_opening(member, &home.link).await.unwrap().basis;
    assert_eq!((basis.sign_in, basis.form().federation.metadata_document.as_str()), (SignIn::Metadata, ""));
    let foreign = ask(world, member, &home.link, |form| form.federation.metadata_document = OTHER.into()).await;
    assert!(wrong(foreign) == [domain::Field::MetadataDocument]);
    let asked = ask(world, member, &home.link, renew).await.unwrap();
    let kept = world.store.request(&asked.id).await.unwrap().unwrap();
    assert_eq!(kept.answers.federation.metadata_document, "", "it is kept once");
    let wanted = kept.about.unwrap().wanted.unwrap();
    assert_eq!((wanted.document(), wanted.changes().len()), (Some(renewed().as_str()), 1));
    room.approve(&room.approver, &asked.id).await.unwrap();
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }));
    let link = world.portal.link(member, &home.link).await.unwrap().link;
    let federation = now(world, &link.environment).await.federation;
    assert_eq!(federation.metadata_document.as_deref(), Some(renewed().as_str()));
    assert_eq!(
        (federation.provider_name.as_deref(), federation.attributes["Email"].as_str()),
        (Some("Example"), "email")
    );
    assert!(federation.urn.is_some() && federation.callback_url.is_some());
    assert_eq!(world.wire.count(UPDATE), 1);
    carry(world).await;
    assert_eq!(world.wire.count(UPDATE), 1);
    // The log knows the documents by their digests.
    let line = format!("SAML metadata document: {} → {}", marked(metadata()), marked(&renewed()));
    let events = told(world, &Request::object(&asked.id)).await;
    let mut of_environment = told(world, &format!("environment/local/{}", link.environment)).await;
    of_environment.retain(|event| event.action == Action::UpdateEnvironment);
    for event in events.iter().chain(&of_environment).filter(|event| !event.changes.is_empty()) {
        assert_eq!(lines(&event.changes), [line.as_str()], "{:?}", event.action);
        assert!(!event.detail.contains("EntityDescriptor"), "{}", event.detail);
    }
    assert_eq!(of_environment.len(), 2);
    assert!(world.failures.said().is_empty());
}

#[tokio::test]
async fn another_way_to_sign_in_is_asked_for_where_no_blueprint_says_which() {
    let flat = Flat::new().await;
    let (room, world, member) = (&flat.room, &flat.room.world, &flat.room.desk.member);
    let federate = |form: &mut EnvironmentForm| (form.mode, form.federation) = (Mode::Federated, federation());
    let asked = ask(world, member, &flat.link, federate).await.unwrap();
    room.approve(&world.actor, &asked.id).await.unwrap();
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }));
    let there = now(world, &flat.id).await;
    assert_eq!((there.mode, there.federation.metadata_document.as_deref()), (Mode::Federated, Some(metadata())));
    assert!(there.federation.urn.is_some(), "FinSpace gives it, and nobody asked for that");
    assert_eq!(world.wire.count(UPDATE), 1);
    let asked = ask(world, member, &flat.link, |form| form.mode = Mode::Local).await.unwrap();
    let seen = world.portal.request(&world.actor, &asked.id, 1).await.unwrap();
    let changes = seen.asked.about.unwrap().wanted.unwrap().changes();
    assert_eq!(lines(&changes)[0], "Sign-in mode: Federated → Local");
    room.approve(&world.actor, &asked.id).await.unwrap();
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }));
    assert_eq!((now(world, &flat.id).await.mode, world.wire.count(UPDATE)), (Mode::Local, 2));
}

#[tokio::test]
async fn a_document_that_others_renewed_meanwhile_is_not_replaced() {
    let flat = flat().await;
    let (room, world, member) = (&flat.room, &flat.room.world, &flat.room.desk.member);
    let asked = ask(world, member, &flat.link, renew).await.unwrap();
    let moved = async |asked: &Request| world.portal.request(&world.actor, &asked.id, 1).await.unwrap().moved;
    world.read().await;
    assert!(moved(&asked).await.is_empty(), "a list tells of no documents, which is no change");
    changed(world, &flat.id, federation_of(OTHER)).await;
    let line = format!("SAML metadata document: {} → {}", marked(metadata()), marked(OTHER));
    assert_eq!(lines(&moved(&asked).await), [line.as_str()]);
    let said = conflict(room.approve(&world.actor, &asked.id).await);
    assert!(said.contains("somebody past the portal") && said.contains(&line), "{said}");
    changed(world, &flat.id, federation_of(metadata())).await;
    room.approve(&world.actor, &asked.id).await.unwrap();
    changed(world, &flat.id, federation_of(OTHER)).await;
    let State::Stopped { words } = rest(world, &asked).await else { panic!() };
    assert!(words.contains(&line), "{words}");
    assert_eq!(world.wire.count(UPDATE), 0);
    // What nobody asked to change is others' to change, and goes along as they have it.
    let theirs = Federation { provider_name: Some("Theirs".into()), ..federation_of(metadata()) };
    changed(world, &flat.id, theirs).await;
    world.portal.apply_change_again(&world.actor, &asked.id).await.unwrap();
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }));
    let federation = now(world, &flat.id).await.federation;
    assert_eq!(federation.metadata_document.as_deref(), Some(renewed().as_str()));
    assert_eq!((federation.provider_name.as_deref(), world.wire.count(UPDATE)), (Some("Theirs"), 1));
}

#[tokio::test]
async fn while_finspace_cannot_be_read_nobody_asks_for_another_way_to_sign_in_and_what_waits_goes_on_waiting() {
    let flat = flat().await;
    let (room, world, member) = (&flat.room, &flat.room.world, &flat.room.desk.member);
    let shown = world.portal.change_opening(member, &flat.link).await.unwrap().basis.form();
    let asked = ask(world, member, &flat.link, renew).await.unwrap();
    world.portal.withdraw_request(member, &asked.id).await.unwrap();
    world.wire.meet(GET, Fault::Lost, 1000);
    assert_eq!(world.portal.change_opening(member, &flat.link).await.unwrap().basis.sign_in, SignIn::Unread);
    let mut form = shown.clone();
    renew(&mut form);
    let filled = domain::portal::Filled { why: "Renewed".into(), form };
    let refused = world.portal.ask_change(member, &flat.link, &shown, &filled).await;
    assert_eq!(
        wrong(refused),
        [domain::Field::MetadataDocument],
        "what was typed over a page that had it is not dropped"
    );
    let asked = ask(world, member, &flat.link, |form| form.name = "flat-2".into()).await.unwrap();
    world.portal.withdraw_request(member, &asked.id).await.unwrap();
    world.wire.mend();
    let asked = ask(world, member, &flat.link, renew).await.unwrap();
    world.wire.meet(GET, Fault::Lost, 1000);
    assert!(world.portal.request(&world.actor, &asked.id, 1).await.unwrap().moved.is_empty());
    room.approve(&world.actor, &asked.id).await.unwrap();
    carry(world).await;
    assert_eq!(
        (state(world, &asked).await.as_str(), world.wire.count(UPDATE)),
        ("waiting", 0),
        "it is read before it is sent"
    );
    world.wire.mend();
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }));
    assert_eq!(world.wire.count(UPDATE), 1);
}

#[tokio::test]
async fn those_who_decide_keep_the_document_or_give_another_one() {
    let home = home().await;
    let (room, world, member) = (&home.room, &home.room.world, home.member());
    let asked = ask(world, member, &home.link, renew).await.unwrap();
    let kept = async || world.store.request(&asked.id).await.unwrap().unwrap();
    let (digest, answers) = (kept().await.digest, kept().await.answers);
    // What the page has inputs for.
    let wanted = kept().await.about.unwrap().wanted.unwrap();
    let answers = Basis::of(&wanted, Some(room.blueprint.rules.clone())).free(&answers);
    let mut form = answers.clone();
    form.name = "lab-renewed".into();
    world.portal.amend_request(&room.approver, &asked.id, &digest, form).await.unwrap();
    let wanted = kept().await.about.unwrap().wanted.unwrap();
    assert_eq!((wanted.document(), wanted.changes().len()), (Some(renewed().as_str()), 2), "an empty box keeps it");
    let (second, mut form) = (kept().await.digest, answers);
    let third = metadata().replace("sso/redirect", "sso/redirect-3");
    form.federation.metadata_document.clone_from(&third);
    world.portal.amend_request(&room.approver, &asked.id, &second, form).await.unwrap();
    let said = conflict(world.portal.approve_request(&room.approver, &asked.id, &second).await);
    assert!(said.contains("changed meanwhile"), "{said}");
    assert_eq!(room.approve(&room.approver, &asked.id).await.unwrap().stage, Stage::Approved);
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }));
    let link = world.portal.link(member, &home.link).await.unwrap().link;
    let there = now(world, &link.environment).await;
    assert_eq!((there.name.as_str(), there.federation.metadata_document), ("lab-home", Some(third)));
    let amended = told(world, &Request::object(&asked.id)).await;
    let amended: Vec<_> = amended.iter().filter(|event| event.action == Action::AmendRequest).collect();
    assert!(amended.iter().all(|event| event.changes.iter().all(|line| line.in_words().len() < 1000)));
}
