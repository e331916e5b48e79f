//! What a token has to be made for, deed by deed.

use super::Deed;
use crate::token::Scope;

impl Deed {
    /// The scopes of which a token needs one for this; none for what no program does in somebody's name.
    pub(super) fn scopes(self) -> &'static [Scope] {
        match self {
            Self::SeeEnvironments | Self::SeeConnections => &[Scope::Read, Scope::Environments, Scope::Tags],
            Self::CreateEnvironment | Self::EditEnvironment | Self::DeleteEnvironment | Self::SeeDrafts => {
                &[Scope::Environments]
            }
            Self::TagEnvironment => &[Scope::Tags],
            Self::SeeTeams | Self::SeeTeam | Self::SeeRequests | Self::SeeRequest => &[Scope::Read, Scope::Requests],
            Self::AskForEnvironment | Self::ChangeRequest | Self::DecideRequest | Self::CommentRequest => {
                &[Scope::Requests]
            }
            Self::DecideLostOperation
            | Self::Refresh
            | Self::SeePeople
            | Self::Invite
            | Self::ChangeRoles
            | Self::DisablePerson
            | Self::EnablePerson
            | Self::WithdrawToken
            | Self::ResetFactor
            | Self::UnlinkSignIn
            | Self::SeeLog
            | Self::ExportLog
            | Self::CheckConnection
            | Self::SeeSettings
            | Self::ChangeSettings
            | Self::OwnAccount
            | Self::SeeNotices
            | Self::MakeTeam
            | Self::DeleteTeam
            | Self::ManageTeam
            | Self::SeeLaunchpad
            | Self::LookAsPerson
            | Self::SeeBlueprints
            | Self::ChangeBlueprints
            | Self::AskForDeletion
            | Self::AskForTime
            | Self::AskForChange
            | Self::KeepEnvironment
            | Self::SetEnd
            | Self::CheckEnvironment => &[],
        }
    }
}
