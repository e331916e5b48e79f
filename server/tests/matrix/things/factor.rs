//! The second factor of somebody whom a row names.

use domain::{
    factor::AuthenticatorApp,
    id::{PasskeyId, PersonId},
    passkey::{Key, Passkey, PasskeyName},
    ports::{Factors, PasskeyStore},
};

use super::told;
use crate::stage::Stage;

pub(super) async fn give(stage: &Stage, person: &PersonId) {
    let added_at = stage.application.portal().now();
    let app = AuthenticatorApp { secret: "sealed".into(), added_at, last_step: 0 };
    stage.store.add_app(person, &app, Some(&[]), &told()).await.unwrap();
}

/// A passkey that nobody can show.
pub(super) async fn passkey(stage: &Stage, person: &PersonId) -> PasskeyId {
    let (id, added_at) = (PasskeyId::from_bytes(rand::random()), stage.application.portal().now());
    let key = Key { credential: id.to_string(), public: "{}".into(), counter: 0 };
    let passkey = Passkey { id: id.clone(), name: PasskeyName::parse("Key").unwrap(), key, added_at, used_at: None };
    stage.store.add_passkey(person, &passkey, Some(&[]), &told()).await.unwrap();
    id
}
