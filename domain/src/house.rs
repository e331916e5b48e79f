//! The house rules: what administrators decide for everybody on the page of settings, while the portal runs.

use serde::{Deserialize, Serialize};

use crate::{Field, Flaw, Problems, audit::Change, tag::TagKey, text::grouped};

/// The most characters of the portal's name.
pub const NAME_MOST: usize = 40;
/// The most characters of the notice.
pub const NOTICE_MOST: usize = 300;
/// The most characters that say whom to ask.
pub const CONTACT_MOST: usize = 200;
/// So many keys can be required: an environment has 50 tags, and people want some for themselves.
pub const REQUIRED_MOST: usize = 20;
/// So many days a deletion waits, unless administrators decide otherwise.
pub const USUAL_COOLING_OFF: u32 = 7;
/// The most days that it can wait.
pub const COOLING_OFF_MOST: u32 = 365;
/// So many days a request waits for a decision, unless administrators decide otherwise.
pub const USUAL_LAPSE: u32 = 14;
/// The most days that it can wait.
pub const LAPSE_MOST: u32 = 365;
/// What the portal is called until somebody calls it something else.
pub const USUAL_NAME: &str = "FinSpace Portal";

/// How the portal shows itself, to strangers too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Appearance {
    /// At the top of every page and in its title.
    pub name: String,
    /// What everybody is to know for now, above every page. May be empty.
    pub notice: String,
    /// Whom to ask, below every page: words, an address or a link. May be empty.
    pub contact: String,
}

impl Default for Appearance {
    fn default() -> Self {
        Self { name: USUAL_NAME.into(), notice: String::new(), contact: String::new() }
    }
}

/// All that administrators decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct House {
    pub appearance: Appearance,
    /// Keys that every environment must have, beside those that the settings of the server name.
    pub required_tags: Vec<TagKey>,
    /// So many days a deletion waits that was approved, and can be called off; 0 is at once.
    pub cooling_off: u32,
    /// So many days a request waits for a decision before it lapses.
    pub lapses_after: u32,
    /// Counts the changes; 0 when nobody ever made one.
    pub version: i64,
}

impl Default for House {
    fn default() -> Self {
        let (appearance, required_tags) = (Appearance::default(), Vec::new());
        Self { appearance, required_tags, cooling_off: USUAL_COOLING_OFF, lapses_after: USUAL_LAPSE, version: 0 }
    }
}

/// One input of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HouseField {
    Name,
    Notice,
    Contact,
    RequiredTags,
    CoolingOff,
    LapsesAfter,
}

impl HouseField {
    /// All of them, in the order in which they are read.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Notice, Self::Contact, Self::RequiredTags, Self::CoolingOff, Self::LapsesAfter];

    /// What stands beside the input.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name of the portal",
            Self::Notice => "Notice",
            Self::Contact => "Whom to ask",
            Self::RequiredTags => "Keys",
            Self::CoolingOff => "Days before a deletion begins",
            Self::LapsesAfter => "Days before a request lapses",
        }
    }

    /// The `name` of the input in the form.
    #[must_use]
    pub fn input(self) -> String {
        let word = match self {
            Self::Name => "name",
            Self::Notice => "notice",
            Self::Contact => "contact",
            Self::RequiredTags => "required_tags",
            Self::CoolingOff => "cooling_off",
            Self::LapsesAfter => "lapses_after",
        };
        format!("form[{word}]")
    }
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HouseForm {
    pub name: String,
    pub notice: String,
    pub contact: String,
    /// A key on each line.
    pub required_tags: String,
    /// Days; empty for the usual ones.
    pub cooling_off: String,
    pub lapses_after: String,
}

impl HouseForm {
    /// The form of the rules as they are.
    #[must_use]
    pub fn of(house: &House) -> Self {
        let Appearance { name, notice, contact } = house.appearance.clone();
        let (required_tags, cooling_off) = (lines(&house.required_tags), house.cooling_off.to_string());
        let lapses_after = house.lapses_after.to_string();
        Self { name, notice, contact, required_tags, cooling_off, lapses_after }
    }

    /// Reads the form, and says all that is wrong with it. The result is the version after the one before.
    pub fn parse(&self, before: &House) -> Result<House, Problems> {
        let mut problems = Problems::default();
        let mut read = |field, text: &str, most| {
            let text = text.trim();
            problems.keep(Field::House(field), one_line(text, most)).map(|()| text.to_owned()).unwrap_or_default()
        };
        let name = read(HouseField::Name, &self.name, NAME_MOST);
        let notice = read(HouseField::Notice, &self.notice, NOTICE_MOST);
        let contact = read(HouseField::Contact, &self.contact, CONTACT_MOST);
        let required_tags = problems.keep(Field::House(HouseField::RequiredTags), keys(&self.required_tags));
        let cooling_off = days(&self.cooling_off, USUAL_COOLING_OFF, 0, COOLING_OFF_MOST);
        let cooling_off = problems.keep(Field::House(HouseField::CoolingOff), cooling_off);
        let lapses_after = days(&self.lapses_after, USUAL_LAPSE, 1, LAPSE_MOST);
        let lapses_after = problems.keep(Field::House(HouseField::LapsesAfter), lapses_after);
        match (required_tags, cooling_off, lapses_after) {
            (Some(required_tags), Some(cooling_off), Some(lapses_after)) if problems.is_empty() => {
                // An emptied name is the usual one again.
                let name = if name.is_empty() { USUAL_NAME.into() } else { name };
                let appearance = Appearance { name, notice, contact };
                Ok(House { appearance, required_tags, cooling_off, lapses_after, version: before.version + 1 })
            }
            _ => Err(problems),
        }
    }
}

impl House {
    /// What an event about the rules names.
    pub const OBJECT: &'static str = "settings/general";

    /// What is different from before.
    #[must_use]
    pub fn changes_from(&self, before: &Self) -> Vec<Change> {
        let said = |text: String| (!text.is_empty()).then_some(text);
        let pairs = before.facts().into_iter().zip(self.facts());
        let differing = pairs.filter(|((_, old), (_, new))| old != new);
        let change = |((field, old), (_, new)): ((HouseField, String), (HouseField, String))| {
            Change::new(field.label(), said(old).as_deref(), said(new).as_deref())
        };
        differing.map(change).collect()
    }

    fn facts(&self) -> [(HouseField, String); 6] {
        let Appearance { name, notice, contact } = self.appearance.clone();
        [
            (HouseField::Name, name),
            (HouseField::Notice, notice),
            (HouseField::Contact, contact),
            (HouseField::RequiredTags, lines(&self.required_tags)),
            (HouseField::CoolingOff, self.cooling_off.to_string()),
            (HouseField::LapsesAfter, self.lapses_after.to_string()),
        ]
    }
}

fn lines(keys: &[TagKey]) -> String {
    keys.iter().map(TagKey::as_str).collect::<Vec<_>>().join("\n")
}

/// A number of days; nothing is the usual one.
fn days(typed: &str, usual: u32, least: u32, most: u32) -> Result<u32, Flaw> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(usual);
    }
    let at_once = if least == 0 { ", which is at once," } else { "" };
    let days = typed.parse().ok().filter(|days| (least..=most).contains(days));
    days.ok_or_else(|| Flaw::new(format!("Write a number of days from {least}{at_once} to {most}.")))
}

fn one_line(text: &str, most: usize) -> Result<(), Flaw> {
    let long = text.chars().count();
    if long > most {
        return Err(Flaw::new(format!("This has {} characters. Use at most {}.", grouped(long), grouped(most))));
    }
    if text.chars().any(char::is_control) {
        return Err(Flaw::new("Write it on one line, without control characters."));
    }
    Ok(())
}

/// Keys as people write them: on lines of their own or with spaces between, each at most once.
fn keys(text: &str) -> Result<Vec<TagKey>, Flaw> {
    let mut keys = Vec::new();
    for word in text.split_whitespace() {
        let key = TagKey::parse(word).map_err(|flaw| Flaw::new(format!("“{word}”: {}", flaw.words)))?;
        if key.as_str().starts_with(crate::tag::OWN_PREFIX) {
            return Err(Flaw::new(format!(
                "“{word}”: keys that begin with “portal:” are kept by the portal. Take it out."
            )));
        }
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    if keys.len() > REQUIRED_MOST {
        return Err(Flaw::new(format!(
            "These are {} keys. Require at most {REQUIRED_MOST}: take some out.",
            keys.len()
        )));
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(name: &str, required_tags: &str) -> HouseForm {
        HouseForm { name: name.into(), required_tags: required_tags.into(), ..HouseForm::default() }
    }

    #[test]
    fn rules_survive_their_own_form() {
        let house = typed(" Rates portal ", "owner  cost-centre\nowner").parse(&House::default()).unwrap();
        assert_eq!((house.appearance.name.as_str(), house.version), ("Rates portal", 1));
        assert_eq!((house.cooling_off, house.lapses_after), (USUAL_COOLING_OFF, USUAL_LAPSE));
        assert_eq!(house.required_tags, ["owner", "cost-centre"].map(|key| TagKey::parse(key).unwrap()));
        let again = HouseForm::of(&house).parse(&house).unwrap();
        assert_eq!(again, House { version: 2, ..house.clone() });
        assert!(again.changes_from(&house).is_empty());
    }

    #[test]
    fn an_emptied_name_is_the_usual_one() {
        assert_eq!(typed("", "").parse(&House::default()).unwrap().appearance, Appearance::default());
    }

    #[test]
    fn all_that_is_wrong_is_said_at_its_input() {
        let form = HouseForm {
            name: "x".repeat(41),
            notice: "two\nlines".into(),
            contact: "y".repeat(201),
            required_tags: "owner aws:x".into(),
            cooling_off: "-1".into(),
            lapses_after: "0".into(),
        };
        let said = form.parse(&House::default()).unwrap_err();
        let fields: Vec<Field> = said.0.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, HouseField::ALL.map(Field::House));
        assert!(said.0[3].words.contains("“aws:x”"), "{said:?}");
    }

    #[test]
    fn too_many_keys_and_the_portals_own_are_refused() {
        let many: Vec<String> = (0..=REQUIRED_MOST).map(|n| format!("key{n}")).collect();
        assert!(typed("", &many.join(" ")).parse(&House::default()).is_err());
        assert!(typed("", "portal:operation").parse(&House::default()).is_err());
    }

    #[test]
    fn a_change_tells_both_sides() {
        let before = typed("", "owner").parse(&House::default()).unwrap();
        let after = typed("Desk", "").parse(&before).unwrap();
        let changes = after.changes_from(&before);
        assert_eq!(changes.len(), 2);
        assert_eq!(changes[1], Change::new("Keys", Some("owner"), None));
    }
}
