//! Tags as a caller writes them: a map of at most fifty.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::members::string;
use super::text::{TAG_KEY, TAG_VALUE};
use super::violations::Violations;
use crate::error::Error;

/// Tags by key, in the order in which they are answered.
pub(crate) type Tags = BTreeMap<String, String>;

/// How many tags a resource can have, and a call can name.
pub(crate) const TAGS_AT_MOST: usize = 50;

/// Reads the member `tags`. An environment may be created with an empty map, a tag call must bring at least one: `min`.
pub(crate) fn tags(map: Map<String, Value>, min: usize, violations: &mut Violations) -> Result<Tags, Error> {
    violations.check_length("tags", map.len(), min, TAGS_AT_MOST);
    let mut tags = Tags::new();
    for (key, value) in map {
        let value = string(value, &format!("tags.{}.value", shown(&key)))?;
        TAG_KEY.check("tags.key", &key, violations);
        TAG_VALUE.check(&format!("tags.{}.value", shown(&key)), &value, violations);
        tags.insert(key, value);
    }
    Ok(tags)
}

/// A key short enough for a message.
fn shown(key: &str) -> String {
    key.chars().take(128).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn read(json: &serde_json::Value, min: usize) -> Result<Tags, Error> {
        let mut violations = Violations::default();
        let tags = tags(json.as_object().unwrap().clone(), min, &mut violations)?;
        violations.refuse(ErrorKind::Validation)?;
        Ok(tags)
    }

    #[test]
    fn fifty_tags_are_taken_and_one_more_is_refused() {
        let mut map = Map::new();
        for n in 0..50 {
            map.insert(format!("k{n}"), "v".into());
        }
        assert_eq!(read(&Value::Object(map.clone()), 1).unwrap().len(), 50);
        map.insert("k50".to_owned(), "v".into());
        assert_eq!(read(&Value::Object(map), 1).unwrap_err().kind, ErrorKind::Validation);
    }

    #[test]
    fn an_empty_map_is_for_creation_only() {
        assert!(read(&serde_json::json!({}), 0).unwrap().is_empty());
        assert!(read(&serde_json::json!({}), 1).is_err());
    }

    #[test]
    fn a_value_that_is_no_string_cannot_be_read() {
        for value in [serde_json::json!(null), serde_json::json!(1)] {
            let error = read(&serde_json::json!({ "k": value }), 1).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Serialization);
        }
    }
}
