//! Who may do what: the one place that decides it.
//!
//! Every use case asks here before it looks at anything else, and pages ask here to disable a button with the reason.
//! What no line below allows is refused. The answer is no token that the store would demand: most deeds end at FinSpace
//! and not in the database, so a token would prove half of them. That each use case asks is held by the matrix instead
//! (`server/tests/matrix`), which sends every call as everybody over HTTP; and what two callers at once could undo, the
//! last administrator, is decided once more by the store, inside the transaction.

mod denied;
mod scopes;
mod words;

use crate::{
    Actor,
    request::Part,
    role::Role::{self, Admin, Auditor, Operator},
    team::Standing,
    token::Token,
};

pub use denied::Denied;
use denied::denied;

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    SeeEnvironments,
    /// One's own; others' are never seen.
    SeeDrafts,
    CreateEnvironment,
    EditEnvironment,
    TagEnvironment,
    DeleteEnvironment,
    /// What to do about a create call whose answer was lost.
    DecideLostOperation,
    /// To have FinSpace read again, now.
    Refresh,
    SeePeople,
    Invite,
    ChangeRoles,
    DisablePerson,
    EnablePerson,
    /// Of somebody else.
    WithdrawToken,
    SeeLog,
    ExportLog,
    SeeConnections,
    /// To try what a connection can do.
    CheckConnection,
    SeeSettings,
    ChangeSettings,
    /// To take a sign-in at a provider from a person.
    UnlinkSignIn,
    /// To take the second factor of somebody else away, who lost it.
    ResetFactor,
    /// Name, password, sessions and tokens of oneself.
    OwnAccount,
    /// What one was told, and what one wants to be told: one's own alone.
    SeeNotices,
    /// The list of the teams that one may see, which are one's own at least.
    SeeTeams,
    /// One team, with its members and links; and to go where its links lead.
    SeeTeam,
    MakeTeam,
    DeleteTeam,
    /// A team's name, members and links.
    ManageTeam,
    /// One's own tiles.
    SeeLaunchpad,
    /// Somebody else's tiles, as they see them.
    LookAsPerson,
    SeeBlueprints,
    ChangeBlueprints,
    /// To ask for an environment in the name of a team.
    AskForEnvironment,
    /// The list of the requests that one may see, which are one's own at least.
    SeeRequests,
    SeeRequest,
    /// To go on with a request of one's own, or to take it back.
    ChangeRequest,
    /// To approve, amend or decline what somebody asks for.
    DecideRequest,
    CommentRequest,
    /// To ask that an environment of one's team goes, for more time for it, and that it is changed.
    AskForDeletion,
    AskForTime,
    AskForChange,
    /// To call a deletion off that was asked for.
    KeepEnvironment,
    /// To say when an environment ends, without a request.
    SetEnd,
    /// To have the way into an environment of a team checked now.
    CheckEnvironment,
}

/// What a decision depends on beside the roles of whoever asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// It is done to the person who asks.
    pub to_yourself: bool,
    /// It would leave nobody who is an administrator and can sign in.
    pub takes_last_admin: bool,
    /// What whoever asks is in the team that it is about; nothing for strangers, and for a team that is not there.
    pub in_team: Option<Standing>,
    /// What whoever asks is to the request that it is about; nothing for strangers, and for one that is not there.
    pub in_request: Option<Part>,
}

impl Facts {
    /// The facts of something that is about a request.
    #[must_use]
    pub fn in_request(part: Option<Part>) -> Self {
        Self { in_request: part, ..Self::default() }
    }

    /// The facts of something that is about a team.
    #[must_use]
    pub fn in_team(standing: Option<Standing>) -> Self {
        Self { in_team: standing, ..Self::default() }
    }
}

/// Whose deed it is.
enum Whose {
    Everybodys,
    Of(&'static [Role]),
    /// Of these roles, and of whoever is at least this in the team that it is about.
    OfTeam(Standing, &'static [Role]),
    /// Of these roles, and of whoever has one of these parts in the request that it is about.
    OfRequest(&'static [Part], &'static [Role]),
}

/// Whether somebody may do something, and if not, why.
pub fn may(actor: &Actor, deed: Deed, facts: Facts) -> Result<(), Denied> {
    let has_one = |roles: &[Role]| roles.iter().any(|role| actor.roles.has(*role));
    match deed.whose() {
        Whose::Of(roles) if !has_one(roles) => return Err(denied(only(roles, None, deed.words()))),
        Whose::OfTeam(least, roles) if facts.in_team < Some(least) && !has_one(roles) => {
            return Err(denied(only(roles, Some(least.plural()), deed.words())));
        }
        // Whoever asked does not decide, whatever else they are.
        Whose::OfRequest(parts, _) if facts.in_request == Some(Part::Asker) && !parts.contains(&Part::Asker) => {
            return Err(denied("Nobody decides what they asked for themselves. Somebody else has to do it."));
        }
        Whose::OfRequest(parts, roles)
            if !facts.in_request.is_some_and(|part| parts.contains(&part)) && !has_one(roles) =>
        {
            return Err(denied(only(roles, parts.first().map(|part| part.plural()), deed.words())));
        }
        _ => {}
    }
    if let Some(token) = &actor.token {
        within(token, deed)?;
    }
    match deed {
        Deed::ResetFactor if facts.to_yourself => Err(denied(
            "Turn your own second factor off on your account page. If you lost it, ask another administrator.",
        )),
        Deed::DisablePerson if facts.to_yourself => {
            Err(denied("Nobody disables themselves. Ask another administrator to do it."))
        }
        Deed::DisablePerson | Deed::ChangeRoles | Deed::UnlinkSignIn | Deed::ChangeSettings
            if facts.takes_last_admin =>
        {
            Err(Denied::last_admin())
        }
        _ => Ok(()),
    }
}

/// A token gives what its owner's roles give, as far as its scopes reach.
fn within(token: &Token, deed: Deed) -> Result<(), Denied> {
    if deed.scopes().iter().any(|scope| token.scopes.has(*scope)) {
        return Ok(());
    }
    let doing = token.scopes.doing();
    Err(denied(match deed.scopes() {
        [] => format!("This token may only {doing}. Sign in to {} yourself.", deed.words()),
        [scope, ..] => format!("This token may only {doing}. Use one with the scope “{}”.", scope.as_str()),
    }))
}

/// Who may, what for, and whom to ask.
fn only(roles: &[Role], others: Option<&str>, doing: &str) -> String {
    let names: Vec<&str> = roles.iter().map(|role| role.plural()).chain(others).collect();
    let names = match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "The portal itself".into(),
    };
    format!("Only {names} can {doing}. Ask one of them.")
}

impl Deed {
    /// Whether everybody may who is signed in: then nothing but a token's scopes can be in the way.
    pub(crate) fn is_everybodys(self) -> bool {
        matches!(self.whose(), Whose::Everybodys)
    }

    fn whose(self) -> Whose {
        match self {
            Self::SeeEnvironments | Self::SeeConnections | Self::SeeBlueprints => {
                Whose::Of(&[Admin, Operator, Auditor])
            }
            Self::SeeDrafts
            | Self::CreateEnvironment
            | Self::EditEnvironment
            | Self::TagEnvironment
            | Self::DeleteEnvironment
            | Self::DecideLostOperation
            | Self::Refresh
            | Self::CheckConnection => Whose::Of(&[Admin, Operator]),
            Self::SeePeople | Self::SeeLog | Self::ExportLog | Self::SeeSettings => Whose::Of(&[Admin, Auditor]),
            Self::Invite
            | Self::ChangeRoles
            | Self::DisablePerson
            | Self::EnablePerson
            | Self::WithdrawToken
            | Self::ResetFactor
            | Self::ChangeSettings
            | Self::UnlinkSignIn
            | Self::MakeTeam
            | Self::DeleteTeam
            | Self::LookAsPerson
            | Self::ChangeBlueprints
            | Self::SetEnd => Whose::Of(&[Admin]),
            // Operators read teams, to know whom an environment serves; whom it is for, its team's owners say.
            Self::SeeTeam => Whose::OfTeam(Standing::Member, &[Admin, Operator, Auditor]),
            Self::ManageTeam => Whose::OfTeam(Standing::Owner, &[Admin]),
            Self::CheckEnvironment => Whose::OfTeam(Standing::Owner, &[Admin, Operator]),
            Self::AskForEnvironment | Self::AskForDeletion | Self::AskForTime | Self::AskForChange => {
                Whose::OfTeam(Standing::Member, &[])
            }
            Self::SeeRequest => Whose::OfRequest(&Part::ALL, &[Admin, Operator, Auditor]),
            Self::CommentRequest | Self::KeepEnvironment => Whose::OfRequest(&Part::ALL, &[Admin, Operator]),
            Self::ChangeRequest => Whose::OfRequest(&[Part::Asker], &[]),
            Self::DecideRequest => Whose::OfRequest(&[Part::Approver], &[Admin]),
            Self::OwnAccount | Self::SeeNotices | Self::SeeTeams | Self::SeeLaunchpad | Self::SeeRequests => {
                Whose::Everybodys
            }
        }
    }
}

#[cfg(test)]
mod tests;
