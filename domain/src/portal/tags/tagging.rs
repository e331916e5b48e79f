//! The tags of several environments at once: some are set and some removed, whatever else each of them has.
//!
//! Setting and removing can be done twice without doing more, so nothing has to be remembered of a save that ends half way:
//! whoever sends it again finishes it.

use std::collections::{BTreeMap, BTreeSet};

use futures::stream::{self, StreamExt};
use serde::{Deserialize, Serialize};

use super::{By, Portal};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    id::{ConnectionName, EnvironmentId},
    inventory::SIZES,
    may::Deed,
    tag::{MOST, OWN_PREFIX, ROOM, TagChange, TagForm, TagKey, TagValue, Tags},
};

/// The most environments of one save: as many as the longest page of the list has.
pub const MOST_AT_ONCE: usize = SIZES[SIZES.len() - 1];
/// So many of them are worked on at a time, so that a long save neither takes minutes nor makes FinSpace throttle everybody.
const AT_A_TIME: usize = 8;
/// What the log's refusals name.
const OBJECT: &str = "environments";

/// What is to become of the tags of some environments, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaggingForm {
    /// The tags to set, whatever value they have.
    pub tags: TagForm,
    /// The keys to remove, one on each line: a key can have any of the characters that people usually put between words.
    pub removed: String,
    /// The key whose tags get another key and keep their values, and that other one.
    pub old_key: String,
    pub new_key: String,
    /// The environments, each as `connection/id`.
    pub chosen: Vec<String>,
}

/// What became of one environment's tags.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tagged {
    pub connection: ConnectionName,
    pub id: EnvironmentId,
    /// As it is known; its id when it is not.
    pub name: String,
    /// What was left to change, and is changed; or why it is not.
    pub end: Result<TagChange, Error>,
}

impl TaggingForm {
    /// What somebody has to write into `chosen` to mean an environment.
    #[must_use]
    pub fn place(connection: &ConnectionName, id: &EnvironmentId) -> String {
        format!("{connection}/{id}")
    }

    /// What is wanted, and the environments that it is for, each once.
    fn parse(
        &self,
        required: &[TagKey],
        problems: &mut Problems,
    ) -> (Wanted, BTreeSet<(ConnectionName, EnvironmentId)>) {
        let set = self.tags.parse(&[], ROOM, problems);
        let removed = self.removed(required, &set, problems);
        let change = TagChange { set, removed };
        let renamed = self.renamed(required, &change, problems);
        if problems.is_empty() && change.is_empty() && renamed.is_none() {
            problems.push(Flaw::new("Type a tag to set, a key to remove, or a key to rename.").at(Field::Tags));
        }
        let chosen = self.chosen(problems);
        (Wanted { change, renamed }, chosen)
    }

    fn renamed(&self, required: &[TagKey], change: &TagChange, problems: &mut Problems) -> Option<(TagKey, TagKey)> {
        let (old, new) = (self.old_key.trim(), self.new_key.trim());
        if old.is_empty() && new.is_empty() {
            return None;
        }
        let read = |typed: &str| {
            let key = TagKey::parse(typed)?;
            if typed.starts_with(OWN_PREFIX) {
                return Err(Flaw::new(format!("Keys that begin with “{OWN_PREFIX}” are kept by the portal.")));
            }
            if change.set.contains_key(&key) || change.removed.contains(&key) {
                return Err(Flaw::new(format!("“{typed}” is set or removed above. Keep one of the two.")));
            }
            Ok(key)
        };
        let old = read(old).and_then(|old| {
            let words = || format!("“{old}” is required of every environment, so it keeps its key.");
            if required.contains(&old) { Err(Flaw::new(words())) } else { Ok(old) }
        });
        let new = read(new).and_then(|new| {
            let words = "This is the key that it has. Type another one.";
            if old.as_ref() == Ok(&new) { Err(Flaw::new(words)) } else { Ok(new) }
        });
        match (old, new) {
            (Ok(old), Ok(new)) => Some((old, new)),
            (old, new) => {
                let flaws =
                    [old.err().map(|flaw| flaw.at(Field::OldKey)), new.err().map(|flaw| flaw.at(Field::NewKey))];
                flaws.into_iter().flatten().for_each(|flaw| problems.push(flaw));
                None
            }
        }
    }

    fn removed(&self, required: &[TagKey], set: &Tags, problems: &mut Problems) -> Vec<TagKey> {
        let mut keys = BTreeSet::new();
        for line in self.removed.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let refused = match TagKey::parse(line) {
                Err(flaw) => Some(flaw),
                Ok(_) if line.starts_with(OWN_PREFIX) => {
                    Some(Flaw::new(format!("“{line}” is kept by the portal. Take the line out.")))
                }
                Ok(key) if required.contains(&key) => Some(Flaw::new(format!(
                    "“{line}” is required of every environment. Take the line out, or set another value above."
                ))),
                Ok(key) if set.contains_key(&key) => {
                    Some(Flaw::new(format!("“{line}” cannot be set and removed at once. Keep one of the two.")))
                }
                Ok(key) => {
                    keys.insert(key);
                    None
                }
            };
            if let Some(flaw) = refused {
                problems.push(flaw.at(Field::RemovedTags));
            }
        }
        keys.into_iter().collect()
    }

    fn chosen(&self, problems: &mut Problems) -> BTreeSet<(ConnectionName, EnvironmentId)> {
        let read = |place: &String| {
            let (connection, id) = place.split_once('/')?;
            Some((ConnectionName::parse(connection).ok()?, EnvironmentId::parse(id).ok()?))
        };
        let mut chosen = BTreeSet::new();
        for place in &self.chosen {
            match read(place) {
                Some(place) => _ = chosen.insert(place),
                None => problems
                    .push(Flaw::new(format!("“{place}” is no environment. Open the page again.")).at(Field::Chosen)),
            }
        }
        if self.chosen.is_empty() {
            problems.push(Flaw::new("Tick at least one environment.").at(Field::Chosen));
        }
        if chosen.len() > MOST_AT_ONCE {
            let words = format!("{} are too many at once. Tick {MOST_AT_ONCE} at most.", chosen.len());
            problems.push(Flaw::new(words).at(Field::Chosen));
        }
        chosen
    }
}

/// What is to become of the tags of each environment, whatever it has.
struct Wanted {
    change: TagChange,
    /// A key, and the one that takes its place.
    renamed: Option<(TagKey, TagKey)>,
}

impl Wanted {
    /// What is left to do where the tags are these.
    fn left(&self, now: &BTreeMap<String, String>) -> Result<TagChange, Flaw> {
        let mut change = self.change.clone();
        if let Some((old, new)) = &self.renamed
            && let Some(value) = now.get(old.as_str())
        {
            if now.get(new.as_str()).is_some_and(|other| other != value) {
                let words = format!("It has “{old}” and “{new}”, with different values. Remove one of the two first.");
                return Err(Flaw::new(words));
            }
            change.set.insert(new.clone(), TagValue::parse(value)?);
            change.removed.push(old.clone());
        }
        Ok(change.left(now))
    }
}

impl Portal {
    /// Sets, removes and renames tags of each environment that was chosen, and says what became of each, by connection and id. What
    /// is wrong with one of them does not hold the others up.
    pub async fn tag_many(&self, actor: &Actor, form: &TaggingForm) -> Result<Vec<Tagged>, Error> {
        self.allow(actor, Deed::TagEnvironment, OBJECT).await?;
        let mut problems = Problems::default();
        let (wanted, chosen) = form.parse(&self.required_tags(), &mut problems);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let inventory = self.inventory();
        let tag = async |(connection, id): (ConnectionName, EnvironmentId)| {
            let known = inventory.get(&connection, &id);
            let name = known.map_or_else(|| id.to_string(), |entry| entry.environment.name.clone());
            let end = self.tag_one(actor, &connection, &id, &wanted).await;
            Tagged { connection, id, name, end }
        };
        Ok(stream::iter(chosen).map(tag).buffered(AT_A_TIME).collect().await)
    }

    async fn tag_one(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
        wanted: &Wanted,
    ) -> Result<TagChange, Error> {
        self.known_connection(connection)?;
        let (environment, now) = self.tags_now(connection, id).await?;
        let wrong = |flaw: Flaw| Error::Invalid(Problems(vec![flaw.at(Field::Tags)]));
        let left = wanted.left(&now).map_err(wrong)?;
        if !left.is_empty() {
            left.fits(&now, MOST).map_err(wrong)?;
            self.send_tags(By::Actor(actor), &environment, &now, &left).await?;
        }
        Ok(left)
    }
}
