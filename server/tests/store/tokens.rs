//! API tokens: kept, found by their secret, used, withdrawn, and never more than a person may have.

use domain::{
    id::TokenId,
    person::Person,
    ports::{Store, TokenStore},
    token::{Scope, TOKENS_MOST, Token, TokenName},
};
use futures::future::join_all;

use crate::{
    ground::Ground,
    samples::{at, chance, event, known},
};

fn token(of: &Person, name: &str) -> Token {
    Token {
        id: TokenId::from_bytes(chance()),
        person: of.id.clone(),
        name: TokenName::parse(name).unwrap(),
        scopes: [Scope::Read, Scope::Tags].into_iter().collect(),
        made_at: at(0),
        expires_at: at(100),
        used_at: None,
    }
}

async fn a_token_comes_back_by_its_id_and_the_hash_of_its_secret(ground: Ground) {
    let store = &ground.store;
    let nightly = token(&known(store).await, "Nightly “Å” 名");
    assert!(store.make_token(&nightly, "hash", &event("made")).await.unwrap());
    assert_eq!(store.token_of(&nightly.id, "hash").await.unwrap(), Some(nightly.clone()));
    assert_eq!(store.token_of(&nightly.id, "other").await.unwrap(), None);
    assert_eq!(store.token_of(&TokenId::from_bytes(chance()), "hash").await.unwrap(), None);
    assert_eq!(store.token(&nightly.id).await.unwrap(), Some(nightly));
    assert_eq!(store.events("made", 10).await.unwrap().len(), 1);
}

async fn the_newest_token_comes_first_and_everybody_has_their_own(ground: Ground) {
    let store = &ground.store;
    let (ada, eve) = (known(store).await, known(store).await);
    let old = token(&ada, "old");
    let new = Token { made_at: at(1), ..token(&ada, "new") };
    for one in [&old, &new, &token(&eve, "old")] {
        assert!(store.make_token(one, one.id.as_str(), &event("x")).await.unwrap());
    }
    assert_eq!(store.tokens_of(&ada.id).await.unwrap(), [new, old]);
    assert_eq!(store.tokens_of(&eve.id).await.unwrap().len(), 1);
}

async fn a_name_is_taken_once_by_each_person(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    assert!(store.make_token(&token(&ada, "nightly"), "one", &event("x")).await.unwrap());
    assert!(!store.make_token(&token(&ada, "nightly"), "two", &event("y")).await.unwrap());
    assert_eq!(store.events("y", 10).await.unwrap(), []);
}

async fn a_person_has_no_more_than_the_most_whoever_asks_at_once(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    let most = usize::try_from(TOKENS_MOST).unwrap();
    let wanted: Vec<_> = (0..most + 6).map(|n| (token(&ada, &format!("n{n}")), event("made"))).collect();
    let all = wanted.iter().map(|(token, event)| store.make_token(token, token.id.as_str(), event));
    let done = join_all(all).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
    assert_eq!(done, most);
    assert_eq!(store.tokens_of(&ada.id).await.unwrap().len(), most);
    assert_eq!(store.events("made", 100).await.unwrap().len(), most);
}

async fn nobody_who_is_disabled_gets_a_token(ground: Ground) {
    let store = &ground.store;
    let (_admin, eve) = (known(store).await, known(store).await);
    assert!(store.disable_person(&eve.id, &event("x")).await.unwrap());
    assert!(!store.make_token(&token(&eve, "nightly"), "hash", &event("made")).await.unwrap());
    assert_eq!(store.events("made", 10).await.unwrap(), []);
}

async fn the_latest_use_is_kept(ground: Ground) {
    let store = &ground.store;
    let nightly = token(&known(store).await, "nightly");
    store.make_token(&nightly, "hash", &event("x")).await.unwrap();
    for (second, kept) in [(70, 70), (10, 70), (130, 130)] {
        store.use_token(&nightly.id, at(second)).await.unwrap();
        assert_eq!(store.token(&nightly.id).await.unwrap().unwrap().used_at, Some(at(kept)));
    }
    store.use_token(&TokenId::from_bytes(chance()), at(1)).await.unwrap();
}

async fn what_is_withdrawn_is_gone_once(ground: Ground) {
    let store = &ground.store;
    let nightly = token(&known(store).await, "nightly");
    store.make_token(&nightly, "hash", &event("x")).await.unwrap();
    assert!(store.withdraw_token(&nightly.id, &event("gone")).await.unwrap());
    assert!(!store.withdraw_token(&nightly.id, &event("gone")).await.unwrap());
    assert_eq!(store.token_of(&nightly.id, "hash").await.unwrap(), None);
    assert_eq!(store.events("gone", 10).await.unwrap().len(), 1);
    assert!(store.make_token(&nightly, "hash", &event("x")).await.unwrap(), "its name is free again");
}

on_every_database!(
    a_token_comes_back_by_its_id_and_the_hash_of_its_secret,
    the_newest_token_comes_first_and_everybody_has_their_own,
    a_name_is_taken_once_by_each_person,
    a_person_has_no_more_than_the_most_whoever_asks_at_once,
    nobody_who_is_disabled_gets_a_token,
    the_latest_use_is_kept,
    what_is_withdrawn_is_gone_once,
);
