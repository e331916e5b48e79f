//! An environment's description.

use crate::{
    Flaw,
    text::{checked_text, length, only, unaccented},
};

/// The most characters of a description.
pub const DESCRIPTION_MOST: usize = 1000;

checked_text!(
    /// 1 to 1,000 letters, digits, dots and spaces: no commas, hyphens or line breaks.
    ///
    /// Source: `Description`, `^[a-zA-Z0-9. ]{1,1000}$`. Once given it can be changed and not emptied.
    Description,
    check
);

fn check(text: &str) -> Result<(), Flaw> {
    length(text, 1, DESCRIPTION_MOST, "a description")?;
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == ' ';
    let near: String = unaccented(text).chars().map(|c| if legal(c) { c } else { ' ' }).collect();
    let near: Vec<&str> = near.split_whitespace().collect();
    only(text, legal, "A description takes letters without accents, digits, dots and spaces.", Some(near.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_and_line_breaks_are_taken_out_of_the_offer() {
        let flaw = Description::parse("Rates, credit\nand fx-desk.").unwrap_err();
        assert_eq!(flaw.suggestion.as_deref(), Some("Rates credit and fx desk."));
        assert!(Description::parse("Rates credit and fx desk.").is_ok());
        assert!(Description::parse(&"x".repeat(1001)).is_err());
    }
}
