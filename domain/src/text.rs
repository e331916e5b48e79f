//! Text that was checked once and is valid ever after.

/// Defines a newtype over `String` whose only way in is its `check` function: `fn(&str) -> Result<(), Flaw>`.
macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes the text when it keeps the rules of its kind, and says in words what is wrong when it does not.
            pub fn parse(text: &str) -> Result<Self, $crate::Flaw> {
                $check(text).map(|()| Self(text.to_owned()))
            }

            /// The text as it was given.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::Flaw;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }
    };
}

pub(crate) use checked_text;

use crate::Flaw;

/// A text as it is compared: browsers send other line ends than they were given.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Refuses text outside `min..=max` characters (characters, not bytes: that is how the API counts).
pub(crate) fn length(text: &str, min: usize, max: usize, what: &str) -> Result<(), Flaw> {
    // Counting stops being needed once the bytes cannot hold more characters than allowed.
    let characters = if text.len() <= max && min == 1 { text.len() } else { text.chars().count() };
    if characters == 0 && min > 0 {
        return Err(Flaw::new(format!("Enter {what}.")));
    }
    if characters < min {
        return Err(Flaw::new(format!(
            "This has {} characters; FinSpace takes at least {}.",
            grouped(characters),
            grouped(min)
        )));
    }
    if characters > max {
        return Err(Flaw::new(format!(
            "This has {} characters; FinSpace takes at most {}.",
            grouped(characters),
            grouped(max)
        )));
    }
    Ok(())
}

/// Refuses what cannot be the name that somebody gives something of theirs: more than so many characters, controls, and
/// blanks around it. The words say what a name is for.
pub(crate) fn called(text: &str, most: usize, words: &str) -> Result<(), Flaw> {
    let legal = length(text, 1, most, "a name").is_ok() && text.trim() == text && !text.chars().any(char::is_control);
    if legal { Ok(()) } else { Err(Flaw::new(words)) }
}

/// Refuses characters outside a set, naming the first offenders, and offers the text made legal.
pub(crate) fn only(
    text: &str,
    allowed: impl Fn(char) -> bool,
    words: &str,
    repaired: Option<String>,
) -> Result<(), Flaw> {
    let mut strange: Vec<char> = Vec::new();
    for c in text.chars().filter(|c| !allowed(*c)) {
        if !strange.contains(&c) {
            strange.push(c);
        }
        if strange.len() == 5 {
            break;
        }
    }
    if strange.is_empty() {
        return Ok(());
    }
    let named: Vec<String> = strange.iter().map(|c| character(*c)).collect();
    let flaw = Flaw::new(format!("{words} Not allowed here: {}.", named.join(", ")));
    Err(match repaired {
        Some(legal) => flaw.suggesting(legal),
        None => flaw,
    })
}

/// A character as words can carry it: spaces and controls have no picture of their own.
fn character(c: char) -> String {
    match c {
        ' ' => "space".into(),
        '\n' | '\r' => "line break".into(),
        '\t' => "tab".into(),
        '\u{a0}' => "non-breaking space".into(),
        c if c.is_control() => format!("control character U+{:04X}", u32::from(c)),
        c => format!("“{c}”"),
    }
}

/// A number with thousands separated, as people read it: `10,000,000`.
#[must_use]
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Bytes out of lower-case hexadecimal digits; `None` for anything else.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

/// Latin letters with their accents taken off, everything else as it is: `Zoë` becomes `Zoe`.
pub(crate) fn unaccented(text: &str) -> String {
    text.chars()
        .flat_map(|c| match c {
            'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => vec!['a'],
            'À' | 'Á' | 'Â' | 'Ã' | 'Å' | 'Ā' | 'Ă' | 'Ą' => vec!['A'],
            'ä' | 'æ' => vec!['a', 'e'],
            'Ä' | 'Æ' => vec!['A', 'e'],
            'ç' | 'ć' | 'č' | 'ĉ' => vec!['c'],
            'Ç' | 'Ć' | 'Č' => vec!['C'],
            'ď' | 'đ' | 'ð' => vec!['d'],
            'Ď' | 'Đ' | 'Ð' => vec!['D'],
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'ė' => vec!['e'],
            'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ę' | 'Ě' => vec!['E'],
            'ğ' | 'ģ' => vec!['g'],
            'Ğ' => vec!['G'],
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' | 'į' => vec!['i'],
            'Ì' | 'Í' | 'Î' | 'Ï' | 'İ' => vec!['I'],
            'ł' | 'ľ' | 'ļ' => vec!['l'],
            'Ł' => vec!['L'],
            'ñ' | 'ń' | 'ň' | 'ņ' => vec!['n'],
            'Ñ' | 'Ń' | 'Ň' => vec!['N'],
            'ò' | 'ó' | 'ô' | 'õ' | 'ő' | 'ō' => vec!['o'],
            'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ő' => vec!['O'],
            'ö' | 'ø' | 'œ' => vec!['o', 'e'],
            'Ö' | 'Ø' | 'Œ' => vec!['O', 'e'],
            'ř' | 'ŕ' => vec!['r'],
            'Ř' => vec!['R'],
            'ś' | 'š' | 'ş' | 'ș' => vec!['s'],
            'Ś' | 'Š' | 'Ş' | 'Ș' => vec!['S'],
            'ß' => vec!['s', 's'],
            'ť' | 'ţ' | 'ț' => vec!['t'],
            'Ť' | 'Ţ' | 'Ț' => vec!['T'],
            'ù' | 'ú' | 'û' | 'ů' | 'ű' | 'ū' => vec!['u'],
            'Ù' | 'Ú' | 'Û' | 'Ů' | 'Ű' => vec!['U'],
            'ü' => vec!['u', 'e'],
            'Ü' => vec!['U', 'e'],
            'ý' | 'ÿ' => vec!['y'],
            'Ý' => vec!['Y'],
            'ź' | 'ž' | 'ż' => vec!['z'],
            'Ź' | 'Ž' | 'Ż' => vec!['Z'],
            'þ' => vec!['t', 'h'],
            c => vec![c],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(10_000_000), "10,000,000");
    }

    #[test]
    fn strange_characters_are_named_once_each() {
        let flaw = only("a b,c,d\n", |c| c.is_ascii_alphabetic(), "Letters only.", None).unwrap_err();
        assert_eq!(flaw.words, "Letters only. Not allowed here: space, “,”, line break.");
    }
}
