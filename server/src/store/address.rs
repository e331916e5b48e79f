//! Where the database is, as the settings say it.

use std::path::PathBuf;

use url::Url;

use super::OpenError;

/// What a database URL names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// SQLite that forgets everything when it is closed: for tests.
    Memory,
    /// A SQLite file. The path is taken as it is written, without percent-decoding.
    File(PathBuf),
    Postgres(Url),
}

impl Address {
    pub(super) fn parse(text: &str) -> Result<Self, OpenError> {
        match text.split_once(':') {
            Some(("sqlite", rest)) => Self::sqlite(rest.strip_prefix("//").unwrap_or(rest)),
            Some(("postgres" | "postgresql", _)) => Self::postgres(text),
            Some((scheme, _)) => Err(OpenError::Scheme { scheme: scheme.to_owned() }),
            // It may be half of a URL with a password in it, so it is not repeated.
            None => Err(OpenError::Scheme { scheme: String::new() }),
        }
    }

    fn sqlite(path: &str) -> Result<Self, OpenError> {
        // Others write this parameter because sqlx wants it; the portal makes the file anyway.
        let path = path.strip_suffix("?mode=rwc").unwrap_or(path);
        if path == ":memory:" {
            return Ok(Self::Memory);
        }
        if path.is_empty() || path.contains('?') {
            let words = "a SQLite address is sqlite: and the path of a file, without parameters";
            return Err(OpenError::Address { words: words.to_owned() });
        }
        Ok(Self::File(path.into()))
    }

    fn postgres(text: &str) -> Result<Self, OpenError> {
        let url = Url::parse(text).map_err(|error| OpenError::Address {
            words: format!("it is no URL ({error}); special characters in a password are percent-encoded"),
        })?;
        Ok(Self::Postgres(url))
    }
}

/// A PostgreSQL address as people may read it: without the password, and without parameters, which can hold one too.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    // Refused only where there is no host, and then there is no password either.
    let _ = url.set_password(None);
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_in_any_of_the_usual_spellings() {
        for (text, path) in [
            ("sqlite:data/portal.db", "data/portal.db"),
            ("sqlite://data/portal.db", "data/portal.db"),
            ("sqlite:///var/lib/portal.db", "/var/lib/portal.db"),
            ("sqlite:a b%20c#d.db?mode=rwc", "a b%20c#d.db"),
        ] {
            assert_eq!(Address::parse(text).unwrap(), Address::File(path.into()), "{text}");
        }
        assert_eq!(Address::parse("sqlite::memory:").unwrap(), Address::Memory);
    }

    #[test]
    fn what_is_no_database_is_refused_in_words() {
        for (text, words) in [
            ("mysql://root@localhost/x", "begins with “mysql:”"),
            ("portal.db", "begins with no scheme"),
            ("sqlite:", "the path of a file"),
            ("sqlite:x.db?cache=shared", "without parameters"),
            ("postgres://user:pass/word@host/db", "percent-encoded"),
        ] {
            let said = Address::parse(text).unwrap_err().to_string();
            assert!(said.contains(words), "{text}: {said}");
            assert!(!said.contains("pass/word"), "{said}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let url = Url::parse("postgres://ada:secret@db:5433/portal?password=secret").unwrap();
        assert_eq!(shown(&url), "postgres://ada@db:5433/portal");
    }
}
