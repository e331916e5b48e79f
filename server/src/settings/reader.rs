//! Takes the given values one by one, and notes what is wrong with them.

use std::{collections::BTreeMap, time::Duration};

use config::{Value, ValueKind};
use jiff::SignedDuration;

use super::wrong::{Wrong, WrongSettings};

/// What was given and not read yet, and what was wrong so far.
pub struct Reader {
    given: BTreeMap<String, Value>,
    wrong: Vec<Wrong>,
}

impl Reader {
    pub fn new(given: BTreeMap<String, Value>) -> Self {
        Self { given, wrong: Vec::new() }
    }

    /// Whether somebody said anything about this key.
    pub fn has(&self, key: &str) -> bool {
        self.given.contains_key(key)
    }

    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.given.remove(key)
    }

    /// One value out of its text; `parse` says in words what is the matter.
    pub fn read<T>(&mut self, key: &str, fix: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let value = self.take(key)?;
        self.parse(key, &value, fix, parse)
    }

    /// The same for a value that is at hand.
    pub fn parse<T>(
        &mut self,
        key: &str,
        value: &Value,
        fix: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        match text(value).ok_or_else(|| "this is a list or a section".to_owned()).and_then(|text| parse(&text)) {
            Ok(parsed) => Some(parsed),
            Err(why) => {
                self.refuse(key, value, why, fix);
                None
            }
        }
    }

    pub fn refuse(&mut self, key: &str, value: &Value, why: impl Into<String>, fix: &str) {
        self.wrong.push(Wrong {
            key: key.into(),
            value: Some(text(value).unwrap_or_else(|| value.to_string())),
            source: value.origin().map_or_else(|| "the settings".into(), source),
            why: why.into(),
            fix: fix.into(),
        });
    }

    /// A whole number within bounds.
    pub fn number(&mut self, key: &str, least: u32, most: u32) -> Option<u32> {
        let fix = format!("Write a whole number from {least} to {most}");
        self.read(key, &fix, |text| match text.trim().parse::<u32>() {
            Ok(number) if (least..=most).contains(&number) => Ok(number),
            Ok(_) => Err("it is out of bounds".into()),
            Err(_) => Err("it is not such a number".into()),
        })
    }

    /// A duration within bounds, such as `5s`, `500ms` or `1h 30m`.
    pub fn duration(&mut self, key: &str, least: Duration, most: Duration) -> Option<Duration> {
        let fix = format!("Write a duration from {least:?} to {most:?}, such as 500ms, 5s or 1m 30s");
        self.read(key, &fix, |text| {
            let duration: SignedDuration = text.trim().parse().map_err(|_| "it is not a duration")?;
            let duration = Duration::try_from(duration).map_err(|_| "it is negative")?;
            if (least..=most).contains(&duration) { Ok(duration) } else { Err("it is out of bounds".into()) }
        })
    }

    /// All that was wrong, if anything was.
    pub fn end(self) -> Result<(), WrongSettings> {
        if self.wrong.is_empty() { Ok(()) } else { Err(WrongSettings(self.wrong)) }
    }
}

/// A single value as text; `None` for lists and sections.
pub fn text(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::String(text) => Some(text.clone()),
        ValueKind::Nil | ValueKind::Table(_) | ValueKind::Array(_) => None,
        _ => Some(value.to_string()),
    }
}

/// Flags and variables say what they are; what is left is a file.
fn source(origin: &str) -> String {
    if origin.starts_with("the ") { origin.into() } else { format!("the file {origin}") }
}
