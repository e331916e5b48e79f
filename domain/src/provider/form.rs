//! A provider as somebody types it, and what it means.

use serde::{Deserialize, Serialize};

use super::{ClientId, Entry, GroupClaim, Issuer, Label, Provider, ProviderField, ProviderName, Scopes, Sealed};
use crate::{Field, Flaw, Problems, role::Roles};

/// The longest client secret that is taken.
const SECRET_MOST: usize = 2000;

/// What was typed. The secret never goes back to a page.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProviderForm {
    pub name: String,
    pub label: String,
    pub issuer: String,
    pub client_id: String,
    #[serde(skip_serializing)]
    pub client_secret: String,
    pub scopes: String,
    pub group_claim: String,
    pub entry: String,
    pub match_email: bool,
    pub roles: Roles,
    pub rules: String,
    pub enabled: bool,
}

impl std::fmt::Debug for ProviderForm {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("ProviderForm").field("name", &self.name).finish_non_exhaustive()
    }
}

impl ProviderForm {
    /// What an empty form offers.
    #[must_use]
    pub fn fresh() -> Self {
        Self {
            scopes: "openid email profile".into(),
            entry: Entry::default().as_str().into(),
            match_email: true,
            enabled: true,
            ..Self::default()
        }
    }

    /// The form of a provider as it is, without its secret.
    #[must_use]
    pub fn of(provider: &Provider) -> Self {
        Self {
            name: provider.name.to_string(),
            label: provider.label.to_string(),
            issuer: provider.issuer.to_string(),
            client_id: provider.client_id.to_string(),
            client_secret: String::new(),
            scopes: provider.scopes.to_string(),
            group_claim: provider.group_claim.as_ref().map(ToString::to_string).unwrap_or_default(),
            entry: provider.entry.as_str().into(),
            match_email: provider.match_email,
            roles: provider.default_roles.clone(),
            rules: provider.rules.to_string(),
            enabled: provider.enabled,
        }
    }

    /// Reads the form and says all that is wrong with it. Name and issuer of a provider that is there already stay what
    /// they are, and so does its secret; a new one is for the caller to seal.
    pub fn parse(&self, before: Option<&Provider>) -> Result<Provider, Problems> {
        let mut problems = Problems::default();
        let at = Field::Provider;
        let name = match before {
            Some(before) => Some(before.name.clone()),
            None => problems.keep(at(ProviderField::Name), ProviderName::parse(self.name.trim())),
        };
        let issuer = match before {
            Some(before) => Some(before.issuer.clone()),
            None => problems.keep(at(ProviderField::Issuer), Issuer::parse(self.issuer.trim())),
        };
        let label = problems.keep(at(ProviderField::Label), Label::parse(self.label.trim()));
        let client_id = problems.keep(at(ProviderField::ClientId), ClientId::parse(self.client_id.trim()));
        let secret = self.client_secret.trim();
        if secret.len() > SECRET_MOST || secret.chars().any(char::is_control) {
            let words = format!("A client secret is one line of at most {SECRET_MOST} characters.");
            problems.push(Flaw::new(words).at(at(ProviderField::ClientSecret)));
        }
        let words: Vec<&str> = self.scopes.split_whitespace().collect();
        let scopes = problems.keep(at(ProviderField::Scopes), Scopes::parse(&words.join(" ")));
        let group_claim = problems.keep_optional(at(ProviderField::GroupClaim), &self.group_claim, GroupClaim::parse);
        let rules = problems.keep(at(ProviderField::Rules), self.rules.parse());
        if self.group_claim.trim().is_empty() && !self.rules.trim().is_empty() {
            let flaw =
                Flaw::new("Rules need to know in which claim the groups stand. Enter it, or take the rules away.");
            problems.push(flaw.at(at(ProviderField::GroupClaim)));
        }
        let entry = Entry::ALL.into_iter().find(|entry| entry.as_str() == self.entry);
        let entry = entry.ok_or_else(|| Flaw::new("Choose how people come in."));
        let entry = problems.keep(at(ProviderField::Entry), entry);
        let (true, Some(name), Some(issuer), Some(label), Some(client_id), Some(scopes), Some(rules), Some(entry)) =
            (problems.is_empty(), name, issuer, label, client_id, scopes, rules, entry)
        else {
            return Err(problems);
        };
        Ok(Provider {
            name,
            issuer,
            client_id,
            secret: before.and_then(|before| before.secret.clone()),
            label,
            scopes,
            group_claim,
            entry,
            match_email: self.match_email,
            default_roles: self.roles.clone(),
            rules,
            enabled: self.enabled,
            version: before.map_or(1, |before| before.version + 1),
        })
    }

    /// The secret that was typed, if one was; `seal` makes of it what is kept.
    pub fn sealed<E>(&self, seal: impl FnOnce(&str) -> Result<Sealed, E>) -> Result<Option<Sealed>, E> {
        let secret = self.client_secret.trim();
        if secret.is_empty() { Ok(None) } else { seal(secret).map(Some) }
    }
}
