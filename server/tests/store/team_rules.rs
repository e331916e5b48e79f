//! Groups that put people into teams, beside what is done by hand.

use domain::{
    audit::Event,
    id::TeamRuleId,
    identity::Identity,
    person::Person,
    ports::{SignIns, Store, TeamRules, TeamStore},
    provider::TeamRule,
    team::{ByGroup, ByHand, Joined, Standing, Team},
};

use crate::{
    ground::Ground,
    samples::{at, chance, event, known},
    sign_ins::{identity, provider},
    teams::made,
};

fn rule(group: &str, team: &Team, standing: Standing) -> TeamRule {
    TeamRule {
        id: TeamRuleId::from_bytes(chance()),
        group: group.into(),
        team: team.id.clone(),
        team_name: team.name.clone(),
        standing,
    }
}

async fn added(ground: &Ground, rule: &TeamRule) {
    assert!(ground.store.add_team_rule(&provider("okta").name, rule, &event("rules")).await.unwrap());
}

/// A provider, a person, a team, and the rules that the person may meet: as a member and as an owner.
async fn scene(ground: &Ground) -> (Person, Team, [TeamRule; 2]) {
    ground.store.add_provider(&provider("okta"), &event("providers")).await.unwrap();
    let (ada, team) = (known(&ground.store).await, made(ground, "Rates").await);
    let rules = [rule("desk", &team, Standing::Member), rule("CN=Ä, \"OU\"=b", &team, Standing::Owner)];
    for rule in &rules {
        added(ground, rule).await;
    }
    (ada, team, rules)
}

fn meeting(identity: &Identity, rules: &[&TeamRule]) -> Identity {
    Identity { team_rules: rules.iter().map(|rule| rule.id.clone()).collect(), ..identity.clone() }
}

async fn standing(ground: &Ground, team: &Team, person: &Person) -> Option<Standing> {
    ground.store.standing(&team.id, &person.id).await.unwrap()
}

async fn rules_come_by_team_and_group_and_a_group_has_one_about_a_team(ground: Ground) {
    let store = &ground.store;
    let (_, team, [desk, leads]) = scene(&ground).await;
    let other = made(&ground, "bonds").await;
    let third = rule("desk", &other, Standing::Owner);
    added(&ground, &third).await;
    let okta = provider("okta").name;
    assert_eq!(store.team_rules(&okta).await.unwrap(), [third.clone(), leads.clone(), desk.clone()]);
    let again = rule("desk", &team, Standing::Owner);
    assert!(!store.add_team_rule(&okta, &again, &event("again")).await.unwrap());
    assert!(
        !store.add_team_rule(&provider("entra").name, &rule("x", &team, Standing::Member), &event("x")).await.unwrap()
    );
    let label = provider("okta").label;
    assert_eq!(store.rules_of_team(&other.id).await.unwrap(), [(label, third)]);
    assert_eq!(store.team_called("BONDS").await.unwrap().map(|found| found.id), Some(other.id.clone()));
    assert_eq!(store.team_called("Bond").await.unwrap(), None);
    assert!(store.delete_team(&other.id, &event("gone")).await.unwrap());
    assert_eq!(store.team_rules(&okta).await.unwrap().len(), 2, "a team takes its rules along");
}

async fn a_sign_in_puts_people_into_teams_and_out_of_them(ground: Ground) {
    let store = &ground.store;
    let (ada, team, [desk, leads]) = scene(&ground).await;
    let link = identity(&ada, "007", []);
    store.link_identity(&meeting(&link, &[&desk]), &event("linked")).await.unwrap();
    assert_eq!(standing(&ground, &team, &ada).await, Some(Standing::Member));
    store.signed_in(&meeting(&link, &[&desk, &leads]), &event("came")).await.unwrap();
    assert_eq!(standing(&ground, &team, &ada).await, Some(Standing::Owner));
    let found = store.identity(&link.issuer, "007").await.unwrap().unwrap();
    assert_eq!(found.team_rules.len(), 2);
    let by = store.by_group(&team.id, &ada.id).await.unwrap().unwrap();
    assert_eq!((by.standing, by.group.as_str()), (Standing::Owner, leads.group.as_str()));
    let (members, _) = store.members(&team.id, "", 0, 9).await.unwrap();
    assert_eq!(members[0].by_group.as_ref(), Some(&by));
    store.signed_in(&meeting(&link, &[&desk]), &event("came")).await.unwrap();
    assert_eq!(standing(&ground, &team, &ada).await, Some(Standing::Member));
    store.signed_in(&meeting(&link, &[]), &event("came")).await.unwrap();
    assert_eq!(standing(&ground, &team, &ada).await, None);
    assert_eq!(store.by_group(&team.id, &ada.id).await.unwrap(), None);
}

async fn what_is_given_by_hand_stays_whatever_the_groups_say(ground: Ground) {
    let store = &ground.store;
    let (ada, team, [desk, leads]) = scene(&ground).await;
    let people = [ada.id.clone()];
    store.add_members(&team.id, &people, Standing::Member, &event("x")).await.unwrap();
    let link = identity(&ada, "007", []);
    store.link_identity(&meeting(&link, &[&leads]), &event("linked")).await.unwrap();
    assert_eq!(standing(&ground, &team, &ada).await, Some(Standing::Owner));
    store.signed_in(&meeting(&link, &[]), &event("came")).await.unwrap();
    assert_eq!(standing(&ground, &team, &ada).await, Some(Standing::Member));
    store.set_standing(&team.id, &ada.id, Standing::Owner, &event("x")).await.unwrap();
    store.signed_in(&meeting(&link, &[&desk]), &event("came")).await.unwrap();
    assert_eq!(standing(&ground, &team, &ada).await, Some(Standing::Owner));
}

async fn whatever_a_rule_hangs_on_takes_people_out_at_once(ground: Ground) {
    let store = &ground.store;
    let (ada, team, [desk, leads]) = scene(&ground).await;
    let link = identity(&ada, "007", []);
    store.link_identity(&meeting(&link, &[&desk, &leads]), &event("linked")).await.unwrap();
    assert!(store.remove_team_rule(&leads.id, &event("rules")).await.unwrap());
    assert!(!store.remove_team_rule(&leads.id, &event("rules")).await.unwrap());
    assert_eq!(standing(&ground, &team, &ada).await, Some(Standing::Member));
    // A rule that went while somebody was on their way is met by nobody.
    store.signed_in(&meeting(&link, &[&desk, &leads]), &event("came")).await.unwrap();
    assert_eq!(standing(&ground, &team, &ada).await, Some(Standing::Member));
    store.unlink(&link.id, &event("unlinked")).await.unwrap();
    assert_eq!(standing(&ground, &team, &ada).await, None);
    store.link_identity(&meeting(&link, &[&desk]), &event("linked")).await.unwrap();
    assert!(store.remove_provider(&provider("okta").name, &event("removed")).await.unwrap());
    assert_eq!(standing(&ground, &team, &ada).await, None);
    assert_eq!(store.identities_of(&ada.id).await.unwrap()[0].team_rules, []);
}

async fn no_rule_comes_or_goes_without_its_event(ground: Ground) {
    let store = &ground.store;
    let (ada, team, [desk, _]) = scene(&ground).await;
    let first = event("first");
    store.record(&first).await.unwrap();
    // The log has one of this id already.
    let refused = Event { object: "second".into(), ..first };
    let (okta, new) = (provider("okta").name, rule("new", &team, Standing::Member));
    assert!(store.add_team_rule(&okta, &new, &refused).await.is_err());
    let link = identity(&ada, "007", []);
    assert!(store.link_identity(&meeting(&link, &[&desk]), &refused).await.is_err());
    assert_eq!(standing(&ground, &team, &ada).await, None);
    store.link_identity(&meeting(&link, &[&desk]), &event("linked")).await.unwrap();
    assert!(store.remove_team_rule(&desk.id, &refused).await.is_err());
    assert_eq!(store.team_rules(&okta).await.unwrap().len(), 2);
    assert_eq!(standing(&ground, &team, &ada).await, Some(Standing::Member));
}

async fn how_somebody_came_into_a_team_is_told(ground: Ground) {
    let store = &ground.store;
    let (ada, team, [desk, leads]) = scene(&ground).await;
    assert!(store.joined(&ada.id).await.unwrap().is_empty());
    store.link_identity(&meeting(&identity(&ada, "007", []), &[&desk, &leads]), &event("linked")).await.unwrap();
    let by_hand = made(&ground, "Bonds").await;
    let told = Event { who: "zoe@example.com".into(), at: at(7), ..event("added") };
    assert!(store.add_members(&by_hand.id, std::slice::from_ref(&ada.id), Standing::Member, &told).await.unwrap());
    let joined = store.joined(&ada.id).await.unwrap();
    let label = provider("okta").label;
    let by_group = ByGroup { standing: Standing::Owner, group: leads.group, provider: label };
    let hand = ByHand { who: "zoe@example.com".into(), at: at(7) };
    let [ruled, added] = [&joined[&team.id], &joined[&by_hand.id]];
    assert_eq!(*ruled, Joined { standing: Standing::Owner, by_hand: None, by_group: Some(by_group) });
    assert_eq!(*added, Joined { standing: Standing::Member, by_hand: Some(hand), by_group: None });
    assert_eq!(joined.len(), 2);
}

on_every_database!(
    rules_come_by_team_and_group_and_a_group_has_one_about_a_team,
    a_sign_in_puts_people_into_teams_and_out_of_them,
    what_is_given_by_hand_stays_whatever_the_groups_say,
    whatever_a_rule_hangs_on_takes_people_out_at_once,
    no_rule_comes_or_goes_without_its_event,
    how_somebody_came_into_a_team_is_told,
);
