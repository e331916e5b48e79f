//! The KMS key that encrypts an environment.

use crate::{
    Flaw,
    text::{checked_text, length, only},
};

checked_text!(
    /// A key's id, ARN or alias: 1 to 1,000 letters, digits, `-`, `:` and `/`. It is fixed at creation.
    ///
    /// Source: `KmsKeyId`, `^[a-zA-Z-0-9-:\/]*$`. The underscore is not in it, so `alias/my_key` cannot be used.
    KmsKey,
    check
);

fn check(text: &str) -> Result<(), Flaw> {
    length(text, 1, 1000, "a key")?;
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '/');
    if text.contains('_') && text.chars().all(|c| legal(c) || c == '_') {
        return Err(Flaw::new(
            "FinSpace takes no underscore here. Give the key's id or its ARN instead of this alias.",
        ));
    }
    only(text, legal, "A key is an id, an ARN or an alias: letters, digits, - : and /", None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_with_an_underscore_is_explained() {
        assert!(KmsKey::parse("alias/risk_key").unwrap_err().words.contains("ARN"));
        assert!(KmsKey::parse("arn:aws:kms:us-east-1:123456789012:key/1b-2c").is_ok());
    }
}
