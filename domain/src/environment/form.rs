//! The create wizard's inputs: as they were typed, and as an environment that can be asked for.

use serde::{Deserialize, Serialize};

use super::{DataBundle, Description, Federation, FederationForm, KmsKey, Mode, Name, Superuser};
use crate::{
    Field, Flaw, Problems,
    id::ConnectionName,
    tag::{ROOM, TagForm, TagKey, Tags},
};

/// The five steps of the wizard, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    #[default]
    Basics,
    SignIn,
    Superuser,
    Extras,
    Review,
}

impl Step {
    pub const ALL: [Self; 5] = [Self::Basics, Self::SignIn, Self::Superuser, Self::Extras, Self::Review];

    /// The word in the step's path.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Basics => "basics",
            Self::SignIn => "sign-in",
            Self::Superuser => "superuser",
            Self::Extras => "extras",
            Self::Review => "review",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == word)
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Basics => "Basics",
            Self::SignIn => "Sign-in",
            Self::Superuser => "Superuser",
            Self::Extras => "Data bundles and tags",
            Self::Review => "Review",
        }
    }

    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|step| *step > self)
    }

    #[must_use]
    pub fn previous(self) -> Option<Self> {
        Self::ALL.into_iter().rfind(|step| *step < self)
    }

    /// The step that a field is filled in on.
    #[must_use]
    pub fn of(field: Field) -> Self {
        match field {
            Field::SignInMode
            | Field::ProviderName
            | Field::MetadataDocument
            | Field::MetadataUrl
            | Field::FederationUrn
            | Field::CallbackUrl
            | Field::AttributeKey(_)
            | Field::AttributeValue(_) => Self::SignIn,
            Field::EmailAddress | Field::FirstName | Field::LastName => Self::Superuser,
            Field::DataBundle(_) | Field::Tags | Field::TagKey(_) | Field::TagValue(_) => Self::Extras,
            _ => Self::Basics,
        }
    }
}

/// Everything that the wizard asks, as it was typed: this is what a draft keeps, valid or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnvironmentForm {
    pub connection: String,
    pub name: String,
    pub description: String,
    pub kms_key: String,
    pub mode: Mode,
    pub federation: FederationForm,
    pub email_address: String,
    pub first_name: String,
    pub last_name: String,
    pub data_bundles: Vec<String>,
    pub tags: TagForm,
}

/// An environment that can be asked for: every part was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEnvironment {
    pub connection: ConnectionName,
    pub name: Name,
    pub description: Option<Description>,
    pub kms_key: Option<KmsKey>,
    pub mode: Mode,
    /// Empty when the mode is local.
    pub federation: Federation,
    pub superuser: Option<Superuser>,
    pub data_bundles: Vec<DataBundle>,
    pub tags: Tags,
}

impl EnvironmentForm {
    /// Takes over what one step's form holds and leaves the other steps alone.
    pub fn take(&mut self, step: Step, typed: Self) {
        match step {
            Step::Basics => {
                self.connection = typed.connection;
                self.name = typed.name;
                self.description = typed.description;
                self.kms_key = typed.kms_key;
            }
            Step::SignIn => {
                self.mode = typed.mode;
                let kept = std::mem::take(&mut self.federation.metadata_document);
                self.federation = typed.federation;
                // An empty box means "as before": a document of megabytes is not sent to the browser and back.
                if !std::mem::take(&mut self.federation.without_document)
                    && self.federation.metadata_document.trim().is_empty()
                {
                    self.federation.metadata_document = kept;
                }
            }
            Step::Superuser => {
                self.email_address = typed.email_address;
                self.first_name = typed.first_name;
                self.last_name = typed.last_name;
            }
            Step::Extras => {
                self.data_bundles = typed.data_bundles;
                self.tags = typed.tags;
            }
            Step::Review => {}
        }
    }

    /// Reads the whole form, or says everything that is wrong with it.
    pub fn parse(&self, connections: &[ConnectionName], required: &[TagKey]) -> Result<NewEnvironment, Problems> {
        let mut problems = Problems::default();
        let connection = problems.keep(Field::Connection, self.connection(connections));
        let name = problems.keep(Field::Name, Name::parse(self.name.trim()));
        let description = problems.keep_optional(Field::Description, &self.description, Description::parse);
        let kms_key = problems.keep_optional(Field::KmsKey, &self.kms_key, KmsKey::parse);
        let federation = match self.mode {
            Mode::Local => Federation::default(),
            Mode::Federated => {
                let federation = self.federation.parse(&mut problems);
                federation.check_source(&mut problems);
                federation
            }
        };
        let superuser = self.superuser(&mut problems);
        let data_bundles = self.data_bundles(&mut problems);
        let tags = self.tags.parse(required, ROOM, &mut problems);
        match (connection, name) {
            (Some(connection), Some(name)) if problems.is_empty() => Ok(NewEnvironment {
                connection,
                name,
                description,
                kms_key,
                mode: self.mode,
                federation,
                superuser,
                data_bundles,
                tags,
            }),
            _ => Err(problems),
        }
    }

    /// The problems of one step only.
    #[must_use]
    pub fn problems_of(&self, step: Step, connections: &[ConnectionName], required: &[TagKey]) -> Problems {
        match self.parse(connections, required) {
            Ok(_) => Problems::default(),
            Err(Problems(all)) => Problems(all.into_iter().filter(|p| Step::of(p.field) == step).collect()),
        }
    }

    fn connection(&self, connections: &[ConnectionName]) -> Result<ConnectionName, Flaw> {
        connections
            .iter()
            .find(|connection| connection.as_str() == self.connection)
            .cloned()
            .ok_or_else(|| Flaw::new("Choose where the environment is to be created."))
    }

    fn data_bundles(&self, problems: &mut Problems) -> Vec<DataBundle> {
        let mut bundles: Vec<DataBundle> = Vec::new();
        for (i, typed) in self.data_bundles.iter().enumerate() {
            if let Some(bundle) = problems.keep_optional(Field::DataBundle(i), typed, DataBundle::parse)
                && !bundles.contains(&bundle)
            {
                bundles.push(bundle);
            }
        }
        bundles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local() -> Vec<ConnectionName> {
        vec![ConnectionName::parse("local").unwrap()]
    }

    fn form() -> EnvironmentForm {
        EnvironmentForm { connection: "local".into(), name: "risk-prod".into(), ..Default::default() }
    }

    #[test]
    fn a_name_and_a_connection_are_enough() {
        let new = form().parse(&local(), &[]).unwrap();
        assert_eq!(new.mode, Mode::Local);
        assert_eq!(new.superuser, None);
    }

    #[test]
    fn all_problems_come_at_once_each_at_its_step() {
        let bad = EnvironmentForm {
            name: "risk_prod".into(),
            email_address: "a@b.co".into(),
            data_bundles: vec!["taq".into()],
            ..form()
        };
        let Problems(all) = bad.parse(&local(), &[]).unwrap_err();
        let fields: Vec<Field> = all.iter().map(|p| p.field).collect();
        assert_eq!(fields, [Field::Name, Field::FirstName, Field::LastName, Field::DataBundle(0)]);
        assert_eq!(bad.problems_of(Step::Superuser, &local(), &[]).0.len(), 2);
    }

    #[test]
    fn federation_inputs_are_not_checked_while_the_mode_is_local() {
        let mut form = form();
        form.federation.metadata_url = "not a url".into();
        assert!(form.parse(&local(), &[]).is_ok());
        form.mode = Mode::Federated;
        assert!(form.parse(&local(), &[]).is_err());
    }

    #[test]
    fn federated_sign_in_needs_a_document_or_its_url() {
        let mut form = EnvironmentForm { mode: Mode::Federated, ..form() };
        assert_eq!(form.parse(&local(), &[]).unwrap_err().0[0].field, Field::MetadataDocument);
        form.federation.metadata_url = "https://idp.example.com/metadata".into();
        assert!(form.parse(&local(), &[]).is_ok());
    }

    #[test]
    fn a_step_leaves_the_others_alone_and_an_empty_box_keeps_the_document() {
        let mut draft = form();
        draft.federation.metadata_document = "<EntityDescriptor/>".into();
        draft.take(Step::SignIn, EnvironmentForm { mode: Mode::Federated, ..Default::default() });
        assert_eq!(draft.name, "risk-prod");
        assert_eq!(draft.federation.metadata_document, "<EntityDescriptor/>");
        assert_eq!(draft.mode, Mode::Federated);
    }

    #[test]
    fn forty_seven_tags_fit_beside_the_portals_own() {
        let with = |n: usize| {
            let rows = (0..n).map(|i| crate::tag::TagRow { key: format!("k{i}"), value: "v".into() }).collect();
            EnvironmentForm { tags: TagForm { rows }, ..form() }
        };
        assert!(with(47).parse(&local(), &[]).is_ok());
        assert!(with(48).parse(&local(), &[]).is_err());
    }
}
