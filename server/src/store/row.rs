//! A row as it is read back: a value that does not parse is named by table, column and id.

use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned, de::IntoDeserializer, de::value};
use sqlx::{Any, Decode, Row as _, Type, any::AnyRow};

use super::fault::Fault;

/// A row of a table and the id that it is found by.
pub(super) struct Row {
    table: &'static str,
    id: String,
    values: AnyRow,
}

impl Row {
    /// Takes a row whose column `id` says which one it is.
    pub(super) fn new(table: &'static str, values: AnyRow) -> Result<Self, Fault> {
        let id = values.try_get("id").map_err(|_| Fault::row(table, "id", "?"))?;
        Ok(Self { table, id, values })
    }

    /// The fault of a column that cannot be.
    pub(super) fn inconsistent(&self, column: &'static str) -> Fault {
        Fault::row(self.table, column, &self.id)
    }

    fn get<'r, T: Decode<'r, Any> + Type<Any>>(&'r self, column: &'static str) -> Result<T, Fault> {
        self.values.try_get(column).map_err(|_| self.inconsistent(column))
    }

    pub(super) fn text(&self, column: &'static str) -> Result<String, Fault> {
        self.get(column)
    }

    pub(super) fn maybe_text(&self, column: &'static str) -> Result<Option<String>, Fault> {
        self.get(column)
    }

    pub(super) fn number(&self, column: &'static str) -> Result<i64, Fault> {
        self.get(column)
    }

    pub(super) fn maybe_number(&self, column: &'static str) -> Result<Option<i64>, Fault> {
        self.get(column)
    }

    pub(super) fn time(&self, column: &'static str) -> Result<Timestamp, Fault> {
        let milliseconds = self.number(column)?;
        Timestamp::from_millisecond(milliseconds).map_err(|_| self.inconsistent(column))
    }

    pub(super) fn maybe_time(&self, column: &'static str) -> Result<Option<Timestamp>, Fault> {
        let milliseconds = self.maybe_number(column)?;
        milliseconds.map(Timestamp::from_millisecond).transpose().map_err(|_| self.inconsistent(column))
    }

    /// A value that is written as one word: an id, a name, a variant.
    pub(super) fn word<T: for<'w> Deserialize<'w>>(&self, column: &'static str) -> Result<T, Fault> {
        let word: &str = self.get(column)?;
        parsed(word).ok_or_else(|| self.inconsistent(column))
    }

    pub(super) fn maybe_word<T: for<'w> Deserialize<'w>>(&self, column: &'static str) -> Result<Option<T>, Fault> {
        let word: Option<&str> = self.get(column)?;
        word.map(|word| parsed(word).ok_or_else(|| self.inconsistent(column))).transpose()
    }

    /// A value that reads itself from text.
    pub(super) fn parsed<T: FromStr>(&self, column: &'static str) -> Result<T, Fault> {
        let text: &str = self.get(column)?;
        text.parse().map_err(|_| self.inconsistent(column))
    }

    pub(super) fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, Fault> {
        let text: &str = self.get(column)?;
        serde_json::from_str(text).map_err(|_| self.inconsistent(column))
    }
}

fn parsed<T: for<'w> Deserialize<'w>>(word: &str) -> Option<T> {
    let word: value::StrDeserializer<'_, value::Error> = word.into_deserializer();
    T::deserialize(word).ok()
}

/// Free text as both databases can hold it: PostgreSQL's TEXT takes every character but NUL.
pub(super) fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// What `LIKE $n ESCAPE '!'` finds a text with wherever it stands; the text means itself, whatever LIKE makes of its
/// characters.
pub(super) fn anywhere(text: &str) -> String {
    let text = storable(text).replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{text}%")
}

/// A row that could not be fetched: text that is no UTF-8 fails before the row can be asked for its id.
pub(super) fn unfetched(table: &'static str, cause: sqlx::Error) -> Fault {
    match cause {
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Fault::row(table, "?", "?"),
        cause => cause.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_for_means_itself() {
        assert_eq!(anywhere("ä_1%!\\"), "%ä!_1!%!!\\%");
        assert_eq!(anywhere("\0"), "%\u{fffd}%");
        assert_eq!(anywhere(""), "%%");
    }
}
