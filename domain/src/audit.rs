//! What happened, to be proved later.

pub mod chain;
mod change;
mod checkpoint;
mod form;
mod outcome;
mod query;
mod trail;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use change::{Change, LONGEST, marked};
pub use checkpoint::{Checkpoint, MARK, Signed};
pub use form::LogForm;
pub use outcome::Outcome;
pub use query::{COUNTED, Count, Filter, Format, Page, Place, Query, SIZES, USUAL};
pub use trail::{Beside, Trail};

use crate::id::{EventId, PersonId, RequestId};
use chain::Hash;

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
    /// What it changes, field by field; empty when there is nothing to compare.
    pub changes: Vec<Change>,
    /// The request that it happened in, which the server's own log names too; `None` for what nobody asked for.
    pub request: Option<RequestId>,
}

/// The object of an event about somebody with this address.
#[must_use]
pub fn person(email: &str) -> String {
    format!("person/{email}")
}

impl Event {
    /// The same event with what it changes.
    #[must_use]
    pub fn changing(mut self, changes: Vec<Change>) -> Self {
        self.changes = changes;
        self
    }
}

/// An event as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The order of writing, from 1 and without gaps.
    pub position: i64,
    /// What ties it to all lines before it: see [`chain`].
    pub hash: Hash,
    pub event: Event,
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
    ExportLog,
    Refresh,
    CheckConnection,
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
    MakeTeam,
    EditTeam,
    DeleteTeam,
    AddMember,
    RemoveMember,
    ChangeStanding,
    AddLink,
    EditLink,
    RemoveLink,
    LookAsPerson,
    ChangeSettings,
    LinkSignIn,
    UnlinkSignIn,
    MakeToken,
    WithdrawToken,
    AddFactor,
    RemoveFactor,
    MakeRecoveryCodes,
    AddPasskey,
    RemovePasskey,
    SaveBlueprint,
    RetireBlueprint,
    AskEnvironment,
    AmendRequest,
    ApproveRequest,
    DeclineRequest,
    WithdrawRequest,
    RemindRequest,
    LapseRequest,
    CommentRequest,
    AskDeletion,
    AskTime,
    AskChange,
    ApplyChange,
    RemindEnd,
    BeginEnd,
    KeepEnvironment,
    SetEnd,
    CheckEnvironment,
}

impl Action {
    /// Every action, in the order in which they are offered.
    pub const ALL: [Self; 61] = [
        Self::SetUp,
        Self::AddPerson,
        Self::SignIn,
        Self::SignOut,
        Self::CreateEnvironment,
        Self::UpdateEnvironment,
        Self::DeleteEnvironment,
        Self::TagEnvironment,
        Self::AdoptEnvironment,
        Self::ExportLog,
        Self::Refresh,
        Self::CheckConnection,
        Self::InvitePerson,
        Self::RenewInvitation,
        Self::WithdrawInvitation,
        Self::AcceptInvitation,
        Self::ChangeRoles,
        Self::DisablePerson,
        Self::EnablePerson,
        Self::ChangeName,
        Self::ChangePassword,
        Self::EndSession,
        Self::MakeTeam,
        Self::EditTeam,
        Self::DeleteTeam,
        Self::AddMember,
        Self::RemoveMember,
        Self::ChangeStanding,
        Self::AddLink,
        Self::EditLink,
        Self::RemoveLink,
        Self::LookAsPerson,
        Self::ChangeSettings,
        Self::LinkSignIn,
        Self::UnlinkSignIn,
        Self::MakeToken,
        Self::WithdrawToken,
        Self::AddFactor,
        Self::RemoveFactor,
        Self::MakeRecoveryCodes,
        Self::AddPasskey,
        Self::RemovePasskey,
        Self::SaveBlueprint,
        Self::RetireBlueprint,
        Self::AskEnvironment,
        Self::AmendRequest,
        Self::ApproveRequest,
        Self::DeclineRequest,
        Self::WithdrawRequest,
        Self::RemindRequest,
        Self::LapseRequest,
        Self::CommentRequest,
        Self::AskDeletion,
        Self::AskTime,
        Self::AskChange,
        Self::ApplyChange,
        Self::RemindEnd,
        Self::BeginEnd,
        Self::KeepEnvironment,
        Self::SetEnd,
        Self::CheckEnvironment,
    ];

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
            Self::ExportLog => "export_log",
            Self::Refresh => "refresh",
            Self::CheckConnection => "check_connection",
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
            Self::MakeTeam => "make_team",
            Self::EditTeam => "edit_team",
            Self::DeleteTeam => "delete_team",
            Self::AddMember => "add_member",
            Self::RemoveMember => "remove_member",
            Self::ChangeStanding => "change_standing",
            Self::AddLink => "add_link",
            Self::EditLink => "edit_link",
            Self::RemoveLink => "remove_link",
            Self::LookAsPerson => "look_as_person",
            Self::ChangeSettings => "change_settings",
            Self::LinkSignIn => "link_sign_in",
            Self::UnlinkSignIn => "unlink_sign_in",
            Self::MakeToken => "make_token",
            Self::WithdrawToken => "withdraw_token",
            Self::AddFactor => "add_factor",
            Self::RemoveFactor => "remove_factor",
            Self::MakeRecoveryCodes => "make_recovery_codes",
            Self::AddPasskey => "add_passkey",
            Self::RemovePasskey => "remove_passkey",
            Self::SaveBlueprint => "save_blueprint",
            Self::RetireBlueprint => "retire_blueprint",
            Self::AskEnvironment => "ask_environment",
            Self::AmendRequest => "amend_request",
            Self::ApproveRequest => "approve_request",
            Self::DeclineRequest => "decline_request",
            Self::WithdrawRequest => "withdraw_request",
            Self::RemindRequest => "remind_request",
            Self::LapseRequest => "lapse_request",
            Self::CommentRequest => "comment_request",
            Self::AskDeletion => "ask_deletion",
            Self::AskTime => "ask_time",
            Self::AskChange => "ask_change",
            Self::ApplyChange => "apply_change",
            Self::RemindEnd => "remind_end",
            Self::BeginEnd => "begin_end",
            Self::KeepEnvironment => "keep_environment",
            Self::SetEnd => "set_end",
            Self::CheckEnvironment => "check_environment",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_action_is_forgotten_among_all_of_them() {
        let source = include_str!("audit.rs");
        let (_, words) = source.split_once("match self {").unwrap();
        let (words, _) = words.split_once("\n        }").unwrap();
        let words: Vec<&str> = words.split('"').skip(1).step_by(2).collect();
        assert_eq!(Action::ALL.map(Action::as_str).to_vec(), words);
        for action in Action::ALL {
            assert_eq!(serde_json::to_string(&action).unwrap(), format!("\"{}\"", action.as_str()));
        }
    }
}
