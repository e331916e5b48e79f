//! model.json as an oracle: what a value must be, said without the code under test.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use regex::Regex;
use serde_json::Value;

/// The model of the eight operations.
pub static MODEL: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("../model.json")).unwrap());

static PATTERNS: LazyLock<Mutex<HashMap<String, Regex>>> = LazyLock::new(Mutex::default);

/// The shape of that name.
pub fn shape(name: &str) -> &'static Value {
    &MODEL["shapes"][name]
}

/// The members of a structure, with the name of the shape of each.
pub fn members(structure: &str) -> impl Iterator<Item = (&'static str, &'static Value, &'static str)> {
    let members = shape(structure)["members"].as_object().unwrap();
    members.iter().map(|(name, member)| (name.as_str(), member, member["shape"].as_str().unwrap()))
}

/// Whether a string keeps length, pattern and enum of its shape.
pub fn allows(shape_name: &str, text: &str) -> bool {
    let shape = shape(shape_name);
    let length = text.chars().count() as u64;
    let within = length >= shape["min"].as_u64().unwrap_or(0) && length <= shape["max"].as_u64().unwrap_or(u64::MAX);
    let listed = shape["enum"].as_array().is_none_or(|names| names.iter().any(|name| name == text));
    within && listed && shape["pattern"].as_str().is_none_or(|pattern| has(pattern, text))
}

fn has(pattern: &str, text: &str) -> bool {
    if pattern.contains("(?!aws:)") && text.starts_with("aws:") {
        return false;
    }
    let pattern = pattern.replace("(?!aws:)", "").replace(r"\d", "[0-9]");
    let mut patterns = PATTERNS.lock().unwrap();
    let compiled = patterns.entry(pattern.clone()).or_insert_with(|| Regex::new(&pattern).unwrap());
    compiled.is_match(text)
}

/// Fails when `value` is not of the shape. `environmentUrl` is a bare host, as FinSpace's was, and keeps no `url` pattern.
pub fn check(shape_name: &str, value: &Value, path: &str) {
    match shape(shape_name)["type"].as_str().unwrap() {
        "structure" => {
            let declared = &shape(shape_name)["members"];
            for (name, member) in value.as_object().unwrap_or_else(|| panic!("{path} is {value}")) {
                let member_shape = declared[name]["shape"].as_str();
                let member_shape = member_shape.unwrap_or_else(|| panic!("{path}.{name} is not declared"));
                if name != "environmentUrl" {
                    check(member_shape, member, &format!("{path}.{name}"));
                }
            }
        }
        "list" => {
            let member_shape = shape(shape_name)["member"]["shape"].as_str().unwrap();
            for member in value.as_array().unwrap_or_else(|| panic!("{path} is {value}")) {
                check(member_shape, member, path);
            }
        }
        "map" => {
            let key_shape = shape(shape_name)["key"]["shape"].as_str().unwrap();
            let value_shape = shape(shape_name)["value"]["shape"].as_str().unwrap();
            for (key, member) in value.as_object().unwrap_or_else(|| panic!("{path} is {value}")) {
                check(key_shape, &Value::from(key.as_str()), path);
                check(value_shape, member, &format!("{path}.{key}"));
            }
        }
        "string" => {
            let text = value.as_str().unwrap_or_else(|| panic!("{path} is {value}"));
            assert!(allows(shape_name, text), "{path} breaks {shape_name}: {text:.80}");
        }
        other => panic!("{path} has the type {other}, which no answer has"),
    }
}
