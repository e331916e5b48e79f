//! Where the portal keeps what it knows.

use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};

use super::reader::Reader;

/// Folders and the database.
#[derive(Clone, Debug)]
pub struct Storage {
    /// Made when absent.
    pub data: PathBuf,
    /// `sqlite:…` or `postgres://…`; `None` is `portal.db` in the data folder. It can hold a password.
    pub database_url: Option<SecretString>,
}

impl Storage {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let data = reader.read("data", "Write the path of a folder", |text| match text.trim() {
            "" => Err("it is empty".into()),
            text => Ok(PathBuf::from(text)),
        });
        let fix = "Write sqlite:path/to/file.db or postgres://user:password@host/database";
        // The value is not repeated when it is wrong: it may hold a password.
        let given = reader.take("database_url");
        let database_url = given.and_then(|value| {
            let hidden = config::Value::new(value.origin().map(str::to_owned).as_ref(), "…");
            let text = super::reader::text(&value).unwrap_or_default();
            reader.parse("database_url", &hidden, fix, |_| {
                let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
                if known {
                    Ok(SecretString::from(text.clone()))
                } else {
                    Err("it begins with neither sqlite: nor postgres://".into())
                }
            })
        });
        Self { data: data.unwrap_or_else(|| PathBuf::from("data")), database_url }
    }

    /// Whether everything is forgotten at the end, as tests like it.
    #[must_use]
    pub fn is_in_memory(&self) -> bool {
        self.database_url.as_ref().is_some_and(|url| url.expose_secret() == "sqlite::memory:")
    }

    /// Where the database is.
    #[must_use]
    pub fn database_url(&self) -> SecretString {
        let default = || format!("sqlite:{}", self.data.join("portal.db").display()).into();
        self.database_url.clone().unwrap_or_else(default)
    }
}
