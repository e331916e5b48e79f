//! Which tags are in use, over all environments.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{Entry, Inventory};
use crate::tag::OWN_PREFIX;

/// A key that some environment has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagUse {
    pub key: String,
    /// How many environments have it.
    pub environments: usize,
    /// Its values, each with how many environments have it: the most frequent first, then by the alphabet.
    pub values: Vec<(String, usize)>,
}

impl TagUse {
    /// Whether a lower-case text stands in the key or in one of the values.
    #[must_use]
    pub fn has(&self, lower: &str) -> bool {
        let holds = |text: &str| text.to_lowercase().contains(lower);
        holds(&self.key) || self.values.iter().any(|(value, _)| holds(value))
    }
}

impl Inventory {
    /// The keys in use by the alphabet, without the portal's own, which tell nobody anything. Counted when somebody first
    /// asks this inventory.
    #[must_use]
    pub fn tags_in_use(&self) -> Arc<[TagUse]> {
        Arc::clone(self.tags_in_use.get_or_init(|| count(&self.entries)))
    }

    /// One key with its values; nothing when no environment has it.
    #[must_use]
    pub fn tag_in_use(&self, key: &str) -> Option<TagUse> {
        let tags = self.tags_in_use();
        tags.binary_search_by(|tag| tag.key.as_str().cmp(key)).ok().map(|place| tags[place].clone())
    }

    /// Environments whose tags are not known: nobody read them yet, or FinSpace denies them.
    #[must_use]
    pub fn tags_unknown(&self) -> usize {
        self.entries.iter().filter(|entry| entry.tags.is_none()).count()
    }
}

fn count(entries: &[Arc<Entry>]) -> Arc<[TagUse]> {
    let mut keys: BTreeMap<&str, HashMap<&str, usize>> = BTreeMap::new();
    for (key, value) in entries.iter().filter_map(|entry| entry.tags.as_ref()).flatten() {
        if !key.starts_with(OWN_PREFIX) {
            *keys.entry(key).or_default().entry(value).or_default() += 1;
        }
    }
    let tag = |(key, values): (&str, HashMap<&str, usize>)| {
        let environments = values.values().sum();
        let mut values: Vec<_> = values.into_iter().collect();
        values.sort_unstable_by_key(|&(value, count)| (Reverse(count), value));
        let values = values.into_iter().map(|(value, count)| (value.to_owned(), count)).collect();
        TagUse { key: key.to_owned(), environments, values }
    };
    keys.into_iter().map(tag).collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{
        environment::{Environment, Federation, Mode, Status},
        id::{ConnectionName, EnvironmentId},
        inventory::{Query, Ties},
    };

    fn entry(name: &str, tags: Option<&[(&str, &str)]>) -> Arc<Entry> {
        let environment = Environment {
            connection: ConnectionName::parse("local").unwrap(),
            id: EnvironmentId::parse(name).unwrap(),
            name: name.into(),
            arn: String::new(),
            status: Status::Created,
            account: None,
            url: None,
            description: None,
            notebook_url: None,
            kms_key: None,
            service_account: None,
            mode: Mode::Local,
            federation: Federation::default(),
        };
        let tags = tags.map(|tags| tags.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect());
        let seen = Timestamp::UNIX_EPOCH;
        Arc::new(Entry { environment, tags, first_seen: seen, changed_at: seen, tags_read_at: None })
    }

    fn inventory() -> Inventory {
        let entries = vec![
            entry("a", Some(&[("desk", "rates"), ("portal:operation", "1")])),
            entry("b", Some(&[("desk", "fx"), ("cost", "1")])),
            entry("c", Some(&[("desk", "rates")])),
            entry("d", Some(&[("desk", "bonds")])),
            entry("e", Some(&[])),
            entry("f", None),
        ];
        Inventory::new(entries, Vec::new(), BTreeMap::new(), 1)
    }

    #[test]
    fn keys_are_by_the_alphabet_and_values_by_how_often_they_are_used() {
        let inventory = inventory();
        let tags = inventory.tags_in_use();
        let keys: Vec<_> = tags.iter().map(|tag| (tag.key.as_str(), tag.environments)).collect();
        assert_eq!(keys, [("cost", 1), ("desk", 4)]);
        let values: Vec<_> = tags[1].values.iter().map(|(value, count)| (value.as_str(), *count)).collect();
        assert_eq!(values, [("rates", 2), ("bonds", 1), ("fx", 1)]);
        assert_eq!(inventory.tag_in_use("desk").as_ref(), Some(&tags[1]));
        assert_eq!(inventory.tag_in_use("portal:operation"), None);
        assert_eq!(inventory.tags_unknown(), 1);
        assert!(tags[1].has("rate") && tags[1].has("des") && tags[1].has("") && !tags[1].has("cost"));
    }

    #[test]
    fn what_lacks_a_key_is_known_to_lack_it() {
        let inventory = inventory();
        let lacking = |query: Query| -> String {
            let found = inventory.all_matching(&query, &Ties::default());
            found.iter().map(|entry| entry.environment.name.as_str()).collect()
        };
        let without = |key: &str| Query { lacks: Some(key.into()), ..Query::default() };
        assert_eq!(lacking(without("desk")), "e");
        assert_eq!(lacking(without("cost")), "acde");
        assert_eq!(lacking(Query { tag_key: Some("desk".into()), ..without("cost") }), "acd");
        assert_eq!(lacking(Query { tag_value: Some("rates".into()), ..without("desk") }), "");
    }
}
