//! Tags: what an environment is labelled with.

mod change;
mod clash;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use change::TagChange;
pub(crate) use change::changed;
pub use clash::Clash;
pub(crate) use clash::clashes;

use crate::{
    Field, Flaw, Problems,
    text::{checked_text, length, only},
};

/// The most tags one environment can have.
pub const MOST: usize = 50;
/// The most characters of a key.
pub const KEY_MOST: usize = 128;
/// The most characters of a value.
pub const VALUE_MOST: usize = 256;
/// Keys that begin so are the portal's own: people see them and cannot change them.
pub const OWN_PREFIX: &str = "portal:";
/// The tag that finds an environment again when the answer to its creation was lost.
pub const OPERATION: &str = "portal:operation";
/// The tag that says which plan an environment was made of, as the log and a request's page name it.
pub const PLAN: &str = "portal:plan";
/// The tag that says which portal made an environment, for whoever finds it in the AWS console.
pub const INSTANCE: &str = "portal:instance";
/// The most tags that people give an environment when they ask for it: beside them there is room for the portal's own.
pub const ROOM: usize = MOST - [OPERATION, PLAN, INSTANCE].len();

checked_text!(
    /// A tag's key: 1 to 128 characters of `A-Z a-z 0-9 + , - . / : ; < = _`, not beginning with `aws:`.
    ///
    /// Source: the API's pattern `^(?!aws:)[a-zA-Z+-=._:/]+$`, where `+-=` is a range of characters.
    TagKey,
    key
);

checked_text!(
    /// A tag's value: 1 to 256 characters of the key's set, `@` and space. It cannot be empty.
    TagValue,
    value
);

fn in_key(c: char) -> bool {
    c.is_ascii_alphabetic() || ('+'..='=').contains(&c) || c == '_'
}

fn in_value(c: char) -> bool {
    in_key(c) || c == '@' || c == ' '
}

fn key(text: &str) -> Result<(), Flaw> {
    length(text, 1, KEY_MOST, "a key, or remove the row")?;
    let legal: String = text.chars().map(|c| if c == ' ' { '-' } else { c }).filter(|c| in_key(*c)).collect();
    only(text, in_key, "A key takes letters without accents, digits and + , - . / : ; < = _", Some(legal))?;
    if text.starts_with("aws:") {
        return Err(Flaw::new("Keys that begin with “aws:” belong to AWS. Choose another beginning."));
    }
    Ok(())
}

fn value(text: &str) -> Result<(), Flaw> {
    length(text, 1, VALUE_MOST, "a value: FinSpace takes no empty ones")?;
    let legal: String = crate::text::unaccented(text).chars().filter(|c| in_value(*c)).collect();
    only(text, in_value, "A value takes letters without accents, digits, space and + , - . / : ; < = @ _", Some(legal))
}

/// The tags of one environment, by key.
pub type Tags = BTreeMap<TagKey, TagValue>;

/// The texts that are tags by the API's rules; others cannot be written, so they cannot be part of a change. Nor can the
/// portal's own, which neither change nor go.
pub(crate) fn as_tags<'t>(rows: impl Iterator<Item = (&'t str, &'t str)>) -> Tags {
    let rows = rows.filter(|(key, _)| !key.starts_with(OWN_PREFIX));
    rows.filter_map(|(key, value)| Some((TagKey::parse(key).ok()?, TagValue::parse(value).ok()?))).collect()
}

/// A row of the tags form, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagRow {
    #[serde(default)]
    pub key: String,
    #[serde(default)]
    pub value: String,
}

impl TagRow {
    /// Nothing was typed into it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.key.trim().is_empty() && self.value.trim().is_empty()
    }
}

/// Legal keys and values that were offered and chosen, by the places of their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TagOffer {
    pub rows: BTreeMap<usize, TagRow>,
}

/// The rows of a tags form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagForm {
    #[serde(default)]
    pub rows: Vec<TagRow>,
}

impl TagForm {
    /// Takes over the legal values that were chosen, each at the place of its row.
    pub fn accept(&mut self, offer: TagOffer) {
        for (place, chosen) in offer.rows {
            let Some(row) = self.rows.get_mut(place) else { continue };
            if !chosen.key.is_empty() {
                row.key = chosen.key;
            }
            if !chosen.value.is_empty() {
                row.value = chosen.value;
            }
        }
    }

    /// The rows without the empty ones at the end. Places stay as they are, and with them the problems that name them.
    #[must_use]
    pub fn without_spare(mut self) -> Self {
        while self.rows.last().is_some_and(TagRow::is_empty) {
            self.rows.pop();
        }
        self
    }

    /// What stands in the rows, as it is.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().map(|row| (row.key.as_str(), row.value.as_str()))
    }

    /// Whether the rows of both mean the same.
    pub(crate) fn means(&self, other: &Self) -> bool {
        let meant = |form: &Self| -> Vec<(String, String)> {
            let rows = form.rows.iter().filter(|row| !row.is_empty());
            rows.map(|row| (row.key.trim().to_owned(), row.value.trim().to_owned())).collect()
        };
        meant(self) == meant(other)
    }

    /// Reads the rows; empty ones do not count. `room` is how many tags may be there (50 less the portal's own).
    pub fn parse(&self, required: &[TagKey], room: usize, problems: &mut Problems) -> Tags {
        let mut tags = Tags::new();
        let mut rows = 0;
        for (i, row) in self.rows.iter().enumerate() {
            let (key, value) = (row.key.trim(), row.value.trim());
            if key.is_empty() && value.is_empty() {
                continue;
            }
            rows += 1;
            let key = problems.keep(Field::TagKey(i), TagKey::parse(key));
            let value = problems.keep(Field::TagValue(i), TagValue::parse(value));
            let Some(key) = key else { continue };
            if key.as_str().starts_with(OWN_PREFIX) {
                problems.push(
                    Flaw::new("Keys that begin with “portal:” are kept by the portal. Choose another beginning.")
                        .at(Field::TagKey(i)),
                );
                continue;
            }
            if tags.contains_key(&key) {
                problems.push(Flaw::new(format!("“{key}” is there twice. Keep one of them.")).at(Field::TagKey(i)));
                continue;
            }
            // A key whose value is wrong still counts as given, so that "required" is not said on top.
            let value = value.unwrap_or_else(|| TagValue(String::from("-")));
            tags.insert(key, value);
        }
        if rows > room {
            problems.push(Flaw::new(format!("{rows} tags are too many; there is room for {room}.")).at(Field::Tags));
        }
        for key in required.iter().filter(|key| !tags.contains_key(*key)) {
            problems.push(Flaw::new(format!("“{key}” is required. Add it with a value.")).at(Field::Tags));
        }
        tags
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Change;

    fn form(rows: &[(&str, &str)]) -> TagForm {
        TagForm { rows: rows.iter().map(|(k, v)| TagRow { key: (*k).into(), value: (*v).into() }).collect() }
    }

    #[test]
    fn the_range_in_the_pattern_is_a_range() {
        for c in "+,-./0123456789:;<=_azAZ".chars() {
            assert!(TagKey::parse(&c.to_string()).is_ok(), "{c}");
        }
        for c in "@ *>?é".chars() {
            assert!(TagKey::parse(&c.to_string()).is_err(), "{c}");
        }
        assert!(TagKey::parse("aws:x").is_err());
        assert!(TagKey::parse("AWS:x").is_ok());
    }

    #[test]
    fn empty_rows_do_not_count_and_doubles_are_named() {
        let mut problems = Problems::default();
        let tags = form(&[("", ""), ("team", "risk"), ("team", "fx")]).parse(&[], 50, &mut problems);
        assert_eq!(tags.len(), 1);
        assert_eq!(problems.0.len(), 1);
        assert_eq!(problems.0[0].field, Field::TagKey(2));
    }

    #[test]
    fn a_missing_required_tag_is_said_once() {
        let mut problems = Problems::default();
        let required = [TagKey::parse("owner").unwrap()];
        form(&[("owner", "")]).parse(&required, 50, &mut problems);
        assert_eq!(problems.0.len(), 1, "{problems:?}");
        assert_eq!(problems.0[0].field, Field::TagValue(0));
    }

    #[test]
    fn a_change_names_only_what_differs() {
        let tags = |rows: &[(&str, &str)]| form(rows).parse(&[], 50, &mut Problems::default());
        let change = TagChange::between(&tags(&[("a", "1"), ("b", "2")]), &tags(&[("a", "1"), ("b", "3"), ("c", "4")]));
        assert_eq!(change.set.len(), 2);
        assert!(change.removed.is_empty());
    }

    #[test]
    fn what_is_so_already_is_not_left_and_too_many_do_not_fit() {
        let tags = |rows: &[(&str, &str)]| form(rows).parse(&[], 50, &mut Problems::default());
        let change = TagChange::between(&tags(&[("a", "1"), ("b", "2")]), &tags(&[("b", "3"), ("c", "4")]));
        let now = |rows: &[(&str, &str)]| rows.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let left = change.left(&now(&[("b", "3"), ("x", "1")]));
        assert_eq!((left.set.len(), left.removed.len()), (1, 0), "only c is left: {left:?}");
        assert!(change.left(&now(&[("b", "3"), ("c", "4")])).is_empty());
        let words: Vec<String> =
            change.recorded(&now(&[("a", "1"), ("b", "2")])).iter().map(Change::in_words).collect();
        assert_eq!(words, ["Tag b: 2 → 3", "Tag c: added 4", "Tag a: removed 1"]);
        let full: BTreeMap<String, String> = (0..MOST).map(|n| (format!("k{n}"), "v".into())).collect();
        assert!(change.fits(&full, MOST).is_err() && change.fits(&now(&[("a", "1")]), MOST).is_ok());
    }
}
