//! The audit log.

use domain::{
    audit::{Action, Event, Outcome},
    id::PersonId,
    ports::Store,
};

use crate::{
    ground::Ground,
    samples::{at, chance, event},
};

async fn an_event_comes_back_as_it_was_recorded(ground: Ground) {
    let store = &ground.store;
    let actions = [
        Action::SetUp,
        Action::AddPerson,
        Action::SignIn,
        Action::SignOut,
        Action::CreateEnvironment,
        Action::UpdateEnvironment,
        Action::DeleteEnvironment,
        Action::TagEnvironment,
        Action::AdoptEnvironment,
        Action::Refresh,
        Action::InvitePerson,
        Action::RenewInvitation,
        Action::WithdrawInvitation,
        Action::AcceptInvitation,
        Action::ChangeRoles,
        Action::DisablePerson,
        Action::EnablePerson,
        Action::ChangeName,
        Action::ChangePassword,
        Action::EndSession,
    ];
    let outcomes = [Outcome::Intended, Outcome::Done, Outcome::Refused, Outcome::Failed, Outcome::Unknown];
    for (n, action) in actions.into_iter().enumerate() {
        let person = (n % 2 == 0).then(|| PersonId::from_bytes(chance()));
        let told =
            Event { person, action, outcome: outcomes[n % 5], detail: "🦀 'x'".into(), ..event(action.as_str()) };
        store.record(&told).await.unwrap();
        assert_eq!(store.events(action.as_str(), 10).await.unwrap(), [told]);
    }
}

async fn the_newest_events_come_first_whatever_their_clock_said(ground: Ground) {
    let store = &ground.store;
    assert_eq!(store.events("a", 10).await.unwrap(), []);
    let mut told = Vec::new();
    for second in [5, 5, 5, 1, 9] {
        told.push(Event { at: at(second), ..event("a") });
        store.record(&told[told.len() - 1]).await.unwrap();
        store.record(&event("b")).await.unwrap();
    }
    told.reverse();
    assert_eq!(store.events("a", 10).await.unwrap(), told);
    assert_eq!(store.events("a", 2).await.unwrap(), told[..2]);
    assert_eq!(store.events("a", 0).await.unwrap(), []);
    assert_eq!(store.events("a", -1).await.unwrap(), []);
}

on_every_database!(an_event_comes_back_as_it_was_recorded, the_newest_events_come_first_whatever_their_clock_said,);
