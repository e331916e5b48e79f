//! What happened, to be proved later.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{EventId, PersonId};

/// One line of the audit log. It is written in the transaction of the change that it tells of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub id: EventId,
    pub at: Timestamp,
    /// `None` for the portal itself and for strangers.
    pub person: Option<PersonId>,
    /// The email that the person had then, or "portal".
    pub who: String,
    pub action: Action,
    /// What it was done to, as a path of nouns: `environment/local/<id>`, `person/<email>`.
    pub object: String,
    pub outcome: Outcome,
    /// Words for people; never a secret.
    pub detail: String,
}

/// What somebody did or tried to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    SetUp,
    AddPerson,
    SignIn,
    SignOut,
    CreateEnvironment,
    UpdateEnvironment,
    DeleteEnvironment,
    TagEnvironment,
    AdoptEnvironment,
    Refresh,
    InvitePerson,
    RenewInvitation,
    WithdrawInvitation,
    AcceptInvitation,
    ChangeRoles,
    DisablePerson,
    EnablePerson,
    ChangeName,
    ChangePassword,
    EndSession,
}

impl Action {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::AddPerson => "add_person",
            Self::SignIn => "sign_in",
            Self::SignOut => "sign_out",
            Self::CreateEnvironment => "create_environment",
            Self::UpdateEnvironment => "update_environment",
            Self::DeleteEnvironment => "delete_environment",
            Self::TagEnvironment => "tag_environment",
            Self::AdoptEnvironment => "adopt_environment",
            Self::Refresh => "refresh",
            Self::InvitePerson => "invite_person",
            Self::RenewInvitation => "renew_invitation",
            Self::WithdrawInvitation => "withdraw_invitation",
            Self::AcceptInvitation => "accept_invitation",
            Self::ChangeRoles => "change_roles",
            Self::DisablePerson => "disable_person",
            Self::EnablePerson => "enable_person",
            Self::ChangeName => "change_name",
            Self::ChangePassword => "change_password",
            Self::EndSession => "end_session",
        }
    }
}

/// How it ended. Effects outside the database have a line before (`Intended`) and a line after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Intended,
    Done,
    Refused,
    Failed,
    /// No answer came: it may or may not have happened.
    Unknown,
}

impl Outcome {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Intended => "intended",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}
