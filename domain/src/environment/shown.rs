//! What an edit form showed, and what of it somebody touched: only that is theirs to change.

use super::{AttributeRow, EditForm, Environment, Federation, FederationForm, edit::document};
use crate::{Field, text::one_line};

/// What an edit form sends.
#[derive(Clone, Debug, Default)]
pub struct TypedEdit {
    pub form: EditForm,
    /// What it showed, as [`EditForm::shown`] gives it. Without it whatever is there counts as seen.
    pub shown: Option<EditForm>,
}

impl From<EditForm> for TypedEdit {
    fn from(form: EditForm) -> Self {
        Self { form, shown: None }
    }
}

impl EditForm {
    /// What a form sends back of what it showed. The document is not sent to browsers: a line that tells it from others
    /// takes its place.
    #[must_use]
    pub fn shown(environment: &Environment) -> Self {
        let mut shown = Self::of(environment);
        shown.federation.metadata_document =
            environment.federation.metadata_document.as_deref().map(document).unwrap_or_default();
        shown
    }

    /// Lets inputs that nobody touched follow the environment. Answers with what the others were typed over: the
    /// environment, but for inputs that somebody else changed since, which are as they were shown.
    pub fn follow(&mut self, shown: &Self, now: &Environment) -> Environment {
        let (fresh, mut base) = (Self::shown(now), now.clone());
        if let Some(name) = follow(&mut self.name, &shown.name, &fresh.name) {
            base.name = name;
        }
        if let Some(description) = follow(&mut self.description, &shown.description, &fresh.description) {
            base.description = some(&description);
        }
        if self.mode == shown.mode {
            self.mode = fresh.mode;
        } else if self.mode != fresh.mode {
            base.mode = shown.mode;
        }
        let (typed, shown, fresh, base_of) =
            (&mut self.federation, &shown.federation, &fresh.federation, &mut base.federation);
        for (typed, shown, fresh, base) in [
            (&mut typed.metadata_url, &shown.metadata_url, &fresh.metadata_url, &mut base_of.metadata_url),
            (&mut typed.callback_url, &shown.callback_url, &fresh.callback_url, &mut base_of.callback_url),
            (&mut typed.federation_urn, &shown.federation_urn, &fresh.federation_urn, &mut base_of.urn),
            (&mut typed.provider_name, &shown.provider_name, &fresh.provider_name, &mut base_of.provider_name),
        ] {
            if let Some(text) = follow(typed, shown, fresh) {
                *base = some(&text);
            }
        }
        if pairs(&typed.attributes) == pairs(&shown.attributes) {
            typed.attributes.clone_from(&fresh.attributes);
        } else if ![pairs(&shown.attributes), pairs(&typed.attributes)].contains(&pairs(&fresh.attributes)) {
            base_of.attributes = pairs(&shown.attributes).into_iter().collect();
        }
        let (was, is) = (&shown.metadata_document, &fresh.metadata_document);
        let wanted = match typed.metadata_document.trim() {
            "" if typed.without_document => Some(String::new()),
            "" => None,
            text => Some(document(text)),
        };
        if was != is && wanted.is_some_and(|wanted| wanted != *is) {
            base_of.metadata_document = some(was);
        }
        base
    }

    /// An environment as it was shown, for when FinSpace cannot be asked.
    #[must_use]
    pub fn laid_over(&self, known: &Environment) -> Environment {
        let federation = &self.federation;
        Environment {
            name: self.name.clone(),
            description: some(&self.description),
            mode: self.mode,
            federation: Federation {
                metadata_document: some(&federation.metadata_document),
                metadata_url: some(&federation.metadata_url),
                callback_url: some(&federation.callback_url),
                urn: some(&federation.federation_urn),
                provider_name: some(&federation.provider_name),
                attributes: pairs(&federation.attributes).into_iter().collect(),
            },
            ..known.clone()
        }
    }
}

impl FederationForm {
    /// What of it somebody touched who typed over what a page had shown.
    pub(crate) fn touched(&self, shown: &Self) -> Vec<Field> {
        let differ = |mine: &str, theirs: &str| one_line(mine) != one_line(theirs);
        let document = !self.metadata_document.trim().is_empty() || self.without_document;
        let all = [
            (Field::MetadataDocument, document),
            (Field::MetadataUrl, differ(&self.metadata_url, &shown.metadata_url)),
            (Field::ProviderName, differ(&self.provider_name, &shown.provider_name)),
            (Field::FederationUrn, differ(&self.federation_urn, &shown.federation_urn)),
            (Field::CallbackUrl, differ(&self.callback_url, &shown.callback_url)),
            (Field::AttributeKey(0), pairs(&self.attributes) != pairs(&shown.attributes)),
        ];
        all.into_iter().filter(|(_, is_touched)| *is_touched).map(|(field, _)| field).collect()
    }

    /// Whether it asks for what is there already.
    pub(super) fn leaves(&self, now: &Federation) -> bool {
        let there = Self::of(now);
        let texts = |form: &Self| {
            [&form.metadata_url, &form.callback_url, &form.federation_urn, &form.provider_name]
                .map(|text| one_line(text))
        };
        self.metadata_document.trim().is_empty()
            && !(self.without_document && now.metadata_document.is_some())
            && texts(self) == texts(&there)
            && pairs(&self.attributes) == pairs(&there.attributes)
    }
}

impl Environment {
    /// Takes from a fresh sight what came back from a browser in other words: line ends, and the line that stands for a
    /// document.
    pub(crate) fn reworded_as(&mut self, now: &Self) {
        let (mine, theirs) = (&mut self.federation, &now.federation);
        for (mine, theirs) in [
            (&mut self.description, &now.description),
            (&mut mine.metadata_url, &theirs.metadata_url),
            (&mut mine.callback_url, &theirs.callback_url),
            (&mut mine.urn, &theirs.urn),
            (&mut mine.provider_name, &theirs.provider_name),
        ] {
            let line = |text: &Option<String>| text.as_deref().map(one_line).unwrap_or_default();
            if line(mine) == line(theirs) {
                mine.clone_from(theirs);
            }
        }
        if one_line(&self.name) == one_line(&now.name) {
            self.name.clone_from(&now.name);
        }
        let line = |text: &Option<String>| text.as_deref().map(document);
        if line(&mine.metadata_document) == line(&theirs.metadata_document) {
            mine.metadata_document.clone_from(&theirs.metadata_document);
        }
    }
}

/// Lets an input follow what is there, unless somebody touched it. What was shown comes back when both somebody and
/// somebody else changed it, and not to the same.
fn follow(typed: &mut String, shown: &str, now: &str) -> Option<String> {
    let [mine, was, is] = [typed.as_str(), shown, now].map(one_line);
    if mine == was || mine == is {
        now.clone_into(typed);
        return None;
    }
    (was != is).then(|| shown.to_owned())
}

fn some(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// The rows that ask for something, in the order of the map that they become.
fn pairs(rows: &[AttributeRow]) -> Vec<(String, String)> {
    let trimmed = rows.iter().map(|row| (row.key.trim().to_owned(), row.value.trim().to_owned()));
    let mut pairs: Vec<_> =
        trimmed.filter(|(key, value)| !(value.is_empty() && (key.is_empty() || key == "Email"))).collect();
    pairs.sort();
    pairs
}

#[cfg(test)]
mod tests;
