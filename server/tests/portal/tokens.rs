//! Tokens by which programs act for people, and what they create once.

use domain::{
    Actor, Error, Field,
    audit::{Action, Outcome},
    environment::EnvironmentForm,
    id::TokenId,
    operation::State,
    portal::{MadeToken, TokenForm},
    ports::Store,
    role::{Role, Roles},
    tag::{INSTANCE, OPERATION, PLAN},
    token::{Scope, TOKENS_MOST},
};

use super::{
    wire::Fault,
    world::{World, tag_form},
};

fn form(name: &str, scopes: impl IntoIterator<Item = Scope>) -> TokenForm {
    TokenForm { token_name: name.into(), scopes: scopes.into_iter().collect(), days: "7".into() }
}

impl World {
    async fn token(&self, of: &Actor, scopes: impl IntoIterator<Item = Scope>) -> MadeToken {
        self.portal.make_token(of, &form("nightly", scopes)).await.unwrap()
    }

    async fn program(&self, made: &MadeToken) -> Option<Actor> {
        self.portal.actor_of_token(&made.text).await.unwrap()
    }
}

fn wanted(name: &str) -> EnvironmentForm {
    EnvironmentForm { connection: "local".into(), name: name.into(), ..EnvironmentForm::default() }
}

#[tokio::test]
async fn a_token_stands_for_its_owner_until_its_time_is_over() {
    let world = World::new().await;
    let made = world.token(&world.actor, [Scope::Read]).await;
    let program = world.program(&made).await.unwrap();
    assert_eq!((&program.person, &program.email), (&world.actor.person, &world.actor.email));
    assert_eq!(program.token.unwrap().scopes, Scope::Read.into());
    let nobody = made.text.replace(made.token.id.as_str(), TokenId::from_bytes([3; 26]).as_str());
    for wrong in ["", "fsp_", &nobody, &made.text[..made.text.len() - 1], &made.text.to_uppercase()] {
        assert_eq!(world.portal.actor_of_token(wrong).await.unwrap(), None, "{wrong}");
    }
    world.clock.advance(7 * 24 * 3600 - 1);
    assert!(world.program(&made).await.is_some());
    world.clock.advance(1);
    assert!(world.program(&made).await.is_none());
}

#[tokio::test]
async fn whoever_is_disabled_has_no_programs_and_roles_hold_at_once() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", [Role::Operator]).await;
    let made = world.token(&eve, Scope::ALL).await;
    let (before, none) = (Roles::from(Role::Operator), Roles::default());
    world.portal.change_roles(&world.actor, &eve.person, &before, &none).await.unwrap();
    let program = world.program(&made).await.unwrap();
    assert!(matches!(world.portal.create_once(&program, "k", wanted("risk")).await, Err(Error::Denied(_))));
    world.portal.disable_person(&world.actor, &eve.person).await.unwrap();
    assert!(world.program(&made).await.is_none());
    world.portal.enable_person(&world.actor, &eve.person).await.unwrap();
    assert!(world.program(&made).await.is_some());
}

#[tokio::test]
async fn a_use_is_written_down_once_a_minute() {
    let world = World::new().await;
    let made = world.token(&world.actor, [Scope::Read]).await;
    assert_eq!(world.portal.tokens(&world.actor).await.unwrap()[0].used_at, None);
    let begin = world.portal.now();
    for (second, seen) in [(0, 0), (59, 0), (1, 60)] {
        world.clock.advance(second);
        world.program(&made).await.unwrap();
        let used = world.portal.tokens(&world.actor).await.unwrap()[0].used_at.unwrap();
        assert_eq!(used.duration_since(begin).as_secs(), seen);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_token_is_said_at_once_and_names_are_taken_once() {
    let world = World::new().await;
    let Err(Error::Invalid(problems)) = world.portal.make_token(&world.actor, &TokenForm::default()).await else {
        panic!()
    };
    let fields: Vec<Field> = problems.0.iter().map(|problem| problem.field).collect();
    assert_eq!(fields, [Field::TokenName, Field::TokenScopes, Field::TokenLifetime]);
    for n in 0..TOKENS_MOST {
        world.portal.make_token(&world.actor, &form(&format!("n{n}"), [Scope::Read])).await.unwrap();
    }
    let said = async |name: &str| match world.portal.make_token(&world.actor, &form(name, [Scope::Read])).await {
        Err(Error::Invalid(problems)) => problems.of(Field::TokenName).unwrap().words.clone(),
        _ => panic!("{name}"),
    };
    assert!(said("n3").await.contains("There is a token “n3” already"));
    assert!(said("one more").await.contains("at most 20 tokens"));
}

#[tokio::test]
async fn a_token_is_withdrawn_by_its_owner_or_an_administrator_and_by_nobody_else() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", [Role::Operator]).await;
    let auditor = world.somebody("auditor@example.com", [Role::Auditor]).await;
    let made = world.token(&world.actor, [Scope::Read]).await;
    let (there, gone) = (&made.token.id, &TokenId::from_bytes([3; 26]));
    let by = async |actor: &Actor, id: &TokenId| world.portal.withdraw_token(actor, id).await;
    assert_eq!(by(&eve, there).await, by(&eve, gone).await, "nothing tells what is there");
    assert!(matches!(by(&eve, there).await, Err(Error::NotFound(_))));
    assert!(matches!(by(&auditor, there).await, Err(Error::Denied(_))));
    assert!(world.program(&made).await.is_some());
    assert_eq!(world.portal.person(&auditor, &world.actor.person).await.unwrap().tokens.len(), 1);
    by(&world.actor, there).await.unwrap();
    assert!(world.program(&made).await.is_none());

    let made = world.token(&eve, [Scope::Read]).await;
    by(&world.actor, &made.token.id).await.unwrap();
    assert!(world.program(&made).await.is_none());
    let told = world.store.events("person/eve@example.com", 10).await.unwrap();
    let told: Vec<_> = told.iter().map(|event| (event.who.as_str(), event.action)).collect();
    assert_eq!(
        told[..2],
        [("ada@example.com", Action::WithdrawToken), ("eve@example.com", Action::MakeToken)],
        "{told:?}"
    );
}

#[tokio::test]
async fn a_program_makes_no_tokens_and_changes_nothing_of_its_owner() {
    let world = World::new().await;
    let made = world.token(&world.actor, Scope::ALL).await;
    let program = world.program(&made).await.unwrap();
    let denied = |result: Result<(), Error>| assert!(matches!(result, Err(Error::Denied(_))), "{result:?}");
    denied(world.portal.make_token(&program, &form("another", [Scope::Read])).await.map(drop));
    denied(world.portal.withdraw_token(&program, &made.token.id).await);
    denied(world.portal.change_name(&program, "Other").await);
    denied(world.portal.sign_out_everywhere(&program).await);
    denied(world.portal.invite(&program, "x@example.com", "", &Roles::default()).await.map(drop));
    denied(world.portal.refresh(&program).await);
    assert!(world.portal.tokens(&program).await.is_err());
    assert!(world.portal.people(&program, &domain::person::Filter::default(), 1).await.is_err());
    assert!(world.portal.log(&program, &domain::audit::Query::default()).await.is_err());
}

#[tokio::test]
async fn the_log_names_the_token_in_all_that_it_did_and_tried() {
    let world = World::new().await;
    let id = world.made_elsewhere("risk").await;
    let made = world.token(&world.actor, [Scope::Tags]).await;
    let program = world.program(&made).await.unwrap();
    let tags = tag_form(&[("desk", "rates")]);
    world.portal.replace_tags(&program, &world.connection, &id, &tags).await.unwrap();
    let refused = world.portal.delete_environment(&program, &world.connection, &id, "risk").await;
    assert!(matches!(refused, Err(Error::Denied(_))));
    let told = world.store.events(&format!("environment/local/{id}"), 10).await.unwrap();
    let outcomes: Vec<_> = told.iter().map(|event| event.outcome).collect();
    assert_eq!(outcomes, [Outcome::Refused, Outcome::Done, Outcome::Intended]);
    for event in told {
        assert!(event.detail.ends_with("(with token “nightly”)"), "{}", event.detail);
        assert_eq!(event.who, "ada@example.com");
    }
}

#[tokio::test]
async fn tags_become_what_is_asked_for_and_the_portals_own_stay() {
    let world = World::new().await;
    let State::Created { environment: id } = world.create("risk").await.state else { panic!() };
    let bring = async |rows: &[(&str, &str)]| {
        world.portal.replace_tags(&world.actor, &world.connection, &id, &tag_form(rows)).await.unwrap()
    };
    assert_eq!(bring(&[("desk", "rates"), ("team", "fx")]).await.set.len(), 2);
    let change = bring(&[("desk", "credit")]).await;
    assert_eq!((change.set.len(), change.removed.len()), (1, 1));
    assert!(bring(&[("desk", "credit")]).await.is_empty(), "sent again it changes nothing");
    let really = world.really_tagged(&id).await;
    assert_eq!(really.keys().collect::<Vec<_>>(), ["desk", INSTANCE, OPERATION, PLAN]);
}

#[tokio::test]
async fn one_key_creates_one_environment_however_often_it_is_sent() {
    let world = World::new().await;
    let create = async |key: &str, name: &str| world.portal.create_once(&world.actor, key, wanted(name)).await;
    let all = futures::future::join_all((0..3).map(|_| create("k", "risk"))).await;
    let ids: Vec<_> = all.into_iter().map(|operation| operation.unwrap().id).collect();
    assert!(ids[0] == ids[1] && ids[1] == ids[2]);
    assert_eq!(world.wire.count("POST /environment"), 1);
    let State::Created { environment } = create("k", "risk").await.unwrap().state else { panic!() };
    assert!(matches!(create("k", "other").await, Err(Error::Conflict(_))), "a key is of one environment");
    let State::Created { environment: second } = create("k2", "risk").await.unwrap().state else { panic!() };
    assert_ne!(environment, second);
    let eve = world.somebody("eve@example.com", [Role::Operator]).await;
    let hers = world.portal.create_once(&eve, "k", wanted("risk")).await.unwrap();
    assert_ne!(hers.id, ids[0], "everybody has keys of their own");
    assert_eq!(world.really().await.len(), 3);
    assert!(world.portal.drafts(&world.actor).await.unwrap().is_empty(), "what is created is no draft any more");
}

#[tokio::test]
async fn a_lost_answer_is_not_asked_for_again_and_what_was_found_is_told() {
    let world = World::new().await;
    world.wire.meet("POST /environment", Fault::ReplyLost, 1);
    let create = async || world.portal.create_once(&world.actor, "k", wanted("risk")).await.unwrap();
    assert!(matches!(create().await.state, State::Unknown { .. }));
    assert!(matches!(create().await.state, State::Unknown { .. }));
    assert_eq!(world.wire.count("POST /environment"), 1);
    assert_eq!(world.portal.drafts(&world.actor).await.unwrap().len(), 1, "its person can see to it in a browser");
    world.read().await;
    assert!(matches!(create().await.state, State::Created { .. }));
    assert_eq!(world.really().await.len(), 1);
}

#[tokio::test]
async fn a_form_with_faults_leaves_no_draft_behind() {
    let world = World::new().await;
    let Err(Error::Invalid(problems)) = world.portal.create_once(&world.actor, "k", wanted("not_legal")).await else {
        panic!()
    };
    assert_eq!(problems.0[0].field, Field::Name);
    assert!(world.portal.drafts(&world.actor).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_edit_at_once_changes_what_is_said_and_tells_what_it_changed() {
    let world = World::new().await;
    let id = world.made_elsewhere("risk").await;
    let edit = async |name: &str| {
        let name = name.to_owned();
        world.portal.edit_environment(&world.actor, &world.connection, &id, |form| form.name = name).await
    };
    assert_eq!(edit("risk-2").await.unwrap().name, "risk-2");
    assert_eq!(edit("risk-2").await.unwrap().name, "risk-2");
    let told = world.store.events(&format!("environment/local/{id}"), 10).await.unwrap();
    assert_eq!(told.len(), 2, "what changes nothing is no event");
    assert_eq!(told[0].changes[0].after.as_deref(), Some("risk-2"));
    assert!(matches!(edit("risk_2").await, Err(Error::Invalid(_))));
}
