//! Lists in pieces: how much comes at once, and where the next call goes on.

use domain::text::{hex, unhex};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{
    IntoParams,
    openapi::schema::{ObjectBuilder, Schema, Type},
};

use super::problem::Problem;

/// The most things in one answer, and as many as come when nothing is said.
pub const MOST: usize = 100;
/// The most characters that are looked for.
const SOUGHT_MOST: usize = 200;

/// How much, and from where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Piece {
    /// How many at most.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<usize>,
    /// What the answer before called `next`.
    pub next: Option<String>,
}

/// How many are wanted.
pub fn limit(asked: Option<usize>) -> Result<usize, Problem> {
    let limit = asked.unwrap_or(MOST);
    if (1..=MOST).contains(&limit) {
        return Ok(limit);
    }
    Err(Problem::unreadable(format!("limit: from 1 to {MOST} come at once.")))
}

/// A text that is looked for. A longer one would only cost.
pub fn sought(text: Option<String>) -> Result<String, Problem> {
    let text = text.unwrap_or_default();
    if text.chars().count() <= SOUGHT_MOST {
        return Ok(text);
    }
    Err(Problem::unreadable(format!("q: at most {SOUGHT_MOST} characters are looked for.")))
}

/// A place in a list as a word that nobody needs to understand.
pub fn next(place: &impl Serialize) -> String {
    hex(serde_json::to_string(place).unwrap_or_default().as_bytes())
}

/// The place that a call goes on from, if it names one.
pub fn place<P: DeserializeOwned>(next: Option<&str>) -> Result<Option<P>, Problem> {
    let read = |word: &str| unhex(word).and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let wrong = || Problem::unreadable("next: take it from the answer before, as it stands there.");
    next.map(|word| read(word).ok_or_else(wrong)).transpose()
}

/// The thing of a word, as a parameter names it.
pub fn named<T>(parameter: &str, word: Option<&str>, of: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    let unknown = |word: &str| {
        let word: String = word.chars().take(40).collect();
        Problem::unreadable(format!("{parameter}: there is no {parameter} “{word}”."))
    };
    word.map(|word| of(word).ok_or_else(|| unknown(word))).transpose()
}

/// A text that is one of some words.
pub fn one_of<'w>(words: impl IntoIterator<Item = &'w str>) -> Schema {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_its_own_word_and_nothing_else_is_one() {
        let word = next(&("é", 7));
        assert_eq!(place::<(String, i64)>(Some(&word)).unwrap(), Some(("é".to_owned(), 7)));
        assert_eq!(place::<i64>(None).unwrap(), None);
        for bad in ["", "f", "ff", "zz", &word[2..]] {
            assert!(place::<(String, i64)>(Some(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn from_one_to_a_hundred_come_at_once() {
        assert_eq!([None, Some(1), Some(100)].map(|asked| limit(asked).ok()), [Some(100), Some(1), Some(100)]);
        assert!(limit(Some(0)).is_err() && limit(Some(101)).is_err());
    }
}
