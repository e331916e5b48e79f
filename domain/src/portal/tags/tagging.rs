//! The tags of several environments at once: some are set and some removed, whatever else each of them has.
//!
//! Setting and removing can be done twice without doing more, so nothing has to be remembered of a save that ends half way:
//! whoever sends it again finishes it.

use std::collections::BTreeSet;

use futures::stream::{self, StreamExt};
use serde::{Deserialize, Serialize};

use super::{By, Portal};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    id::{ConnectionName, EnvironmentId},
    inventory::SIZES,
    may::Deed,
    tag::{MOST, OWN_PREFIX, ROOM, TagChange, TagForm, TagKey, Tags},
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

    /// The change, and the environments that it is for, each once.
    fn parse(
        &self,
        required: &[TagKey],
        problems: &mut Problems,
    ) -> (TagChange, BTreeSet<(ConnectionName, EnvironmentId)>) {
        let set = self.tags.parse(&[], ROOM, problems);
        let removed = self.removed(required, &set, problems);
        let change = TagChange { set, removed };
        if problems.is_empty() && change.is_empty() {
            problems.push(Flaw::new("Type a tag to set, or a key to remove.").at(Field::Tags));
        }
        let chosen = self.chosen(problems);
        (change, chosen)
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

impl Portal {
    /// Sets and removes tags of each environment that was chosen, and says what became of each, by connection and id. What
    /// is wrong with one of them does not hold the others up.
    pub async fn tag_many(&self, actor: &Actor, form: &TaggingForm) -> Result<Vec<Tagged>, Error> {
        self.allow(actor, Deed::TagEnvironment, OBJECT).await?;
        let mut problems = Problems::default();
        let (change, chosen) = form.parse(&self.required_tags(), &mut problems);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let inventory = self.inventory();
        let tag = async |(connection, id): (ConnectionName, EnvironmentId)| {
            let known = inventory.get(&connection, &id);
            let name = known.map_or_else(|| id.to_string(), |entry| entry.environment.name.clone());
            let end = self.tag_one(actor, &connection, &id, &change).await;
            Tagged { connection, id, name, end }
        };
        Ok(stream::iter(chosen).map(tag).buffered(AT_A_TIME).collect().await)
    }

    async fn tag_one(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
        change: &TagChange,
    ) -> Result<TagChange, Error> {
        self.known_connection(connection)?;
        let (environment, now) = self.tags_now(connection, id).await?;
        let left = change.left(&now);
        if !left.is_empty() {
            left.fits(&now, MOST).map_err(|flaw| Error::Invalid(Problems(vec![flaw.at(Field::Tags)])))?;
            self.send_tags(By::Actor(actor), &environment, &now, &left).await?;
        }
        Ok(left)
    }
}
