//! Setting sign-in providers up.

use domain::{
    Error, Field,
    audit::{Action, Outcome},
    ports::{SignIns, Store},
    provider::{ProviderField, ProviderForm, ProviderName},
    role::Role,
};

use super::{provider::form, world::World};

fn wrong<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<Field> {
    match result {
        Err(Error::Invalid(problems)) => problems.0.into_iter().map(|problem| problem.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_administrator_sets_a_provider_up_and_the_secret_is_seen_no_more() {
    let world = World::new().await;
    let (portal, actor) = (&world.portal, &world.actor);
    assert_eq!(portal.offered_providers().await.unwrap(), []);
    portal.add_provider(actor, &form()).await.unwrap();
    let name = ProviderName::parse("okta").unwrap();
    let kept = world.store.provider(&name).await.unwrap().unwrap();
    let sealed = kept.secret.clone().unwrap().0;
    assert!(!sealed.contains("hush"), "{sealed}");
    let seen = portal.provider(actor, "okta").await.unwrap();
    assert!(seen.has_secret && seen.form.client_secret.is_empty());
    assert_eq!(portal.offered_providers().await.unwrap()[0].label.as_str(), "Okta");

    let changed = ProviderForm { label: "Okta EU".into(), enabled: false, client_secret: String::new(), ..form() };
    portal.save_provider(actor, "okta", seen.version, &changed).await.unwrap();
    assert_eq!(world.store.provider(&name).await.unwrap().unwrap().secret, kept.secret, "an empty field keeps it");
    assert_eq!(portal.offered_providers().await.unwrap(), [], "a provider that is off is not offered");
    assert!(matches!(portal.depart("okta", "/").await, Err(Error::NotFound(_))));
    let stale = portal.save_provider(actor, "okta", seen.version, &form()).await;
    assert!(matches!(stale, Err(Error::Conflict(_))), "{stale:?}");

    let events = world.store.events("provider/okta", 10).await.unwrap();
    let told: Vec<_> = events.iter().flat_map(|event| &event.changes).map(domain::audit::Change::in_words).collect();
    assert!(told.contains(&"Name on the button: Okta → Okta EU".to_owned()), "{told:?}");
    assert!(!format!("{events:?}").contains("hush"));
    // A form that changes nothing is no event.
    portal.save_provider(actor, "okta", 2, &changed).await.unwrap();
    assert_eq!(world.store.events("provider/okta", 10).await.unwrap().len(), events.len());
    portal.remove_provider(actor, "okta").await.unwrap();
    portal.remove_provider(actor, "okta").await.unwrap();
    assert!(matches!(portal.provider(actor, "okta").await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn what_is_wrong_or_taken_is_said_at_its_field() {
    let world = World::new().await;
    let add = async |form: ProviderForm| world.portal.add_provider(&world.actor, &form).await;
    add(form()).await.unwrap();
    assert_eq!(wrong(add(form()).await), [Field::Provider(ProviderField::Name)]);
    let twin = ProviderForm { name: "twin".into(), ..form() };
    assert_eq!(wrong(add(twin).await), [Field::Provider(ProviderField::Issuer)]);
    let open = ProviderForm { name: "open".into(), issuer: "http://id.example.com".into(), ..form() };
    assert_eq!(wrong(add(open).await), [Field::Provider(ProviderField::Issuer)]);
}

#[tokio::test]
async fn an_auditor_reads_and_changes_nothing_and_others_see_nothing() {
    let world = World::new().await;
    world.portal.add_provider(&world.actor, &form()).await.unwrap();
    let auditor = world.somebody("audit@example.com", [Role::Auditor]).await;
    assert_eq!(world.portal.providers(&auditor).await.unwrap().len(), 1);
    let tries = [
        world.portal.add_provider(&auditor, &form()).await.map(drop),
        world.portal.save_provider(&auditor, "okta", 1, &form()).await.map(drop),
        world.portal.remove_provider(&auditor, "okta").await,
        world.portal.check_provider(&auditor, "okta").await.map(drop),
        world.portal.remove_provider(&auditor, "nothing").await,
    ];
    for tried in tries {
        assert!(matches!(tried, Err(Error::Denied(_))), "{tried:?}");
    }
    let refused = world.store.events_by(&auditor.person, 10).await.unwrap();
    assert_eq!(refused.len(), 5);
    assert!(refused.iter().all(|e| (e.action, e.outcome) == (Action::ChangeSettings, Outcome::Refused)), "{refused:?}");
    let operator = world.somebody("op@example.com", [Role::Operator]).await;
    assert!(matches!(world.portal.providers(&operator).await, Err(Error::NotFound(_))));
    assert!(matches!(world.portal.provider(&operator, "okta").await, Err(Error::NotFound(_))));
}
