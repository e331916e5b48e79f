//! Data bundles: sample data that an environment can start with.

use crate::{
    Flaw,
    text::{checked_text, length},
};

checked_text!(
    /// A data bundle's ARN, 20 to 2,048 characters; the account part may be empty.
    ///
    /// Source: `DataBundleArn`, `^arn:aws:finspace:[A-Za-z0-9_/.-]{0,63}:\d*:data-bundle/[0-9A-Za-z_-]{1,128}$`.
    DataBundle,
    check
);

impl DataBundle {
    /// The two bundles that AWS documented, for a region: capital markets sample data, and trades and quotes.
    #[must_use]
    pub fn documented(region: &str) -> [(String, &'static str); 2] {
        [
            (format!("arn:aws:finspace:{region}::data-bundle/capital-markets-sample"), "Capital markets sample data"),
            (format!("arn:aws:finspace:{region}::data-bundle/taq"), "Trades and quotes (TAQ)"),
        ]
    }
}

fn check(text: &str) -> Result<(), Flaw> {
    length(text, 20, 2048, "the ARN of a data bundle")?;
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let legal = matches!(parts.as_slice(), ["arn", "aws", "finspace", region, account, resource]
        if region.len() <= 63
            && region.bytes().all(|b| b.is_ascii_alphanumeric() || b"_/.-".contains(&b))
            && account.bytes().all(|b| b.is_ascii_digit())
            && resource.strip_prefix("data-bundle/").is_some_and(|name| (1..=128).contains(&name.len())
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')));
    if legal {
        return Ok(());
    }
    Err(Flaw::new("This is not the ARN of a data bundle: arn:aws:finspace:REGION::data-bundle/NAME."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_bundles_are_legal() {
        for (arn, _) in DataBundle::documented("us-east-1") {
            assert!(DataBundle::parse(&arn).is_ok(), "{arn}");
        }
        for bad in ["arn:aws:finspace:us-east-1::environment/taq", "taq", "arn:aws:finspace:us-east-1:x:data-bundle/t"]
        {
            assert!(DataBundle::parse(bad).is_err(), "{bad}");
        }
    }
}
