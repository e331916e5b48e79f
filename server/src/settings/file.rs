//! `portal.toml`: its values by key, each knowing where it stands.

use std::{collections::BTreeMap, path::Path};

use config::{Config, File, FileFormat, Value, ValueKind};

use super::wrong::{Wrong, WrongSettings};

/// Reads the file. `None` takes `portal.toml`, if there is one; a file that was named must be there.
pub fn read(named: Option<(&str, &str)>) -> Result<BTreeMap<String, Value>, WrongSettings> {
    let (path, source) = named.unwrap_or(("portal.toml", "the default"));
    if !Path::new(path).exists() {
        return match named {
            None => Ok(BTreeMap::new()),
            Some(_) => Err(Wrong {
                key: "config".into(),
                value: Some(path.into()),
                source: source.into(),
                why: "there is no such file".into(),
                fix: "Give the path of a file that exists, or leave it out".into(),
            }
            .into()),
        };
    }
    let unreadable = |cause: config::ConfigError| {
        WrongSettings::from(Wrong {
            key: "config".into(),
            value: Some(path.into()),
            source: source.into(),
            why: format!("it cannot be read: {cause}"),
            fix: "Write it in TOML, for example: listen = \"127.0.0.1:3000\"".into(),
        })
    };
    let file = Config::builder().add_source(File::new(path, FileFormat::Toml)).build().map_err(unreadable)?;
    let mut values = BTreeMap::new();
    flatten("", file.cache, &mut values);
    Ok(values)
}

/// Reads a value that is written on the command line as it would be in the file.
pub fn inline(key: &str, text: &str, source: &str) -> Result<Value, String> {
    let whole = format!("{key} = {text}");
    let mut table = Config::builder()
        .add_source(File::from_str(&whole, FileFormat::Toml))
        .build()
        .and_then(|config| config.cache.into_table())
        .map_err(|cause| cause.to_string())?;
    let value = table.remove(key).ok_or("nothing is there")?;
    Ok(told_by(&source.to_owned(), value))
}

/// The value with everything inside it, as if each part stood where the whole does.
fn told_by(source: &String, value: Value) -> Value {
    let kind = match value.kind {
        ValueKind::Array(values) => ValueKind::Array(values.into_iter().map(|value| told_by(source, value)).collect()),
        ValueKind::Table(table) => {
            ValueKind::Table(table.into_iter().map(|(name, value)| (name, told_by(source, value))).collect())
        }
        plain => plain,
    };
    Value::new(Some(source), kind)
}

/// Turns sections into dotted keys. Arrays stay whole.
fn flatten(path: &str, value: Value, into: &mut BTreeMap<String, Value>) {
    match value.kind {
        ValueKind::Table(table) => {
            for (key, value) in table {
                let path = if path.is_empty() { key } else { format!("{path}.{key}") };
                flatten(&path, value, into);
            }
        }
        _ => {
            into.insert(path.to_owned(), value);
        }
    }
}
