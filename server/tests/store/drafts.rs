//! What somebody typed and has not finished.

use domain::{
    draft::{Draft, Work},
    environment::{EditForm, EnvironmentForm, FederationForm},
    id::{DraftId, EnvironmentId},
    operation::State,
    ports::{Store, StoreError},
};

use crate::{
    ground::Ground,
    samples::{at, chance, draft, entry, event, known, local, operation, person},
};

async fn a_draft_comes_back_as_it_was_typed(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    let typed = "NUL \0, \u{2028}, \"quotes\", 'more', \\ and 🦀\r\n\tend";
    let create = draft(&ada, typed);
    let base = Box::new(entry(&local(), 1).environment);
    let form = EditForm { name: typed.into(), ..EditForm::of(&base) };
    let edit = Draft { work: Work::Edit { base, form }, ..draft(&ada, "") };
    assert_eq!(store.draft(&create.id).await.unwrap(), None);
    for draft in [create, edit] {
        store.add_draft(&draft).await.unwrap();
        assert_eq!(store.draft(&draft.id).await.unwrap(), Some(draft));
    }
}

async fn a_save_names_the_version_that_it_was_made_from(ground: Ground) {
    let store = &ground.store;
    let first = draft(&known(store).await, "one");
    store.add_draft(&first).await.unwrap();
    let work =
        Work::Create { form: EnvironmentForm { name: "two".into(), ..EnvironmentForm::default() }, seen: vec![] };
    let second = Draft { version: 2, saved_at: at(5), work, ..first.clone() };
    assert!(store.save_draft(&second).await.unwrap());
    assert!(!store.save_draft(&second).await.unwrap());
    assert!(!store.save_draft(&Draft { version: 4, ..second.clone() }).await.unwrap());
    assert_eq!(store.draft(&first.id).await.unwrap(), Some(second));
    assert!(!store.save_draft(&Draft { id: DraftId::from_bytes(chance()), version: 2, ..first }).await.unwrap());
}

async fn drafts_are_listed_newest_first_for_their_person_alone(ground: Ground) {
    let store = &ground.store;
    let (ada, eve) = (known(store).await, known(store).await);
    assert_eq!(store.drafts_of(&ada.id).await.unwrap(), []);
    let old = Draft { saved_at: at(1), ..draft(&ada, "old") };
    let new = Draft { saved_at: at(2), ..draft(&ada, "new") };
    for draft in [&old, &new, &draft(&eve, "hers")] {
        store.add_draft(draft).await.unwrap();
    }
    assert_eq!(store.drafts_of(&ada.id).await.unwrap(), [new.clone(), old.clone()]);
    store.delete_draft(&new.id).await.unwrap();
    assert_eq!(store.drafts_of(&ada.id).await.unwrap(), [old]);
    // Gone already is no error.
    store.delete_draft(&new.id).await.unwrap();
}

async fn a_draft_that_became_an_environment_is_not_listed(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    let draft = draft(&ada, "risk");
    store.add_draft(&draft).await.unwrap();
    let mut operation = operation(&ada);
    operation.draft = draft.id.clone();
    assert!(store.arm(&operation, false, &event("x")).await.unwrap());
    assert_eq!(store.drafts_of(&ada.id).await.unwrap(), [draft]);
    let state = State::Created { environment: EnvironmentId::parse("abc").unwrap() };
    assert!(store.settle(&operation.id, 1, &state, &event("x")).await.unwrap());
    assert_eq!(store.drafts_of(&ada.id).await.unwrap(), []);
}

async fn a_draft_of_nobody_is_not_taken(ground: Ground) {
    let stranger = draft(&person("eve@example.com"), "risk");
    assert!(matches!(ground.store.add_draft(&stranger).await, Err(StoreError::Other(_))));
    assert_eq!(ground.store.draft(&stranger.id).await.unwrap(), None);
}

async fn ten_million_characters_fit_into_a_draft(ground: Ground) {
    let store = &ground.store;
    let mut large = draft(&known(store).await, "large");
    let metadata_document = "<é>".repeat(10_000_000 / 3);
    let federation = FederationForm { metadata_document, ..FederationForm::default() };
    large.work = Work::Create { form: EnvironmentForm { federation, ..EnvironmentForm::default() }, seen: vec![] };
    store.add_draft(&large).await.unwrap();
    large.version = 2;
    assert!(store.save_draft(&large).await.unwrap());
    assert!(store.draft(&large.id).await.unwrap() == Some(large), "it came back changed");
}

on_every_database!(
    a_draft_comes_back_as_it_was_typed,
    a_save_names_the_version_that_it_was_made_from,
    drafts_are_listed_newest_first_for_their_person_alone,
    a_draft_that_became_an_environment_is_not_listed,
    a_draft_of_nobody_is_not_taken,
    ten_million_characters_fit_into_a_draft,
);
