//! Which tags the environments have: each key with its values, who has it, and who lacks a required one.

use serde::{Deserialize, Serialize};

use super::{Paged, Portal};
use crate::{Actor, Error, inventory::TagUse, may::Deed, tag::KEY_MOST};

/// Keys on a page, and values on the page of a key.
const ROWS: usize = 50;
/// So many values of a key are named beside it.
const VALUES: usize = 4;

/// A page of the keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagKeysSeen {
    /// Those in which the text is found, or in one of whose values it is, each with its most frequent values.
    pub keys: Paged<TagKeySeen>,
    /// The keys that every environment must have, each with how many lack it.
    pub required: Vec<(String, usize)>,
    /// Environments whose tags are not known, and are not counted.
    pub unknown: usize,
}

/// A key with some of its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagKeySeen {
    pub key: String,
    pub environments: usize,
    pub first: Vec<(String, usize)>,
    /// How many different values it has.
    pub values: usize,
}

/// A page of the values of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagValuesSeen {
    pub key: String,
    /// How many environments have it, and how many have not.
    pub having: usize,
    pub lacking: usize,
    pub is_required: bool,
    /// The most frequent first, each with how many environments have it.
    pub values: Paged<(String, usize)>,
    pub unknown: usize,
}

impl Portal {
    /// A page of all keys in use by the alphabet, without the portal's own.
    pub fn tag_keys(&self, actor: &Actor, text: &str, page: usize) -> Result<TagKeysSeen, Error> {
        self.see(actor, Deed::SeeEnvironments, "This page")?;
        let inventory = self.inventory();
        let (tags, unknown) = (inventory.tags_in_use(), inventory.tags_unknown());
        let known = inventory.entries().len() - unknown;
        let having = |key: &str| tags.iter().find(|tag| tag.key == key).map_or(0, |tag| tag.environments);
        let lacking = |key: &str| known - having(key);
        let required = self.required_tags().iter().map(|key| (key.to_string(), lacking(key.as_str()))).collect();
        let text = text.trim().to_lowercase();
        let found = Paged::cut(tags.iter().filter(|tag| tag.has(&text)).collect(), page, ROWS);
        Ok(TagKeysSeen { keys: found.map(seen), required, unknown })
    }

    /// One key with a page of its values. A required one is there although nobody has it yet.
    pub fn tag_values(&self, actor: &Actor, key: &str, page: usize) -> Result<TagValuesSeen, Error> {
        self.see(actor, Deed::SeeEnvironments, "This page")?;
        let inventory = self.inventory();
        let is_required = self.required_tags().iter().any(|required| required.as_str() == key);
        let Some(tag) = inventory.tag_in_use(key).or_else(|| is_required.then(|| unused(key))) else {
            let key: String = key.chars().take(KEY_MOST).collect();
            return Err(Error::NotFound(format!("The tag key “{key}”")));
        };
        let unknown = inventory.tags_unknown();
        Ok(TagValuesSeen {
            key: tag.key,
            having: tag.environments,
            lacking: inventory.entries().len() - unknown - tag.environments,
            is_required,
            values: Paged::cut(tag.values, page, ROWS),
            unknown,
        })
    }
}

fn seen(tag: &TagUse) -> TagKeySeen {
    let TagUse { key, environments, values } = tag;
    let first = values.iter().take(VALUES).cloned().collect();
    TagKeySeen { key: key.clone(), environments: *environments, first, values: values.len() }
}

fn unused(key: &str) -> TagUse {
    TagUse { key: key.to_owned(), environments: 0, values: Vec::new() }
}
