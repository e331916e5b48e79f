//! Where an input of a form stands in the JSON that it came in: a JSON Pointer (RFC 6901).

use domain::{Error, Field, environment::FederationForm, tag::TagForm};

use super::problem::Problem;

/// The keys of maps, which the forms number: without them nobody could tell which entry is meant.
#[derive(Default)]
pub struct Names {
    pub tags: Vec<String>,
    pub attributes: Vec<String>,
}

impl Names {
    pub fn of_tags(form: &TagForm) -> Self {
        Self { tags: form.rows.iter().map(|row| row.key.clone()).collect(), ..Self::default() }
    }

    pub fn with_attributes(self, form: &FederationForm) -> Self {
        Self { attributes: form.attributes.iter().map(|row| row.key.clone()).collect(), ..self }
    }

    /// What a use case says, with the places in what was sent.
    pub fn problem(&self, error: Error) -> Problem {
        Problem::of(error, |field| self.pointer(field))
    }

    fn pointer(&self, field: Field) -> String {
        let entry = |map: &str, names: &[String], i: usize| match names.get(i) {
            Some(name) => format!("{map}/{}", name.replace('~', "~0").replace('/', "~1")),
            None => map.to_owned(),
        };
        let federation = |member: &str| format!("/federationParameters/{member}");
        match field {
            Field::Connection => "/connection".into(),
            Field::Name => "/name".into(),
            Field::Description => "/description".into(),
            Field::KmsKey => "/kmsKeyId".into(),
            Field::SignInMode => "/federationMode".into(),
            Field::ProviderName => federation("federationProviderName"),
            Field::MetadataDocument => federation("samlMetadataDocument"),
            Field::MetadataUrl => federation("samlMetadataURL"),
            Field::FederationUrn => federation("federationURN"),
            Field::CallbackUrl => federation("applicationCallBackURL"),
            Field::AttributeKey(i) | Field::AttributeValue(i) => {
                entry(&federation("attributeMap"), &self.attributes, i)
            }
            Field::EmailAddress => "/superuserParameters/emailAddress".into(),
            Field::FirstName => "/superuserParameters/firstName".into(),
            Field::LastName => "/superuserParameters/lastName".into(),
            Field::DataBundle(i) => format!("/dataBundles/{i}"),
            Field::Tags => "/tags".into(),
            Field::TagKey(i) | Field::TagValue(i) => entry("/tags", &self.tags, i),
            Field::Why => "/why".into(),
            Field::Words => "/words".into(),
            // The one input of a call that stands in its address.
            Field::ConfirmName => "name".into(),
            other => other.input(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_a_map_is_named_by_its_key() {
        let names = Names { tags: vec!["a/b~c".into()], attributes: vec!["Email".into()] };
        assert_eq!(names.pointer(Field::TagValue(0)), "/tags/a~1b~0c");
        assert_eq!(names.pointer(Field::TagKey(1)), "/tags");
        assert_eq!(names.pointer(Field::AttributeValue(0)), "/federationParameters/attributeMap/Email");
    }
}
