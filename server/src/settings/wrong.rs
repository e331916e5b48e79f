//! What is wrong with a setting: its key, its value, where it came from and how to mend it.

use std::fmt;

/// One wrong setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The key as it stands in the file, for example `local.create_time`.
    pub key: String,
    /// What was given; `None` when something is missing.
    pub value: Option<String>,
    /// Where it was given, for example `the environment variable PORTAL_LISTEN`.
    pub source: String,
    /// What is the matter, as the end of a sentence that begins with the value.
    pub why: String,
    /// What to do about it, as a sentence.
    pub fix: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.key)?;
        if let Some(value) = &self.value {
            write!(out, " = {value:?}")?;
        }
        write!(out, " ({}): {}. {}", self.source, self.why, self.fix)
    }
}

/// Everything that is wrong, so that one look mends all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrongSettings(pub Vec<Wrong>);

impl fmt::Display for WrongSettings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let many = if self.0.len() == 1 { "A setting is wrong" } else { "Some settings are wrong" };
        write!(out, "{many}:")?;
        for wrong in &self.0 {
            write!(out, "\n  {wrong}")?;
        }
        Ok(())
    }
}

impl std::error::Error for WrongSettings {}

impl From<Wrong> for WrongSettings {
    fn from(wrong: Wrong) -> Self {
        Self(vec![wrong])
    }
}
