//! An environment's name.

use crate::{
    Flaw,
    text::{checked_text, length, only, unaccented},
};

/// The most characters of a name (`EnvironmentName` of the API).
pub const NAME_MOST: usize = 255;

checked_text!(
    /// 2 to 255 letters, digits and hyphens, beginning and ending with a letter or digit.
    ///
    /// Source: `EnvironmentName`, `^[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]$`. The shape says 1 character at least, the
    /// pattern needs 2.
    Name,
    check
);

fn check(text: &str) -> Result<(), Flaw> {
    length(text, 1, NAME_MOST, "a name")?;
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '-';
    only(text, legal, "A name takes letters without accents, digits and hyphens.", Some(repaired(text)))?;
    if text.len() < 2 {
        return Err(Flaw::new("A name has at least 2 characters."));
    }
    if text.starts_with('-') || text.ends_with('-') {
        return Err(Flaw::new("A name begins and ends with a letter or digit.").suggesting(repaired(text)));
    }
    Ok(())
}

/// The legal name nearest to what was typed: `risk_prod (EU)` becomes `risk-prod-EU`. Empty when nothing is left.
fn repaired(text: &str) -> String {
    let mut out = String::new();
    for c in unaccented(text).chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && !matches!(c, '\'' | '’' | '"') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.len() < 2 { String::new() } else { out.chars().take(NAME_MOST).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_the_pattern_of_the_api() {
        for good in ["ab", "a1", "risk-prod", "A--b", &"x".repeat(255)] {
            assert!(Name::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "-a", "a-", "a b", "a_b", "a.b", "é1", &"x".repeat(256)] {
            assert!(Name::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_illegal_name_comes_with_a_legal_one() {
        let offer = |text| Name::parse(text).unwrap_err().suggestion;
        assert_eq!(offer("risk_prod"), Some("risk-prod".into()));
        assert_eq!(offer(" Zoë's (EU) "), Some("Zoes-EU".into()));
        assert_eq!(offer("-"), None);
        for text in ["risk_prod", "Zoë's (EU)", "--ä--", "日本 lab"] {
            if let Some(legal) = offer(text) {
                assert!(Name::parse(&legal).is_ok(), "{legal}");
            }
        }
    }
}
