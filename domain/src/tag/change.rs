//! How tags become other tags.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{TagKey, TagValue, Tags};
use crate::{Flaw, audit::Change};

/// What has to happen so that tags become other tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagChange {
    /// Added or given another value.
    pub set: Tags,
    pub removed: Vec<TagKey>,
}

impl TagChange {
    #[must_use]
    pub fn between(before: &Tags, after: &Tags) -> Self {
        Self {
            set: after
                .iter()
                .filter(|(key, value)| before.get(*key) != Some(value))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
            removed: before.keys().filter(|key| !after.contains_key(*key)).cloned().collect(),
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.removed.is_empty()
    }

    /// The keys that it touches.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &TagKey> {
        self.set.keys().chain(&self.removed)
    }

    /// As much of it as is not so already.
    #[must_use]
    pub fn left(&self, now: &BTreeMap<String, String>) -> Self {
        let differs = |key: &TagKey, value: &TagValue| now.get(key.as_str()).is_none_or(|now| now != value.as_str());
        let set = self.set.iter().filter(|(key, value)| differs(key, value));
        Self {
            set: set.map(|(key, value)| (key.clone(), value.clone())).collect(),
            removed: self.removed.iter().filter(|key| now.contains_key(key.as_str())).cloned().collect(),
        }
    }

    /// That there is room for as many tags as there are after it.
    pub(crate) fn fits(&self, now: &BTreeMap<String, String>, room: usize) -> Result<(), Flaw> {
        let added = self.set.keys().filter(|key| !now.contains_key(key.as_str())).count();
        let removed = self.removed.iter().filter(|key| now.contains_key(key.as_str())).count();
        let after = now.len() + added - removed;
        if after <= room {
            return Ok(());
        }
        Err(Flaw::new(format!("With the tags that are there by now this makes {after}; there is room for {room}.")))
    }

    /// What it does to the tags of now, tag by tag.
    #[must_use]
    pub fn recorded(&self, now: &BTreeMap<String, String>) -> Vec<Change> {
        let set = self.set.iter().map(|(key, value)| changed(key, now, Some(value.as_str())));
        set.chain(self.removed.iter().map(|key| changed(key, now, None))).collect()
    }
}

/// What becomes of one tag.
pub(crate) fn changed(key: &TagKey, now: &BTreeMap<String, String>, after: Option<&str>) -> Change {
    Change::new(format!("Tag {key}"), now.get(key.as_str()).map(String::as_str), after)
}
