//! The string shapes of the model: length in characters and pattern.

use std::sync::OnceLock;

use regex::Regex;

use super::violations::Violations;

/// A string shape. Lengths count Unicode characters; patterns are searched for, as their missing anchors ask.
#[derive(Debug)]
pub(crate) struct Text {
    pub min: usize,
    pub max: usize,
    pub pattern: &'static str,
    regex: OnceLock<Regex>,
}

/// The look-ahead of the tag key, which the `regex` crate does not know: checked by hand.
const NOT_AWS: &str = "^(?!aws:)";

pub(crate) static ENVIRONMENT_NAME: Text = Text::new(1, 255, "^[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]$");
pub(crate) static DESCRIPTION: Text = Text::new(1, 1000, "^[a-zA-Z0-9. ]{1,1000}$");
pub(crate) static KMS_KEY_ID: Text = Text::new(1, 1000, r"^[a-zA-Z-0-9-:\/]*$");
pub(crate) static ID_TYPE: Text = Text::new(1, 26, "^[a-zA-Z0-9]{1,26}$");
pub(crate) static URL: Text = Text::new(1, 1000, "^https?://[-a-zA-Z0-9+&@#/%?=~_|!:,.;]*[-a-zA-Z0-9+&@#/%=~_|]");
pub(crate) static URN: Text = Text::new(1, 255, r"^[A-Za-z0-9._\-:\/#\+]+$");
pub(crate) static SAML_METADATA_DOCUMENT: Text = Text::new(1000, 10_000_000, ".*");
pub(crate) static FEDERATION_PROVIDER_NAME: Text = Text::new(1, 32, r"[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+");
pub(crate) static FEDERATION_ATTRIBUTE_KEY: Text = Text::new(1, 32, ".*");
pub(crate) static FEDERATION_ATTRIBUTE_VALUE: Text = Text::new(1, 1000, ".*");
pub(crate) static EMAIL_ID: Text = Text::new(1, 128, "[A-Z0-9a-z._%+-]+@[A-Za-z0-9.-]+[.]+[A-Za-z]+");
pub(crate) static NAME_STRING: Text = Text::new(1, 50, "^[a-zA-Z0-9]{1,50}$");
pub(crate) static DATA_BUNDLE_ARN: Text =
    Text::new(20, 2048, r"^arn:aws:finspace:[A-Za-z0-9_/.-]{0,63}:\d*:data-bundle/[0-9A-Za-z_-]{1,128}$");
pub(crate) static TAGGABLE_ARN: Text = Text::new(
    20,
    2048,
    r"^arn:aws:finspace:[A-Za-z0-9_/.-]{0,63}:\d+:(environment|kxEnvironment)/[0-9A-Za-z_-]{1,128}(/(kxCluster|kxUser|kxVolume|kxScalingGroup)/[a-zA-Z0-9_-]{1,255}|/(kxDatabase/[a-zA-Z0-9_-]{1,255}(/kxDataview/[a-zA-Z0-9_-]{1,255})?))?$",
);
pub(crate) static TAG_KEY: Text = Text::new(1, 128, "^(?!aws:)[a-zA-Z+-=._:/]+$");
pub(crate) static TAG_VALUE: Text = Text::new(1, 256, "^[a-zA-Z0-9+-=._:@ ]+$");
pub(crate) static PAGINATION_TOKEN: Text = Text::new(1, 1000, ".*");

impl Text {
    const fn new(min: usize, max: usize, pattern: &'static str) -> Self {
        Self { min, max, pattern, regex: OnceLock::new() }
    }

    /// Notes what `value`, found at `path`, breaks.
    pub fn check(&self, path: &str, value: &str, violations: &mut Violations) {
        violations.check_length(path, value.chars().count(), self.min, self.max);
        if !self.matches(value) {
            let pattern = self.pattern;
            violations.note(path, format!("Member must satisfy regular expression pattern: {pattern}"));
        }
    }

    /// Whether `value` has the pattern.
    fn matches(&self, value: &str) -> bool {
        if self.pattern == ".*" {
            return true;
        }
        if self.pattern.starts_with(NOT_AWS) && value.starts_with("aws:") {
            return false;
        }
        self.regex().is_match(value)
    }

    #[expect(clippy::expect_used, reason = "the patterns are constants and a test compiles them all")]
    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| {
            // In the model's dialect \d is an ASCII digit; here it would be a digit of any script.
            let pattern = self.pattern.replace(NOT_AWS, "^").replace(r"\d", "[0-9]");
            Regex::new(&pattern).expect("a pattern of the model")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPES: [(&str, &Text); 17] = [
        ("EnvironmentName", &ENVIRONMENT_NAME),
        ("Description", &DESCRIPTION),
        ("KmsKeyId", &KMS_KEY_ID),
        ("IdType", &ID_TYPE),
        ("url", &URL),
        ("urn", &URN),
        ("SamlMetadataDocument", &SAML_METADATA_DOCUMENT),
        ("FederationProviderName", &FEDERATION_PROVIDER_NAME),
        ("FederationAttributeKey", &FEDERATION_ATTRIBUTE_KEY),
        ("FederationAttributeValue", &FEDERATION_ATTRIBUTE_VALUE),
        ("EmailId", &EMAIL_ID),
        ("NameString", &NAME_STRING),
        ("DataBundleArn", &DATA_BUNDLE_ARN),
        ("FinSpaceTaggableArn", &TAGGABLE_ARN),
        ("TagKey", &TAG_KEY),
        ("TagValue", &TAG_VALUE),
        ("PaginationToken", &PAGINATION_TOKEN),
    ];

    #[test]
    fn limits_and_patterns_are_the_models() {
        let model: serde_json::Value = serde_json::from_str(include_str!("../../tests/model.json")).unwrap();
        for (name, text) in SHAPES {
            let shape = &model["shapes"][name];
            assert_eq!(shape["min"], text.min, "{name}");
            assert_eq!(shape["max"], text.max, "{name}");
            assert_eq!(shape["pattern"], text.pattern, "{name}");
        }
    }

    #[test]
    fn every_pattern_compiles() {
        for (_, text) in SHAPES {
            text.regex();
        }
    }

    #[test]
    fn values_are_taken_or_refused() {
        for (text, value, good) in [
            (&ENVIRONMENT_NAME, "ab", true),
            (&ENVIRONMENT_NAME, "a", false),
            (&ENVIRONMENT_NAME, "ab\n", false),
            (&ENVIRONMENT_NAME, "ab-", false),
            (&DESCRIPTION, "a, b", false),
            (&KMS_KEY_ID, "alias/foo_bar", false),
            (&FEDERATION_PROVIDER_NAME, "IAM Identity Center", true),
            (&FEDERATION_PROVIDER_NAME, "ab", false),
            (&TAG_KEY, "aws:x", false),
            (&TAG_KEY, "AWS:x", true),
            (&TAG_KEY, "a b", false),
            (&TAG_KEY, "a<b,c;d", true),
            (&TAG_VALUE, "a@b c", true),
            (&TAG_VALUE, "", false),
            (&TAGGABLE_ARN, "arn:aws:finspace:us-east-1:\u{661}:environment/a", false),
            (&URL, "http://a b", true),
            (&URL, "ftp://a", false),
        ] {
            let mut violations = Violations::default();
            text.check("it", value, &mut violations);
            let taken = violations.refuse(crate::error::ErrorKind::Validation).is_ok();
            assert_eq!(taken, good, "{value:?} against {}", text.pattern);
        }
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        let document = "\u{1f600}".repeat(1000);
        let mut violations = Violations::default();
        SAML_METADATA_DOCUMENT.check("document", &document, &mut violations);
        assert!(violations.refuse(crate::error::ErrorKind::Validation).is_ok());
    }
}
