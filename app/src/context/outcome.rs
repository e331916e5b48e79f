//! Where the outcome of a call leads, and what it is called.

use domain::{
    Error, Problems,
    environment::{EnvironmentForm, Step},
    id::{DraftId, InvitationId},
    operation::{Operation, State},
    portal::Invited,
    provider::ProviderForm,
    single_sign_on::Discovered,
    tag::TagChange,
};

use super::{Back, Once, Then, absolute, actor, answer, portal, wants_html};
use crate::{
    api::{
        drafts::{Go, Unkept},
        invitations::InvitationLink,
    },
    error::ApiError,
    flash::Notice,
    paths,
};

/// Keeps a step and goes where its button says: on only when the step has no problems.
pub async fn save_step(draft: DraftId, step: Step, go: Go, form: EnvironmentForm) -> Result<(), ApiError> {
    let saved = portal().save_step(&actor()?, &draft, step, &form).await;
    let next = |problems: &Problems| match go {
        Go::Next if problems.is_empty() => Then::go(paths::step(&draft, step.next().unwrap_or(step))),
        Go::Next | Go::Stay => Then::go(paths::step(&draft, step)),
        Go::Back => Then::go(paths::step(&draft, step.previous().unwrap_or(step))),
        Go::To(other) => Then::go(paths::step(&draft, other)),
        Go::Leave => {
            Then::go(paths::NEW_ENVIRONMENT).telling(Notice::done("The draft is saved. Resume it whenever you like."))
        }
    };
    let unkept = || Back::to(paths::step(&draft, step)).with(&Unkept { draft: draft.clone(), step, form });
    answer(saved, next, unkept).await.map(|_| ())
}

/// Keeps the sign-in step without its file, which cannot be read, and shows the step again with the reason beside the
/// file, whatever its button says: the file is not kept, and nobody should believe that it is.
pub async fn save_step_without_file(draft: DraftId, form: EnvironmentForm, file: Problems) -> Result<(), ApiError> {
    let saved = portal().save_step(&actor()?, &draft, Step::SignIn, &form).await;
    let page = paths::step(&draft, Step::SignIn);
    answer(saved.and(Err(Error::Invalid(file))), |()| Then::go(&page), || Back::to(&page)).await
}

/// Where a create call leads: to the environment, to what FinSpace said, or to the search for a lost answer.
#[must_use]
pub fn after_create(operation: &Operation) -> Then {
    let plan = &operation.plan;
    match &operation.state {
        State::Created { environment } => Then::go(paths::environment(&plan.connection, environment))
            .telling(Notice::done(format!("“{}” is being created. This page follows its status.", plan.name))),
        State::Refused { .. } => Then::go(paths::step(&operation.draft, Step::Review)),
        _ => Then::go(paths::outcome(&operation.draft)),
    }
}

/// Where an invitation leads: to the list, which shows the link this once.
pub async fn after_inviting(
    invited: Result<Invited, Error>,
    back: impl FnOnce() -> Back,
) -> Result<InvitationLink, ApiError> {
    let made = |invited: Invited| {
        if wants_html() {
            Once::INVITATION.leave(&format!("{}.{}", invited.invitation.id, invited.secret));
        }
        InvitationLink { invitation: invited.invitation.id, link: invitation_link(&invited.secret) }
    };
    answer(invited.map(made), |_| Then::go(paths::PEOPLE), back).await
}

/// The whole address that an invited person opens.
fn invitation_link(secret: &str) -> String {
    absolute(&paths::invitation(secret))
}

/// What a sign-in provider says of itself, and what of it does not fit its settings.
#[must_use]
pub fn found_at(found: &Discovered, form: &ProviderForm) -> String {
    let keys = if found.keys == 1 { "1 key".to_owned() } else { format!("{} keys", found.keys) };
    let signs = found.algorithms.join(", ");
    let mut words = vec![format!("The provider answers as this issuer, with {keys}, and signs with {signs}.")];
    if !found.pkce {
        words.push("It does not say that it knows PKCE; most do all the same.".into());
    }
    let listed =
        |all: &Option<Vec<String>>, one: &str| all.as_ref().is_none_or(|all| all.iter().any(|known| known == one));
    let scopes: Vec<&str> = form.scopes.split_whitespace().filter(|scope| !listed(&found.scopes, scope)).collect();
    if !scopes.is_empty() {
        words.push(format!("It does not list the scope {}: it may refuse it.", scopes.join(", ")));
    }
    let claim = form.group_claim.trim();
    if !claim.is_empty() && !listed(&found.claims, claim) {
        words.push(format!("It does not list the claim {claim}: make sure that it sends it."));
    }
    words.join(" ")
}

/// The link that was left for the list of people.
#[must_use]
pub fn invitation_just_made() -> Option<InvitationLink> {
    let left = Once::INVITATION.take()?;
    let (id, secret) = left.split_once('.')?;
    let plain = !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
    let invitation = InvitationId::parse(id).filter(|_| plain)?;
    Some(InvitationLink { invitation, link: invitation_link(secret) })
}

/// What a save of tags did, in words.
#[must_use]
pub fn tags_saved(change: &TagChange) -> String {
    match (change.set.len(), change.removed.len()) {
        (0, 0) => "The tags were as you wanted them. Nothing had to change.".into(),
        (set, 0) => format!("{set} {} saved.", if set == 1 { "tag is" } else { "tags are" }),
        (0, removed) => format!("{removed} {} removed.", if removed == 1 { "tag is" } else { "tags are" }),
        (set, removed) => format!("{set} saved, {removed} removed."),
    }
}
