//! Small pieces of the sentences that people read: shortened values, dates, numbers.

use jiff::Timestamp;

/// How much of a value from the document is repeated in a sentence, in characters.
const SHOWN: usize = 120;

/// A value from the document between quotation marks, shortened, without characters that would break the line or turn
/// its direction.
pub(crate) fn quoted(value: &str) -> String {
    let mut shown: String = value.chars().take(SHOWN).map(visible).collect();
    if value.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    format!("“{shown}”")
}

/// Control characters and the marks that reorder text could make a sentence lie.
fn visible(character: char) -> char {
    let reorders = matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    if character.is_control() || reorders { '\u{fffd}' } else { character }
}

/// A day in UTC, as in “4 May 2031”.
pub(super) fn day(at: Timestamp) -> String {
    at.strftime("%-d %B %Y").to_string()
}

/// A number with commas between the thousands, as in “10,000,000”.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(10_000_000), "10,000,000");
    }

    #[test]
    fn a_day_is_written_out() {
        let at: Timestamp = "2031-05-04T23:59:59Z".parse().expect("a time");
        assert_eq!(day(at), "4 May 2031");
        assert_eq!(day(Timestamp::MAX), "30 December 9999");
    }

    #[test]
    fn a_quoted_value_is_short_and_cannot_turn_the_line() {
        assert_eq!(quoted("a\u{202e}b\nc"), "“a\u{fffd}b\u{fffd}c”");
        assert_eq!(quoted(&"é".repeat(500)).chars().count(), SHOWN + 3);
    }
}
