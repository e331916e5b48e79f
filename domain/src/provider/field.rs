//! The inputs of a provider's form.

use serde::{Deserialize, Serialize};

/// One input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProviderField {
    Name,
    Label,
    Issuer,
    ClientId,
    ClientSecret,
    Scopes,
    GroupClaim,
    Entry,
    MatchEmail,
    DefaultRoles,
    Rules,
    Enabled,
    /// Of a rule that puts people into a team.
    RuleGroup,
    RuleTeam,
}

impl ProviderField {
    /// What stands beside the input.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name in addresses",
            Self::Label => "Name on the button",
            Self::Issuer => "Issuer URL",
            Self::ClientId => "Client id",
            Self::ClientSecret => "Client secret",
            Self::Scopes => "Scopes",
            Self::GroupClaim => "Group claim",
            Self::Entry => "How people come in",
            Self::MatchEmail => "Link by email address",
            Self::DefaultRoles => "Roles of new people",
            Self::Rules => "Rules",
            Self::Enabled => "Offer it on the sign-in page",
            Self::RuleGroup => "Group",
            Self::RuleTeam => "Team",
        }
    }

    /// The `name` of the input in the form.
    #[must_use]
    pub fn input(self) -> String {
        let word = match self {
            Self::Name => "name",
            Self::Label => "label",
            Self::Issuer => "issuer",
            Self::ClientId => "client_id",
            Self::ClientSecret => "client_secret",
            Self::Scopes => "scopes",
            Self::GroupClaim => "group_claim",
            Self::Entry => "entry",
            Self::MatchEmail => "match_email",
            Self::DefaultRoles => "roles",
            Self::Rules => "rules",
            Self::Enabled => "enabled",
            Self::RuleGroup => "group",
            Self::RuleTeam => "team",
        };
        format!("form[{word}]")
    }
}
