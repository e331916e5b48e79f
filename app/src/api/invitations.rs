//! Inviting people, and coming in by an invitation.

use domain::{id::InvitationId, invitation::Invitation, role::Roles};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// Whom to invite.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    pub email_address: String,
    pub display_name: String,
    pub roles: Roles,
}

/// What the invited person chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptForm {
    pub display_name: String,
    #[serde(skip_serializing)]
    pub password: String,
    #[serde(skip_serializing)]
    pub password_again: String,
}

/// An invitation and its link, which nobody can be told a second time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationLink {
    pub invitation: InvitationId,
    /// The whole address, to be sent to the person.
    pub link: String,
}

/// Invites somebody; the page that it leads to shows the link.
#[server(endpoint = "invitations/invite")]
pub async fn invite(#[server(default)] form: InviteForm) -> Result<InvitationLink, ApiError> {
    use crate::{context, paths};
    let InviteForm { email_address, display_name, roles } = &form;
    let invited = context::portal().invite(&context::actor()?, email_address, display_name, roles).await;
    context::after_inviting(invited, || context::Back::to(paths::INVITE).with(&form)).await
}

/// Makes a new link; the one before stops working.
#[server(endpoint = "invitations/renew")]
pub async fn renew(id: InvitationId) -> Result<InvitationLink, ApiError> {
    use crate::{context, paths};
    let renewed = context::portal().renew_invitation(&context::actor()?, &id).await;
    context::after_inviting(renewed, || context::Back::to(paths::PEOPLE)).await
}

#[server(endpoint = "invitations/withdraw")]
pub async fn withdraw(id: InvitationId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let withdrawn = context::portal().withdraw_invitation(&context::actor()?, &id).await;
    let told = Notice::done("The invitation is withdrawn. Its link does not work any more.");
    context::answer(withdrawn, |()| Then::go(paths::PEOPLE).telling(told), || Back::to(paths::PEOPLE)).await
}

/// The link that was made just now in this browser, once.
#[server(endpoint = "invitations/made")]
pub async fn just_made() -> Result<Option<InvitationLink>, ApiError> {
    use crate::context;
    use domain::may::Deed;
    context::portal().see(&context::actor()?, Deed::Invite, "This page")?;
    Ok(context::invitation_just_made())
}

/// What a link invites to; `None` when it does not work, or not any more.
#[server(endpoint = "invitation/open")]
pub async fn open(secret: String) -> Result<Option<Invitation>, ApiError> {
    Ok(crate::context::portal().invitation_of(&secret).await?)
}

/// Lets the invited person in.
#[server(endpoint = "invitation/accept")]
pub async fn accept(secret: String, #[server(default)] form: AcceptForm) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let AcceptForm { display_name, password, password_again } = &form;
    let accepted = context::portal().accept_invitation(&secret, display_name, password, password_again).await;
    let welcome = "Welcome. From now on you sign in with your address and this password.";
    context::answer(
        context::begin_session(accepted).await,
        |()| Then::go(paths::HOME).telling(Notice::done(welcome)),
        || Back::to(paths::invitation(&secret)).with(&form),
    )
    .await
}
