//! A new environment as the log keeps it: everything that was asked for, field by field.

use super::{Mode, NewEnvironment};
use crate::{
    Field,
    audit::{Change, marked},
};

impl NewEnvironment {
    /// What the environment begins with. Nothing in it is a secret.
    #[must_use]
    pub fn recorded(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut line =
            |label: &str, value: Option<&str>| changes.extend(value.map(|value| Change::added(label, value)));
        line(Field::Connection.label(), Some(self.connection.as_str()));
        line(Field::Name.label(), Some(self.name.as_str()));
        line(Field::Description.label(), self.description.as_ref().map(super::Description::as_str));
        line(Field::KmsKey.label(), self.kms_key.as_ref().map(super::KmsKey::as_str));
        line(Field::SignInMode.label(), Some(self.mode.label()));
        if self.mode == Mode::Federated {
            let federation = &self.federation;
            line(Field::ProviderName.label(), federation.provider_name.as_deref());
            line(Field::MetadataUrl.label(), federation.metadata_url.as_deref());
            line(Field::FederationUrn.label(), federation.urn.as_deref());
            line(Field::CallbackUrl.label(), federation.callback_url.as_deref());
            line(Field::MetadataDocument.label(), federation.metadata_document.as_deref().map(marked).as_deref());
            for (key, claim) in &federation.attributes {
                line(&format!("Attribute map: {key}"), Some(claim));
            }
        }
        if let Some(superuser) = &self.superuser {
            let name = format!("{} {} <{}>", superuser.first_name, superuser.last_name, superuser.email);
            line("Superuser", Some(&name));
        }
        for bundle in &self.data_bundles {
            line(Field::DataBundle(0).label(), Some(bundle.as_str()));
        }
        for (key, value) in &self.tags {
            line(&format!("Tag {key}"), Some(value.as_str()));
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use crate::{environment::EnvironmentForm, id::ConnectionName, tag::TagForm, tag::TagRow};

    #[test]
    fn what_was_asked_for_is_kept_and_nothing_else() {
        let form = EnvironmentForm {
            connection: "local".into(),
            name: "risk".into(),
            email_address: "ada@example.com".into(),
            first_name: "Ada".into(),
            last_name: "Byron".into(),
            tags: TagForm { rows: vec![TagRow { key: "team".into(), value: "fx".into() }] },
            ..EnvironmentForm::default()
        };
        let plan = form.parse(&[ConnectionName::parse("local").unwrap()], &[]).unwrap();
        let words: Vec<String> = plan.recorded().iter().map(crate::audit::Change::in_words).collect();
        assert_eq!(
            words,
            [
                "Connection: added local",
                "Name: added risk",
                "Sign-in mode: added Local",
                "Superuser: added Ada Byron <ada@example.com>",
                "Tag team: added fx"
            ]
        );
    }
}
