//! What deeds are called: in a sentence, and in the log.

use super::Deed;
use crate::audit::Action;

impl Deed {
    /// What follows "can" in a sentence.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::SeeEnvironments => "see environments",
            Self::SeeDrafts => "work on drafts",
            Self::CreateEnvironment => "create environments",
            Self::EditEnvironment => "edit environments",
            Self::TagEnvironment => "change tags",
            Self::DeleteEnvironment => "delete environments",
            Self::DecideLostOperation => "decide about a call whose answer was lost",
            Self::Refresh => "have FinSpace read again",
            Self::SeePeople => "see people",
            Self::Invite => "invite people",
            Self::ChangeRoles => "change roles",
            Self::DisablePerson => "disable people",
            Self::EnablePerson => "enable people",
            Self::ResetFactor => "reset second factors",
            Self::WithdrawToken => "withdraw other people's tokens",
            Self::SeeLog => "see the log",
            Self::ExportLog => "export the log",
            Self::SeeConnections => "see connections",
            Self::CheckConnection => "check connections",
            Self::SeeSettings => "see settings",
            Self::ChangeSettings => "change settings",
            Self::UnlinkSignIn => "unlink sign-ins",
            Self::OwnAccount => "change their account",
            Self::SeeNotices => "see their notices",
            Self::SeeTeams => "see teams",
            Self::SeeTeam => "see this team",
            Self::MakeTeam => "make teams",
            Self::DeleteTeam => "delete teams",
            Self::ManageTeam => "change this team",
            Self::SeeLaunchpad => "see their launchpad",
            Self::LookAsPerson => "see what another person sees",
            Self::SeeBlueprints => "see blueprints",
            Self::ChangeBlueprints => "change blueprints",
            Self::AskForEnvironment => "ask for an environment",
            Self::SeeRequests => "see requests",
            Self::SeeRequest => "see this request",
            Self::ChangeRequest => "change or withdraw this request",
            Self::DecideRequest => "decide this request",
            Self::CommentRequest => "comment on this request",
            Self::AskForDeletion => "ask for the deletion of an environment",
            Self::AskForTime => "ask for more time for an environment",
            Self::AskForChange => "ask for a change of an environment",
            Self::KeepEnvironment => "keep an environment that is to be deleted",
            Self::SetEnd => "set the end of an environment",
            Self::CheckEnvironment => "have this environment checked",
        }
    }

    /// How the log calls it. `None` for what only looks: that somebody may not see something is no event.
    #[must_use]
    pub fn action(self) -> Option<Action> {
        match self {
            Self::SeeEnvironments
            | Self::SeeDrafts
            | Self::SeePeople
            | Self::SeeLog
            | Self::ExportLog
            | Self::SeeConnections
            | Self::SeeSettings
            | Self::OwnAccount
            | Self::SeeNotices
            | Self::SeeTeams
            | Self::SeeTeam
            | Self::SeeLaunchpad
            | Self::LookAsPerson
            | Self::SeeBlueprints
            | Self::SeeRequests
            | Self::SeeRequest => None,
            Self::ChangeBlueprints => Some(Action::SaveBlueprint),
            Self::AskForEnvironment => Some(Action::AskEnvironment),
            Self::ChangeRequest => Some(Action::WithdrawRequest),
            Self::DecideRequest => Some(Action::ApproveRequest),
            Self::CommentRequest => Some(Action::CommentRequest),
            Self::AskForDeletion => Some(Action::AskDeletion),
            Self::AskForTime => Some(Action::AskTime),
            Self::AskForChange => Some(Action::AskChange),
            Self::KeepEnvironment => Some(Action::KeepEnvironment),
            Self::SetEnd => Some(Action::SetEnd),
            Self::CheckEnvironment => Some(Action::CheckEnvironment),
            Self::MakeTeam => Some(Action::MakeTeam),
            Self::DeleteTeam => Some(Action::DeleteTeam),
            Self::ManageTeam => Some(Action::EditTeam),
            Self::CreateEnvironment | Self::DecideLostOperation => Some(Action::CreateEnvironment),
            Self::EditEnvironment => Some(Action::UpdateEnvironment),
            Self::TagEnvironment => Some(Action::TagEnvironment),
            Self::DeleteEnvironment => Some(Action::DeleteEnvironment),
            Self::Refresh => Some(Action::Refresh),
            Self::CheckConnection => Some(Action::CheckConnection),
            Self::Invite => Some(Action::InvitePerson),
            Self::ChangeRoles => Some(Action::ChangeRoles),
            Self::DisablePerson => Some(Action::DisablePerson),
            Self::EnablePerson => Some(Action::EnablePerson),
            Self::ChangeSettings => Some(Action::ChangeSettings),
            Self::UnlinkSignIn => Some(Action::UnlinkSignIn),
            Self::ResetFactor => Some(Action::RemoveFactor),
            Self::WithdrawToken => Some(Action::WithdrawToken),
        }
    }
}
