//! Inviting people: a link that works once, for three days, and for the one address that it was made for.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{
    Portal,
    people::{actor_of, hash},
};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{self, Action, Outcome},
    id::InvitationId,
    invitation::{INVITATION_HOURS, Invitation},
    may::Deed,
    person::{display_name, sign_in_email},
    ports::InviteOutcome,
    role::Roles,
    text::hex,
};

/// An invitation with the secret of its link, which is told once and kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub invitation: Invitation,
    pub secret: String,
}

impl Portal {
    /// Invites somebody. The name may stay empty: they are asked for it.
    pub async fn invite(&self, actor: &Actor, email: &str, name: &str, roles: &Roles) -> Result<Invited, Error> {
        let typed: String = email.trim().chars().take(200).collect();
        self.allow(actor, Deed::Invite, &audit::person(&typed)).await?;
        let mut problems = Problems::default();
        let email = problems.keep(Field::EmailAddress, sign_in_email(email));
        let name = problems.keep_optional(Field::DisplayName, name, display_name).unwrap_or_default();
        let (Some(email), true) = (email, problems.is_empty()) else { return Err(Error::Invalid(problems)) };
        let invitation = Invitation {
            id: InvitationId::from_bytes(self.chance()),
            email,
            name,
            roles: roles.clone(),
            invited_by: actor.person.clone(),
            invited_at: self.now(),
            expires_at: self.now() + SignedDuration::from_hours(INVITATION_HOURS),
        };
        let secret = hex(&self.inner.ports.chance.bytes());
        let event = self.event(
            Some(actor),
            Action::InvitePerson,
            audit::person(&invitation.email),
            Outcome::Done,
            format!("Invited as “{}”, within {INVITATION_HOURS} hours", roles.labels()),
        );
        let outcome = self.store().invite(&invitation, &hash(&secret), &event).await.map_err(|e| self.failed(&e))?;
        let taken = |words: String| Error::Invalid(Problems(vec![Flaw::new(words).at(Field::EmailAddress)]));
        match outcome {
            InviteOutcome::Done => Ok(Invited { invitation, secret }),
            InviteOutcome::IsThere => Err(taken(format!(
                "There is an account of {} already. Find it in the list of people.",
                invitation.email
            ))),
            InviteOutcome::IsInvited => Err(taken(format!(
                "{} is invited already. Make a new link for that invitation, or withdraw it first.",
                invitation.email
            ))),
        }
    }

    /// The invitations that were neither used nor withdrawn, newest first.
    pub async fn invitations(&self, actor: &Actor) -> Result<Vec<Invitation>, Error> {
        self.see(actor, Deed::SeePeople, "This page")?;
        self.store().invitations().await.map_err(|e| self.failed(&e))
    }

    /// Makes a new link for an invitation; the one before stops working.
    pub async fn renew_invitation(&self, actor: &Actor, id: &InvitationId) -> Result<Invited, Error> {
        let found = self.store().invitation(id).await.map_err(|e| self.failed(&e))?;
        self.allow(actor, Deed::Invite, &named(found.as_ref(), id)).await?;
        let mut invitation = found.ok_or_else(missing)?;
        let secret = hex(&self.inner.ports.chance.bytes());
        invitation.expires_at = self.now() + SignedDuration::from_hours(INVITATION_HOURS);
        let event = self.event(
            Some(actor),
            Action::RenewInvitation,
            audit::person(&invitation.email),
            Outcome::Done,
            "Made a new link; the one before stopped working",
        );
        let renewed = self.store().renew_invitation(id, &hash(&secret), invitation.expires_at, &event).await;
        if renewed.map_err(|e| self.failed(&e))? { Ok(Invited { invitation, secret }) } else { Err(missing()) }
    }

    /// Takes an invitation back. One that is gone already is no error.
    pub async fn withdraw_invitation(&self, actor: &Actor, id: &InvitationId) -> Result<(), Error> {
        let found = self.store().invitation(id).await.map_err(|e| self.failed(&e))?;
        self.allow(actor, Deed::Invite, &named(found.as_ref(), id)).await?;
        let Some(invitation) = found else { return Ok(()) };
        let event = self.event(
            Some(actor),
            Action::WithdrawInvitation,
            audit::person(&invitation.email),
            Outcome::Done,
            "The link stopped working",
        );
        self.store().withdraw_invitation(id, &event).await.map_err(|e| self.failed(&e))?;
        Ok(())
    }

    /// The invitation behind a link; `None` when the link does not work, or not any more.
    pub async fn invitation_of(&self, secret: &str) -> Result<Option<Invitation>, Error> {
        self.store().invitation_of(&hash(secret), self.now()).await.map_err(|e| self.failed(&e))
    }

    /// Lets the invited person in, with a password of their own. A mistake does not use the link up.
    pub async fn accept_invitation(
        &self,
        secret: &str,
        name: &str,
        password: &str,
        again: &str,
    ) -> Result<Actor, Error> {
        let closed = || {
            Error::Conflict(
                "This invitation has been used, withdrawn or replaced, or it has expired. Ask whoever invited you for a new link."
                    .into(),
            )
        };
        let invitation = self.invitation_of(secret).await?.ok_or_else(closed)?;
        let (mut person, hashed) = self.new_person(&invitation.email, name, password, again, &invitation.roles).await?;
        person.signed_in_at = Some(person.added_at);
        let actor = actor_of(&person);
        let event = self.event(
            Some(&actor),
            Action::AcceptInvitation,
            audit::person(&person.email),
            Outcome::Done,
            format!("Came in by an invitation, as “{}”", person.roles.labels()),
        );
        let done = self.store().accept_invitation(&hash(secret), &person, &hashed, &event).await;
        if done.map_err(|e| self.failed(&e))? { Ok(actor) } else { Err(closed()) }
    }
}

/// What the log calls the invited person, also when there is no such invitation.
fn named(invitation: Option<&Invitation>, id: &InvitationId) -> String {
    invitation.map_or_else(|| format!("invitation/{id}"), |invitation| audit::person(&invitation.email))
}

fn missing() -> Error {
    Error::NotFound("This invitation".into())
}
