//! Groups at a provider put people into teams.

use domain::{
    Error, Field,
    id::TeamRuleId,
    link::LinkForm,
    portal::{Launchpad, Sought},
    ports::Store,
    provider::{Entry, ProviderField, ProviderForm, TeamRule, TeamRuleForm},
    role::Role,
    team::{ByGroup, Standing},
};

use super::{
    provider::{form, proof},
    single_sign_on::{sign_in, with_provider},
    teams::Desk,
    world::World,
};

fn rule(group: &str, team: &str, standing: Standing) -> TeamRuleForm {
    TeamRuleForm { group: group.into(), team: team.into(), standing }
}

async fn add(world: &World, form: &TeamRuleForm) -> TeamRule {
    world.portal.add_team_rule(&world.actor, "okta", form).await.unwrap()
}

/// A portal that lets everybody in whom the provider lets in, and a team.
async fn scene() -> (World, Desk) {
    let world = with_provider(ProviderForm { entry: Entry::Create.as_str().into(), ..form() }).await;
    let desk = Desk::of(&world, "Rates").await;
    (world, desk)
}

fn denied<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Denied(why)) => why,
        other => panic!("{other:?}"),
    }
}

fn wrong<T: std::fmt::Debug>(result: Result<T, Error>, field: ProviderField) -> String {
    match result {
        Err(Error::Invalid(problems)) => problems.of(Field::Provider(field)).unwrap().words.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn whoever_is_in_the_group_is_in_the_team_until_a_sign_in_without_it() {
    let (world, desk) = scene().await;
    add(&world, &rule("rates-desk", "rates", Standing::Member)).await;
    add(&world, &rule("rates-leads", "Rates", Standing::Owner)).await;
    let zoe = sign_in(&world, proof("007", "zoe@example.com", &["rates-desk", "rates-leads"])).await.unwrap();
    let seen = world.portal.team(&zoe, &desk.team.id, "", 1, 1).await.unwrap();
    assert_eq!((seen.standing, seen.members.matching, seen.rules.len()), (Some(Standing::Owner), 3, 2));
    let said = &world.store.events("person/zoe@example.com", 1).await.unwrap()[0].changes;
    assert!(said.iter().any(|change| change.in_words() == "Teams by rules: added Owner of “Rates”"), "{said:?}");

    sign_in(&world, proof("007", "zoe@example.com", &["rates-desk"])).await.unwrap();
    let said = &world.store.events("person/zoe@example.com", 1).await.unwrap()[0].changes;
    assert_eq!(said[0].in_words(), "Teams by rules: Owner of “Rates” → Member of “Rates”");
    sign_in(&world, proof("007", "zoe@example.com", &[])).await.unwrap();
    assert!(matches!(world.portal.team(&zoe, &desk.team.id, "", 1, 1).await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn a_tile_says_how_its_person_came_into_the_team_to_them_and_to_whoever_looks_as_they() {
    let (world, desk) = scene().await;
    add(&world, &rule("rates-desk", "rates", Standing::Member)).await;
    let zoe = sign_in(&world, proof("007", "zoe@example.com", &["rates-desk"])).await.unwrap();
    let id = world.made_elsewhere("risk").await;
    world.read().await;
    let form = LinkForm { environment: format!("local/{id}"), ..LinkForm::default() };
    world.portal.add_link(&desk.owner, &desk.team.id, &form).await.unwrap();
    let joined = |seen: Launchpad| seen.tiles.rows[0].reasons[0].joined.clone().unwrap();
    let by_group = joined(world.portal.launchpad(&zoe, &Sought::default(), 1).await.unwrap());
    let words = by_group.by_group.as_ref().map(ByGroup::in_words);
    assert_eq!((by_group.by_hand.is_none(), words.as_deref()), (true, Some("the group “rates-desk” at Okta")));
    let (_, seen) = world.portal.launchpad_of(&world.actor, &zoe.person, &Sought::default(), 1).await.unwrap();
    assert_eq!(joined(seen), by_group);
    let by_hand = joined(world.portal.launchpad(&desk.owner, &Sought::default(), 1).await.unwrap());
    assert_eq!(by_hand.by_hand.map(|hand| hand.who), Some(world.actor.email.clone()));
    assert_eq!((by_hand.standing, by_hand.by_group), (Standing::Owner, None));
}

#[tokio::test]
async fn what_a_group_gives_nobody_takes_by_hand() {
    let (world, desk) = scene().await;
    let added = add(&world, &rule("leads", "Rates", Standing::Owner)).await;
    let zoe = sign_in(&world, proof("007", "zoe@example.com", &["leads"])).await.unwrap();
    let (team, owner) = (&desk.team.id, &desk.owner);
    let words = denied(world.portal.remove_member(owner, team, &zoe.person).await);
    assert!(words.contains("owner by the group “leads” at Okta"), "{words}");
    denied(world.portal.set_standing(owner, team, &zoe.person, Standing::Member).await);
    world.portal.remove_team_rule(&world.actor, "okta", &added.id).await.unwrap();
    assert_eq!(world.portal.team(owner, team, "", 1, 1).await.unwrap().members.matching, 2);
    let again = world.portal.remove_team_rule(&world.actor, "okta", &added.id).await;
    assert!(again.is_ok(), "one that is gone is no error");
}

#[tokio::test]
async fn a_rule_that_cannot_be_is_refused_in_words() {
    let (world, _) = scene().await;
    let portal = &world.portal;
    let tried = portal.add_team_rule(&world.actor, "okta", &rule("desk", "Nobody", Standing::Member)).await;
    assert!(wrong(tried, ProviderField::RuleTeam).contains("no team called “Nobody”"));
    add(&world, &rule("desk", "Rates", Standing::Member)).await;
    let twice = portal.add_team_rule(&world.actor, "okta", &rule(" desk ", "RATES", Standing::Owner)).await;
    assert!(wrong(twice, ProviderField::RuleGroup).contains("already"));
    let silent = ProviderForm {
        name: "quiet".into(),
        issuer: "https://quiet.example.com".into(),
        group_claim: String::new(),
        rules: String::new(),
        ..form()
    };
    portal.add_provider(&world.actor, &silent).await.unwrap();
    let told = portal.add_team_rule(&world.actor, "quiet", &rule("desk", "Rates", Standing::Member)).await;
    assert!(wrong(told, ProviderField::RuleGroup).contains("group claim"));
}

#[tokio::test]
async fn only_administrators_say_which_groups_join_teams() {
    let (world, desk) = scene().await;
    let auditor = world.somebody("auditor@example.com", [Role::Auditor]).await;
    let form = rule("desk", "Rates", Standing::Member);
    for actor in [&auditor, &desk.owner] {
        denied(world.portal.add_team_rule(actor, "okta", &form).await);
        let nothing = TeamRuleId::from_bytes([7; 26]);
        denied(world.portal.remove_team_rule(actor, "okta", &nothing).await);
    }
    assert_eq!(world.portal.team_rules(&auditor, "okta").await.unwrap(), []);
    assert!(matches!(world.portal.team_rules(&desk.owner, "okta").await, Err(Error::NotFound(_))));
}
