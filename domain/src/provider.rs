//! Services that people can sign in with: OpenID Connect providers, as administrators describe them.

mod field;
mod form;
mod parts;
mod rules;
mod team_rules;

use serde::{Deserialize, Serialize};

pub use field::ProviderField;
pub use form::ProviderForm;
pub use parts::{ClientId, GroupClaim, Issuer, Label, ProviderName, Scopes, is_safe};
pub use rules::{GroupRule, GroupRules, groups_of};
pub use team_rules::{TEAM_RULES_MOST, TeamRule, TeamRuleForm, rules_met, standings_in_words};

use rules::group_name;

use crate::{audit::Change, role::Roles};

/// How people come in whom the portal does not know yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// Only people who have an account or an invitation.
    #[default]
    Known,
    /// Everybody whom the provider lets in gets an account.
    Create,
}

impl Entry {
    /// All ways, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Known, Self::Create];

    /// The word in the database and in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Create => "create",
        }
    }

    /// What the pages call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Known => "Only people who have an account or an invitation",
            Self::Create => "Everybody whom the provider lets in",
        }
    }

    /// What happens then, in a sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Known => "Whoever is not known is sent away, in words that say whom to ask.",
            Self::Create => "Whoever is not known gets an account with the roles that are ticked below.",
        }
    }
}

/// One provider. What it proves is that somebody is a subject of its issuer; the rest is what the portal makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// How addresses and the log call it. It never changes, because the provider knows the way back by it.
    pub name: ProviderName,
    /// Who vouches for the people. It never changes either: people are linked to (issuer, subject).
    pub issuer: Issuer,
    /// How the provider knows the portal.
    pub client_id: ClientId,
    /// The client secret, sealed; `None` for a client that has none.
    pub secret: Option<Sealed>,
    /// What the button on the sign-in page says after "Sign in with".
    pub label: Label,
    pub scopes: Scopes,
    /// The claim in which the provider lists groups, if it does.
    pub group_claim: Option<GroupClaim>,
    pub entry: Entry,
    /// Whether a verified address finds the account or the invitation of somebody who comes for the first time.
    pub match_email: bool,
    /// What people are whose account is made at their first sign-in.
    pub default_roles: Roles,
    pub rules: GroupRules,
    pub enabled: bool,
    /// Counts the changes, so that two administrators do not undo each other's unseen.
    pub version: i64,
}

impl Provider {
    /// The object of an event about it.
    #[must_use]
    pub fn object(name: &str) -> String {
        format!("provider/{name}")
    }

    /// What is different from another state of it, for the log. Of a secret only that it changed.
    #[must_use]
    pub fn changes_from(&self, before: Option<&Self>) -> Vec<Change> {
        let old = before.map(Self::facts);
        let mut changes = Vec::new();
        for (place, (field, new)) in self.facts().into_iter().enumerate() {
            let said = |value: &str| (!value.is_empty()).then(|| value.to_owned());
            let (old, new) = (old.as_ref().and_then(|facts| said(&facts[place].1)), said(&new));
            if old != new {
                changes.push(Change::new(field.label(), old.as_deref(), new.as_deref()));
            }
        }
        let secret = before.and_then(|before| before.secret.as_ref());
        if secret != self.secret.as_ref() {
            let (old, new) = (secret.map(|_| "the one before"), self.secret.as_ref().map(|_| "another one"));
            changes.push(Change::new(ProviderField::ClientSecret.label(), old, new));
        }
        changes
    }

    fn facts(&self) -> [(ProviderField, String); 10] {
        let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        [
            (ProviderField::Issuer, self.issuer.to_string()),
            (ProviderField::ClientId, self.client_id.to_string()),
            (ProviderField::Label, self.label.to_string()),
            (ProviderField::Scopes, self.scopes.to_string()),
            (ProviderField::GroupClaim, self.group_claim.as_ref().map(ToString::to_string).unwrap_or_default()),
            (ProviderField::Entry, self.entry.label().to_owned()),
            (ProviderField::MatchEmail, yes(self.match_email)),
            (ProviderField::DefaultRoles, self.default_roles.labels()),
            (ProviderField::Rules, self.rules.to_string()),
            (ProviderField::Enabled, yes(self.enabled)),
        ]
    }
}

/// A secret as the database keeps it: nobody can read it without the key in the data folder.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(pub String);

impl std::fmt::Debug for Sealed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Sealed")
    }
}

#[cfg(test)]
mod tests;
