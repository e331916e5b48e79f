//! Changing an environment: what was typed, what FinSpace is asked for, and the difference that people see first.

use serde::{Deserialize, Serialize};

use super::{Description, Environment, Federation, FederationForm, Mode, Name};
use crate::{
    Field, Flaw, Problems, audit,
    text::{grouped, hex},
};

/// The edit form, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EditForm {
    pub name: String,
    pub description: String,
    pub mode: Mode,
    pub federation: FederationForm,
}

/// What UpdateEnvironment is asked to change: only what differs. Federation parameters go whole, because nobody knows
/// whether FinSpace merges or replaces them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentChange {
    pub name: Option<Name>,
    pub description: Option<Description>,
    pub mode: Option<Mode>,
    pub federation: Option<Federation>,
}

impl EnvironmentChange {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl EditForm {
    /// The form filled with what is there now.
    #[must_use]
    pub fn of(environment: &Environment) -> Self {
        Self {
            name: environment.name.clone(),
            description: environment.description.clone().unwrap_or_default(),
            mode: environment.mode,
            federation: FederationForm::of(&environment.federation),
        }
    }

    /// Reads the form against what is there now.
    pub fn parse(&self, now: &Environment) -> Result<EnvironmentChange, Problems> {
        let mut problems = Problems::default();
        let mut change = EnvironmentChange::default();
        // What nobody touched is not checked: FinSpace has it, whatever it looks like.
        if self.name.trim() != now.name.trim() {
            change.name = problems.keep(Field::Name, Name::parse(self.name.trim()));
        }
        let typed = self.description.trim().replace("\r\n", "\n");
        if typed != now.description.as_deref().unwrap_or_default().trim() {
            if typed.is_empty() {
                problems.push(
                    Flaw::new("FinSpace cannot take a description away. Change it to another one.")
                        .suggesting(now.description.clone().unwrap_or_default())
                        .at(Field::Description),
                );
            } else {
                change.description = problems.keep(Field::Description, Description::parse(&typed));
            }
        }
        if self.mode != now.mode {
            change.mode = Some(self.mode);
        }
        if self.mode == Mode::Federated && !(now.mode == Mode::Federated && self.federation.leaves(&now.federation)) {
            let mut wanted = self.federation.parse(&mut problems);
            let there = &now.federation.metadata_document;
            // The blanks around a file make it no other one.
            let is_there = wanted.metadata_document.as_deref() == there.as_deref().map(str::trim);
            if is_there || (wanted.metadata_document.is_none() && !self.federation.without_document) {
                wanted.metadata_document.clone_from(there);
            }
            wanted.check_source(&mut problems);
            if wanted != now.federation {
                change.federation = Some(wanted);
            }
        }
        if problems.is_empty() { Ok(change) } else { Err(problems) }
    }
}

/// One line of a difference; `None` is "not there".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub label: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What a change does, line by line, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference(pub Vec<Row>);

impl Difference {
    /// The lines in which two states of an environment differ, as far as an edit can touch them.
    #[must_use]
    pub fn between(before: &Environment, after: &Environment) -> Self {
        Self::telling(before, after, document)
    }

    /// The same for the log, in which a document is known by its whole digest.
    #[must_use]
    pub fn recorded(before: &Environment, after: &Environment) -> Vec<audit::Change> {
        Self::telling(before, after, audit::marked).0.into_iter().map(audit::Change::from).collect()
    }

    fn telling(before: &Environment, after: &Environment, document: fn(&str) -> String) -> Self {
        let mut rows = Vec::new();
        let mut line = |label: &str, before: Option<String>, after: Option<String>| {
            if before != after {
                rows.push(Row { label: label.into(), before, after });
            }
        };
        line(Field::Name.label(), Some(before.name.clone()), Some(after.name.clone()));
        line(Field::Description.label(), before.description.clone(), after.description.clone());
        line(Field::SignInMode.label(), Some(before.mode.label().into()), Some(after.mode.label().into()));
        let (old, new) = (&before.federation, &after.federation);
        line(Field::ProviderName.label(), old.provider_name.clone(), new.provider_name.clone());
        line(Field::MetadataUrl.label(), old.metadata_url.clone(), new.metadata_url.clone());
        line(Field::FederationUrn.label(), old.urn.clone(), new.urn.clone());
        line(Field::CallbackUrl.label(), old.callback_url.clone(), new.callback_url.clone());
        line(
            Field::MetadataDocument.label(),
            old.metadata_document.as_deref().map(document),
            new.metadata_document.as_deref().map(document),
        );
        for key in old.attributes.keys().chain(new.attributes.keys().filter(|key| !old.attributes.contains_key(*key))) {
            let label = format!("Attribute map: {key}");
            line(&label, old.attributes.get(key).cloned(), new.attributes.get(key).cloned());
        }
        Self(rows)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl EnvironmentChange {
    /// The environment as it is expected to be after the change.
    #[must_use]
    pub fn applied_to(&self, now: &Environment) -> Environment {
        let mut after = now.clone();
        if let Some(name) = &self.name {
            after.name = name.to_string();
        }
        if let Some(description) = &self.description {
            after.description = Some(description.to_string());
        }
        after.mode = self.mode.unwrap_or(after.mode);
        if after.mode == Mode::Local {
            after.federation = Federation::default();
        } else if let Some(federation) = &self.federation {
            after.federation.clone_from(federation);
        }
        after
    }
}

/// A document in one line: its size, and a mark that tells two of the same size apart. Such a line stands for its document
/// where that is not known, so it is its own line.
pub(super) fn document(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let marked = text.strip_suffix('…').and_then(|text| text.split_once(" characters, SHA-256 "));
    if marked.is_some_and(|(size, mark)| size.len() <= 10 && mark.len() == 8) {
        return text.to_owned();
    }
    let digest = Sha256::digest(text.as_bytes());
    let mark = hex(&digest[..4]);
    format!("{} characters, SHA-256 {mark}…", grouped(text.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        environment::Status,
        id::{ConnectionName, EnvironmentId},
    };

    fn environment() -> Environment {
        Environment {
            connection: ConnectionName::parse("local").unwrap(),
            id: EnvironmentId::parse("abc").unwrap(),
            name: "risk".into(),
            arn: String::new(),
            status: Status::Created,
            account: None,
            url: None,
            description: Some("Rates".into()),
            notebook_url: None,
            kms_key: None,
            service_account: None,
            mode: Mode::Local,
            federation: Federation::default(),
        }
    }

    #[test]
    fn an_untouched_form_changes_nothing() {
        let now = environment();
        assert!(EditForm::of(&now).parse(&now).unwrap().is_empty());
    }

    #[test]
    fn a_description_cannot_be_emptied() {
        let now = environment();
        let form = EditForm { description: " ".into(), ..EditForm::of(&now) };
        assert_eq!(form.parse(&now).unwrap_err().0[0].field, Field::Description);
    }

    #[test]
    fn only_what_differs_is_sent_and_shown() {
        let now = environment();
        let form = EditForm { name: "risk-2".into(), ..EditForm::of(&now) };
        let change = form.parse(&now).unwrap();
        assert_eq!(change, EnvironmentChange { name: Some(Name::parse("risk-2").unwrap()), ..Default::default() });
        let Difference(rows) = Difference::between(&now, &change.applied_to(&now));
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].after.as_deref(), Some("risk-2"));
    }

    #[test]
    fn the_log_keeps_a_document_by_its_length_and_whole_digest() {
        let before = environment();
        let mut after = before.clone();
        after.mode = Mode::Federated;
        after.federation.metadata_document = Some("x".repeat(1000));
        let changes = Difference::recorded(&before, &after);
        let fields: Vec<&str> = changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(fields, ["Sign-in mode", "SAML metadata document"]);
        assert_eq!(changes[1].after, Some(audit::marked(&"x".repeat(1000))));
    }

    #[test]
    fn the_document_stays_when_no_other_is_given() {
        let mut now = environment();
        now.mode = Mode::Federated;
        now.federation.metadata_document = Some("x".repeat(1000));
        let mut form = EditForm::of(&now);
        assert!(form.parse(&now).unwrap().is_empty());
        now.federation.metadata_document = Some(format!("{}\n", "x".repeat(1000)));
        form.federation.metadata_document = format!("{}\r\n", "x".repeat(1000));
        assert!(form.parse(&now).unwrap().is_empty(), "the same file is no other one");
    }

    #[test]
    fn federation_that_nobody_touched_is_not_checked() {
        // As programs make them: federated, and with nothing that says by whom.
        let mut now = environment();
        now.mode = Mode::Federated;
        now.federation.urn = Some("not a urn".into());
        let mut form = EditForm { name: "risk-2".into(), ..EditForm::of(&now) };
        let change = form.parse(&now).unwrap();
        assert_eq!((change.name.is_some(), change.federation), (true, None));
        form.federation.provider_name = "Okta".into();
        let problems = form.parse(&now).unwrap_err();
        assert!(problems.of(Field::MetadataDocument).is_some() && problems.of(Field::FederationUrn).is_some());
    }
}
