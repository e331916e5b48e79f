//! The way into an environment, or why there is none now.

use domain::environment::{Environment, Status};
use leptos::prelude::*;

use crate::ui::{Blocked, Button, ButtonLook, Opens};

/// The address where people sign in, or why they cannot now.
pub fn sign_in(environment: &Environment) -> Result<String, &'static str> {
    match environment.status {
        Status::Created => environment.sign_in_url().ok_or("FinSpace gives no sign-in address for it."),
        Status::CreateRequested | Status::Creating => Err("People can sign in once it is created."),
        Status::UpdateNetworkRequested | Status::UpdatingNetwork => {
            Err("People can sign in once its network is updated.")
        }
        Status::FailedUpdatingNetwork => Err("Its network update failed."),
        Status::Suspended => Err("FinSpace has suspended it."),
        Status::FailedCreation => Err("Its creation failed."),
        Status::DeleteRequested | Status::Deleting | Status::RetryDeletion => Err("It is being deleted."),
        Status::FailedDeletion => Err("FinSpace failed to delete it. Nobody can use it: ask an operator."),
        Status::Deleted => Err("It was deleted."),
        Status::Other(_) => Err("The portal does not know its status."),
    }
}

/// Opens in a new tab.
#[component]
pub fn SignInLink(environment: Environment, #[prop(optional)] look: ButtonLook) -> impl IntoView {
    match sign_in(&environment) {
        Ok(url) => view! { <Button label="Sign in" look href=url opens=Opens::NewTab/> },
        Err(why) => view! { <Button label="Sign in" look blocked=Some(Blocked::new("sign-in", why))/> },
    }
}
