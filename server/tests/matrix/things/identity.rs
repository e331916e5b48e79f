//! The sign-in at a provider that a row names, made for one cell.

use domain::{
    id::{IdentityId, PersonId},
    identity::Identity,
    ports::SignIns,
    provider::{Provider, ProviderForm},
    role::Roles,
};

use super::{Things, told};
use crate::stage::Stage;

impl Things {
    /// A sign-in of somebody at a provider.
    pub(super) async fn identity(&self, stage: &Stage, person: &PersonId) -> IdentityId {
        let now = stage.application.portal().now();
        let identity = Identity {
            id: IdentityId::from_bytes(rand::random()),
            person: person.clone(),
            issuer: silent(&self.provider()).issuer,
            subject: self.played.to_string(),
            email: None,
            groups: Vec::new(),
            rule_roles: Roles::default(),
            team_rules: Vec::new(),
            linked_at: now,
            signed_in_at: now,
        };
        assert!(stage.store.link_identity(&identity, &told()).await.unwrap());
        identity.id
    }
}

/// A provider at an address where nobody listens.
pub(super) fn silent(name: &str) -> Provider {
    let form = ProviderForm {
        name: name.into(),
        label: "Okta".into(),
        issuer: format!("http://127.0.0.1:9/{name}"),
        client_id: "x".into(),
        ..ProviderForm::fresh()
    };
    form.parse(None).unwrap()
}
