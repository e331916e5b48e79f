//! What people want to do, in the words of a refusal.

use super::Deed;

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
            Self::WithdrawToken => "withdraw other people's tokens",
            Self::ResetFactor => "reset second factors",
            Self::SeeLog => "see the log",
            Self::ExportLog => "export the log",
            Self::SeeConnections => "see connections",
            Self::CheckConnection => "check connections",
            Self::SeeSettings => "see settings",
            Self::ChangeSettings => "change settings",
            Self::UnlinkSignIn => "unlink sign-ins",
            Self::OwnAccount => "change their account",
            Self::SeeTeams => "see teams",
            Self::SeeTeam => "see this team",
            Self::MakeTeam => "make teams",
            Self::DeleteTeam => "delete teams",
            Self::ManageTeam => "change this team",
            Self::SeeLaunchpad => "see their launchpad",
            Self::LookAsPerson => "see what another person sees",
        }
    }
}
