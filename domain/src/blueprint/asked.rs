//! The tags that people fill in, as a blueprint's form has them: a key a line, behind it the values to choose from.

use std::collections::BTreeMap;

use super::{BlueprintField, Rules};
use crate::{
    Field, Flaw, Problems,
    tag::{OWN_PREFIX, ROOM, TagKey, TagValue},
};

/// The most values that people choose from.
pub const CHOICES_MOST: usize = 100;
/// So many of them are named where another value was given.
const NAMED: usize = 10;

/// The values to choose from, of those tags that do not take whatever somebody writes.
pub type Choices = BTreeMap<TagKey, Vec<TagValue>>;

/// Reads a tag a line: `desk` takes any value, `desk = rates, bonds` one of these. So keys with an equals sign cannot be
/// asked for, and values with a comma cannot be offered.
pub(super) fn asked(typed: &str) -> Result<Vec<(TagKey, Vec<TagValue>)>, Flaw> {
    let mut tags: Vec<(TagKey, Vec<TagValue>)> = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (key, offered) = match line.split_once('=') {
            Some((key, offered)) => (key.trim(), Some(offered)),
            None => (line, None),
        };
        let key = TagKey::parse(key).map_err(|flaw| Flaw::new(format!("“{key}”: {}", flaw.words)))?;
        if key.as_str().starts_with(OWN_PREFIX) {
            return Err(Flaw::new("Keys that begin with “portal:” are kept by the portal. Choose another beginning."));
        }
        let offered = offered.map(|offered| values(&key, offered)).transpose()?.unwrap_or_default();
        match tags.iter().find(|(known, _)| *known == key) {
            Some((_, same)) if *same == offered => {}
            Some(_) => return Err(Flaw::new(format!("“{key}” stands there twice. Keep one line of it."))),
            None => tags.push((key, offered)),
        }
    }
    if tags.len() > ROOM {
        return Err(Flaw::new(format!("{} tags are too many; there is room for {ROOM}.", tags.len())));
    }
    Ok(tags)
}

/// The values behind an equals sign.
fn values(key: &TagKey, offered: &str) -> Result<Vec<TagValue>, Flaw> {
    let mut values = Vec::new();
    for word in offered.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let value = TagValue::parse(word).map_err(|flaw| Flaw::new(format!("“{word}”: {}", flaw.words)))?;
        if !values.contains(&value) {
            values.push(value);
        }
    }
    if values.is_empty() {
        let words = format!("Write behind “{key} =” what to choose from, with commas between, or take the “=” away.");
        return Err(Flaw::new(words));
    }
    if values.len() > CHOICES_MOST {
        let has = values.len();
        return Err(Flaw::new(format!("“{key}” offers {has} values; people choose from {CHOICES_MOST} at most.")));
    }
    Ok(values)
}

impl Rules {
    /// The lines that would have asked for these tags.
    pub(super) fn asked_lines(&self, keys: &[TagKey]) -> String {
        let line = |key: &TagKey| match self.choices.get(key) {
            Some(choices) => format!("{key} = {}", listed(choices)),
            None => key.to_string(),
        };
        keys.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Says which of these tags nobody could ever fill in right.
    pub(super) fn check_tags(&self, problems: &mut Problems) {
        for key in self.optional_tags.iter().filter(|key| self.required_tags.contains(key)) {
            let words = format!("“{key}” has to be filled in already. Take it away at one of the two places.");
            problems.push(Flaw::new(words).at(Field::Blueprint(BlueprintField::OptionalTags)));
        }
        let lists =
            [(BlueprintField::RequiredTags, &self.required_tags), (BlueprintField::OptionalTags, &self.optional_tags)];
        for (field, keys) in lists {
            let none_of_them = |key: &&TagKey| match self.prefilled(key) {
                "" => false,
                value => self.unchosen(key, value).is_some(),
            };
            for key in keys.iter().filter(none_of_them) {
                let value = self.prefilled(key);
                let words = format!("“{key}” begins with “{value}” below. Offer that as well, or change it below.");
                problems.push(Flaw::new(words).at(Field::Blueprint(field)));
            }
        }
        let tags = self.required_tags.len() + self.fixed_alone().tags.rows.iter().filter(|row| !row.is_empty()).count();
        if tags > ROOM {
            let words =
                format!("With those below, every environment would have {tags} tags; there is room for {ROOM}.");
            problems.push(Flaw::new(words).at(Field::Blueprint(BlueprintField::RequiredTags)));
        }
    }

    /// The values to choose from for a tag; none of them where any value will do.
    #[must_use]
    pub fn choices_of(&self, key: &TagKey) -> &[TagValue] {
        self.choices.get(key).map_or(&[], Vec::as_slice)
    }

    /// Why a tag cannot have this value, if it can only have others.
    pub(super) fn unchosen(&self, key: &TagKey, value: &str) -> Option<Flaw> {
        let choices = self.choices.get(key)?;
        if choices.iter().any(|choice| choice.as_str() == value) {
            return None;
        }
        let named = listed(choices.get(..NAMED).unwrap_or(choices));
        let more = choices.len().checked_sub(NAMED).filter(|more| *more > 0);
        let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
        Some(Flaw::new(format!("Choose one of these for “{key}”: {named}{more}.")))
    }
}

fn listed(values: &[TagValue]) -> String {
    values.iter().map(TagValue::as_str).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Vec<(String, Vec<String>)> {
        let texts = |values: Vec<TagValue>| values.into_iter().map(String::from).collect();
        asked(typed).unwrap().into_iter().map(|(key, values)| (key.to_string(), texts(values))).collect()
    }

    #[test]
    fn a_line_is_a_key_and_may_say_what_to_choose_from() {
        let offered = vec!["rates".to_owned(), "fixed income".to_owned()];
        assert_eq!(read("desk"), [("desk".to_owned(), vec![])]);
        for typed in
            ["desk = rates, fixed income", " desk=rates,fixed income,,rates\r\n\r\n", "desk= rates ,fixed income"]
        {
            assert_eq!(read(typed), [("desk".to_owned(), offered.clone())], "{typed:?}");
        }
        assert_eq!(read("desk\ndesk").len(), 1);
    }

    #[test]
    fn what_cannot_be_asked_for_is_refused_in_words() {
        let many = |line: fn(usize) -> String, count: usize, between: &str| {
            (0..count).map(line).collect::<Vec<_>>().join(between)
        };
        for (typed, words) in [
            ("a key", "A key takes letters"),
            ("= rates", "Enter a key"),
            ("portal:plan", "kept by the portal"),
            ("desk =", "what to choose from"),
            ("desk = ,", "what to choose from"),
            ("desk = rätes", "“rätes”: A value takes letters"),
            ("desk\ndesk = rates", "stands there twice"),
            (&many(|n| format!("k{n}"), 49, "\n"), "49 tags are too many"),
            (&format!("desk = {}", many(|n| format!("v{n}"), 101, ",")), "offers 101 values"),
        ] {
            let flaw = asked(typed).unwrap_err();
            assert!(flaw.words.contains(words), "{typed:?}: {flaw}");
        }
    }
}
