//! A sign-in provider that says what a test wants. How tokens are checked is tested where it is done.

use std::sync::Mutex;

use async_trait::async_trait;
use domain::{
    ports::SingleSignOn,
    provider::{Issuer, Provider, ProviderForm},
    single_sign_on::{Attempt, CameBack, Discovered, Proof, Unproved},
};

use super::world::World;

pub const ISSUER: &str = "https://id.example.com";

/// What it proves next, and what it was last asked for.
#[derive(Default)]
pub struct Saying {
    pub proof: Mutex<Option<Proof>>,
    pub attempt: Mutex<Option<Attempt>>,
    pub names_itself: Mutex<bool>,
}

#[async_trait]
impl SingleSignOn for Saying {
    async fn look_up(&self, _issuer: &Issuer) -> Result<Discovered, Unproved> {
        Ok(Discovered { keys: 1, ..Discovered::default() })
    }

    async fn departure(&self, provider: &Provider, attempt: &Attempt) -> Result<String, Unproved> {
        *self.attempt.lock().unwrap() = Some(attempt.clone());
        Ok(format!("{}/authorize", provider.issuer))
    }

    async fn names_itself(&self, _issuer: &Issuer) -> Result<bool, Unproved> {
        Ok(*self.names_itself.lock().unwrap())
    }

    async fn prove(&self, _provider: &Provider, _attempt: &Attempt, _code: &str) -> Result<Proof, Unproved> {
        self.proof.lock().unwrap().clone().ok_or(Unproved::CodeRefused)
    }
}

/// Somebody whom the provider knows well.
pub fn proof(subject: &str, email: &str, groups: &[&str]) -> Proof {
    Proof {
        subject: subject.into(),
        email: Some(email.into()),
        email_verified: true,
        name: Some("Zoë of Okta".into()),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
    }
}

pub fn form() -> ProviderForm {
    ProviderForm {
        name: "okta".into(),
        label: "Okta".into(),
        issuer: ISSUER.into(),
        client_id: "portal".into(),
        client_secret: "hush hush".into(),
        group_claim: "groups".into(),
        rules: "desk = operator\nadmins = admin".into(),
        ..ProviderForm::fresh()
    }
}

/// What comes back from the provider for the attempt that began last.
pub fn back(world: &World) -> CameBack {
    let attempt = world.provider.attempt.lock().unwrap().clone().unwrap();
    CameBack { state: Some(attempt.state), code: Some("code".into()), error: None, issuer: None }
}
