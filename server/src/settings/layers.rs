//! Lays what the flags say over what the environment says over what the file says.

use std::{collections::BTreeMap, ffi::OsString};

use clap::ArgMatches;
use config::Value;

use super::{
    file,
    keys::{FILE_FLAG, FILE_VARIABLE, KEYS, Key, PREFIX, TEST_PREFIX},
    wrong::{Wrong, WrongSettings},
};

/// All values that were given, by key. A name that no setting has is an error wherever it stands.
pub fn merge(
    matches: &ArgMatches,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<BTreeMap<String, Value>, WrongSettings> {
    let leaf = leaf(matches);
    let mut wrong = Vec::new();
    let (from_environment, file_variable) = variables(environment, &mut wrong);
    let file_flag = given(leaf, FILE_FLAG);
    let named = file_flag
        .as_deref()
        .map(|path| (path, "the flag --config"))
        .or(file_variable.as_deref().map(|path| (path, "the environment variable PORTAL_CONFIG")));
    let mut values = file::read(named)?;
    for (path, value) in &values {
        if !KEYS.iter().any(|key| key.path == path) {
            wrong.push(unknown(path.clone(), value.origin().unwrap_or("portal.toml")));
        }
    }
    values.extend(from_environment);
    for key in &KEYS {
        if let Some(text) = given(leaf, key.path) {
            let source = format!("the flag --{}", key.flag());
            values.insert(key.path.into(), Value::new(Some(&source), text));
        }
    }
    if wrong.is_empty() { Ok(values) } else { Err(WrongSettings(wrong)) }
}

/// The command that was called holds the flags.
fn leaf(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, inner)| leaf(inner))
}

fn given(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.try_get_one::<String>(name).ok().flatten().cloned()
}

/// The environment's values by key, and the file that it names.
fn variables(
    environment: impl IntoIterator<Item = (OsString, OsString)>,
    wrong: &mut Vec<Wrong>,
) -> (BTreeMap<String, Value>, Option<String>) {
    let mut values = BTreeMap::new();
    let mut file = None;
    for (name, text) in environment {
        let ours = |name: &&str| name.starts_with(PREFIX) && !name.starts_with(TEST_PREFIX);
        let Some(name) = name.to_str().filter(ours) else { continue };
        let source = format!("the environment variable {name}");
        let Ok(text) = text.into_string() else {
            wrong.push(Wrong {
                key: name.into(),
                value: None,
                source: "the environment".into(),
                why: "the value is not text".into(),
                fix: "Write it in UTF-8".into(),
            });
            continue;
        };
        if name == FILE_VARIABLE {
            file = Some(text);
        } else if let Some(Key { path, .. }) = KEYS.iter().find(|key| key.variable() == name) {
            values.insert((*path).into(), Value::new(Some(&source), text));
        } else {
            wrong.push(unknown(name.into(), "the environment"));
        }
    }
    (values, file)
}

/// Its value is not told: it may be a secret that was meant for another name.
fn unknown(key: String, source: &str) -> Wrong {
    Wrong {
        key,
        value: None,
        source: source.into(),
        why: "there is no such setting".into(),
        fix: "Correct the name or remove it; portal --help lists all settings".into(),
    }
}
