//! A permanent link: an address of the portal that leads a team to an environment, whatever becomes of its own address.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Field, Flaw, Problems,
    audit::Change,
    id::{ConnectionName, EnvironmentId, LinkId, TeamId},
};

/// The most characters of a label and of a section.
pub const LABEL_MOST: usize = 100;
/// Clicks are shown of so many days.
pub const CLICK_DAYS: i64 = 30;

/// An environment of a team, and the address under which it is found for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub id: LinkId,
    pub team: TeamId,
    /// Where it leads now: another environment can take the place.
    pub connection: ConnectionName,
    pub environment: EnvironmentId,
    /// What the environment was called when it was linked: all that is left to say when it is gone.
    pub name: String,
    /// What the team calls it; empty when the environment's own name will do.
    pub label: String,
    /// The heading under which it stands; may be empty.
    pub section: String,
    /// Its place among the links of the team: the smallest stands first in its section.
    pub place: i64,
    pub added_at: Timestamp,
    /// The address of whoever linked it.
    pub added_by: String,
}

impl Link {
    /// The word to show, given what the environment is called now.
    #[must_use]
    pub fn title<'l>(&'l self, now: Option<&'l str>) -> &'l str {
        if self.label.is_empty() { now.unwrap_or(&self.name) } else { &self.label }
    }

    /// Where it stands on its team's pages: by section, those without one first, then by place.
    #[must_use]
    pub fn order(&self) -> (String, i64, &LinkId) {
        (self.section.to_lowercase(), self.place, &self.id)
    }

    /// What becomes different when this link takes the place of another one.
    #[must_use]
    pub fn changes_from(&self, before: &Self) -> Vec<Change> {
        let target = |link: &Self| format!("{} ({}/{})", link.name, link.connection, link.environment);
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let rows = [
            ("Label", some(&before.label), some(&self.label)),
            ("Section", some(&before.section), some(&self.section)),
            ("Environment", Some(target(before)), Some(target(self))),
        ];
        let differ = rows.into_iter().filter(|(_, before, after)| before != after);
        differ.map(|(field, before, after)| Change::new(field, before.as_deref(), after.as_deref())).collect()
    }
}

/// Where a link stands among those of its team, whatever comes and goes around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// In lower case.
    section: String,
    number: i64,
    id: LinkId,
}

impl Place {
    #[must_use]
    pub fn of(link: &Link) -> Self {
        let (section, number, id) = link.order();
        Self { section, number, id: id.clone() }
    }
}

/// Which way a link goes in its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Up,
    Down,
}

/// What is typed about a link. The environment is `connection/id`, as the choices have it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    pub environment: String,
    pub label: String,
    pub section: String,
}

impl LinkForm {
    /// Label and section in order, or what is wrong with them.
    pub fn parse_words(&self, problems: &mut Problems) -> Option<(String, String)> {
        let label = problems.keep(Field::Label, line(&self.label, "A label"));
        let section = problems.keep(Field::Section, line(&self.section, "A section"));
        label.zip(section)
    }

    /// The environment that was chosen.
    pub fn parse_environment(&self, problems: &mut Problems) -> Option<(ConnectionName, EnvironmentId)> {
        let chosen = self.environment.trim().split_once('/').and_then(|(connection, id)| {
            Some((ConnectionName::parse(connection).ok()?, EnvironmentId::parse(id).ok()?))
        });
        problems.keep(Field::Environment, chosen.ok_or_else(|| Flaw::new("Choose an environment from the list.")))
    }
}

fn line(typed: &str, what: &str) -> Result<String, Flaw> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > LABEL_MOST || text.chars().any(char::is_control) {
        return Err(Flaw::new(format!("{what} is one line of at most {LABEL_MOST} characters.")));
    }
    Ok(text)
}

/// The day of a moment, in days of UTC since 1970.
#[must_use]
pub fn day(at: Timestamp) -> i64 {
    at.as_second().div_euclid(24 * 60 * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link {
        Link {
            id: LinkId::from_bytes([1; 26]),
            team: TeamId::from_bytes([2; 26]),
            connection: ConnectionName::parse("local").unwrap(),
            environment: EnvironmentId::parse("abc").unwrap(),
            name: "risk".into(),
            label: String::new(),
            section: String::new(),
            place: 1,
            added_at: Timestamp::UNIX_EPOCH,
            added_by: "ada@example.com".into(),
        }
    }

    #[test]
    fn a_link_is_called_by_its_label_then_by_what_the_environment_is_called_now() {
        assert_eq!(link().title(None), "risk");
        assert_eq!(link().title(Some("risk-2")), "risk-2");
        assert_eq!(Link { label: "Risk desk".into(), ..link() }.title(Some("risk-2")), "Risk desk");
    }

    #[test]
    fn a_change_names_what_differs_and_nothing_else() {
        let before = link();
        assert_eq!(before.changes_from(&before), []);
        let environment = EnvironmentId::parse("def").unwrap();
        let after = Link { label: "Desk".into(), environment, name: "risk-2".into(), ..link() };
        let words: Vec<String> = after.changes_from(&before).iter().map(Change::in_words).collect();
        assert_eq!(words, ["Label: added Desk", "Environment: risk (local/abc) → risk-2 (local/def)"]);
    }

    #[test]
    fn only_a_choice_of_the_list_is_an_environment() {
        let parsed = |environment: &str| {
            let form = LinkForm { environment: environment.into(), ..LinkForm::default() };
            form.parse_environment(&mut Problems::default())
        };
        assert!(parsed("local/abc").is_some());
        for bad in ["", "abc", "local/", "/abc", "local/a b", "../x/abc"] {
            assert_eq!(parsed(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_of_utc() {
        let day_of = |text: &str| day(text.parse().unwrap());
        assert_eq!(day_of("1970-01-01T23:59:59Z"), 0);
        assert_eq!(day_of("2026-11-22T00:00:00Z"), day_of("2026-11-21T23:59:59Z") + 1);
        assert_eq!(day_of("1969-12-31T23:59:59Z"), -1);
    }
}
