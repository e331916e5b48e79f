//! How people sign in, as far as members of a team can ask that it becomes another.

use serde::{Deserialize, Serialize};

use super::Basis;
use crate::{
    Field, Flaw, Problems,
    blueprint::Rules,
    environment::{Environment, EnvironmentForm, Federation, FederationForm, MetadataDocument, MetadataUrl, Mode},
    saml,
    text::one_line,
};

/// How much of it can be asked for.
///
/// A blueprint fixes who signs people in. The metadata is how that identity provider is reached, and its certificate ends
/// some day: to renew it is no breach of the blueprint, as long as it is the metadata of the same identity provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignIn {
    /// All of it: no blueprint made the environment.
    Free,
    /// The metadata of the identity provider that the blueprint chose, as a document and as an address.
    Metadata,
    /// Nothing: the blueprint says that people sign in with passwords of the environment.
    Fixed,
    /// Nothing: FinSpace alone knows it all, and could not be read.
    #[default]
    Unread,
}

impl SignIn {
    /// What there is to ask for about an environment that was read, and that a blueprint made or none.
    #[must_use]
    pub fn of(environment: &Environment, rules: Option<&Rules>) -> Self {
        match (rules, environment.mode) {
            (None, _) => Self::Free,
            (Some(_), Mode::Federated) => Self::Metadata,
            (Some(_), Mode::Local) => Self::Fixed,
        }
    }

    /// As much of a form as can be filled in.
    pub(super) fn free(self, form: &EnvironmentForm) -> (Mode, FederationForm) {
        let typed = &form.federation;
        match self {
            Self::Free => (form.mode, typed.clone()),
            Self::Metadata => {
                let (metadata_document, metadata_url) = (typed.metadata_document.clone(), typed.metadata_url.clone());
                (Mode::default(), FederationForm { metadata_document, metadata_url, ..FederationForm::default() })
            }
            Self::Fixed | Self::Unread => (Mode::default(), FederationForm::default()),
        }
    }

    /// What of it the blueprint fixes, as it is.
    pub(super) fn fixed(self, environment: &Environment) -> Vec<(String, String)> {
        if matches!(self, Self::Free | Self::Unread) {
            return Vec::new();
        }
        let line = |field: Field, text: &str| (field.label().to_owned(), text.to_owned());
        let Environment { mode, federation, .. } = environment;
        let provider = federation.provider_name.iter().map(|name| line(Field::ProviderName, name));
        let claims = federation.attributes.iter();
        let claims = claims.map(|(key, claim)| (format!("Attribute map: {key}"), claim.clone()));
        [line(Field::SignInMode, mode.label())].into_iter().chain(provider).chain(claims).collect()
    }

    /// What somebody typed of it over a form that a page had shown, and cannot ask for.
    pub(super) fn unasked(self, shown: &EnvironmentForm, typed: &EnvironmentForm) -> Problems {
        let words = match self {
            Self::Free => return Problems::default(),
            Self::Metadata | Self::Fixed => "The blueprint says how people sign in. Leave this as it is.",
            Self::Unread => {
                "FinSpace cannot be read, and it alone knows how people sign in now. Ask again once it answers."
            }
        };
        let is_metadata = |field: &Field| matches!(field, Field::MetadataDocument | Field::MetadataUrl);
        let renews = self == Self::Metadata && !typed.federation.without_document;
        let asked = touched(shown, typed).into_iter().filter(|field| !(renews && is_metadata(field)));
        Problems(asked.map(|field| Flaw::new(words).at(field)).collect())
    }
}

/// What of it somebody touched who typed over a form that a page had shown.
#[must_use]
pub fn touched(shown: &EnvironmentForm, typed: &EnvironmentForm) -> Vec<Field> {
    let mode = (shown.mode != typed.mode).then_some(Field::SignInMode);
    mode.into_iter().chain(typed.federation.touched(&shown.federation)).collect()
}

impl Basis {
    /// The federation with the metadata that somebody typed, if that is another one.
    pub(super) fn renewed(
        &self,
        shown: &FederationForm,
        typed: &FederationForm,
        problems: &mut Problems,
    ) -> Option<Federation> {
        let now = &self.environment.federation;
        let (mut wanted, mut found) = (now.clone(), Problems::default());
        if one_line(&typed.metadata_url) != one_line(&shown.metadata_url) {
            let url = found.keep_optional(Field::MetadataUrl, &typed.metadata_url, MetadataUrl::parse);
            wanted.metadata_url = url.map(Into::into);
        }
        let (there, given) = (now.metadata_document.as_deref(), &typed.metadata_document);
        let document = found.keep_optional(Field::MetadataDocument, given, MetadataDocument::parse);
        // The blanks around a file make it no other one.
        if let Some(document) = document.filter(|document| there.map(str::trim) != Some(document.as_str())) {
            found.keep(Field::MetadataDocument, of_same_provider(there, document.as_str()));
            wanted.metadata_document = Some(document.into());
        }
        if wanted == *now {
            problems.0.append(&mut found.0);
            return None;
        }
        wanted.check_source(&mut found);
        problems.0.append(&mut found.0);
        Some(wanted)
    }
}

/// That metadata is of the identity provider whose metadata is there. What is there and cannot be read tells of none.
fn of_same_provider(there: Option<&str>, given: &str) -> Result<(), Flaw> {
    let there = there.and_then(|document| saml::read(document).ok()).map(|metadata| metadata.entity_id);
    let Some(there) = there.filter(|entity| !entity.is_empty()) else { return Ok(()) };
    let fixed = "The blueprint says which identity provider people sign in at";
    match saml::read(given) {
        Ok(metadata) if metadata.entity_id == there => Ok(()),
        Ok(metadata) => {
            let (there, given) = (saml::quoted(&there), saml::quoted(&metadata.entity_id));
            Err(Flaw::new(format!(
                "{fixed}: {there}. This is the metadata of {given}. Give that of the same one, or ask an administrator \
                 to change the identity provider."
            )))
        }
        Err(why) => Err(Flaw::new(format!("{fixed}, and this does not tell whose it is. {}", why.words()))),
    }
}

/// The federation to send: what was wanted of it otherwise than it was, and for the rest what is there now, because others
/// may have changed that.
pub(super) fn laid_over(was: &Federation, wanted: &Federation, now: &Federation) -> Federation {
    let pick = |part: fn(&Federation) -> &Option<String>| {
        if part(was) == part(wanted) { part(now).clone() } else { part(wanted).clone() }
    };
    let mut attributes = now.attributes.clone();
    for key in was.attributes.keys().chain(wanted.attributes.keys()) {
        match wanted.attributes.get(key) {
            same if same == was.attributes.get(key) => {}
            Some(claim) => drop(attributes.insert(key.clone(), claim.clone())),
            None => drop(attributes.remove(key)),
        }
    }
    Federation {
        metadata_document: pick(|one| &one.metadata_document),
        metadata_url: pick(|one| &one.metadata_url),
        callback_url: pick(|one| &one.callback_url),
        urn: pick(|one| &one.urn),
        provider_name: pick(|one| &one.provider_name),
        attributes,
    }
}

#[cfg(test)]
mod tests;
