//! What the database's failures mean to the rules: the one place where a driver's words become a [`StoreError`].

use domain::ports::StoreError;
use sqlx::postgres::PgDatabaseError;

/// A [`StoreError`] on its way out, so that `?` takes what sqlx and serde say.
#[derive(Debug)]
pub(super) struct Fault(StoreError);

impl Fault {
    /// A row holds what this program cannot have written.
    pub(super) fn row(table: &'static str, column: &'static str, id: &str) -> Self {
        tracing::error!(table, column, id, "a row of the database is inconsistent");
        Self(StoreError::InconsistentRow { table, column, id: id.to_owned() })
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        fault.0
    }
}

impl From<sqlx::Error> for Fault {
    fn from(cause: sqlx::Error) -> Self {
        let words = cause.to_string();
        if comes_back(&cause) {
            tracing::warn!(cause = words, "the database is unavailable");
            return Self(StoreError::Unavailable(words));
        }
        tracing::error!(cause = words, "the database failed");
        Self(StoreError::Other(words))
    }
}

impl From<serde_json::Error> for Fault {
    fn from(cause: serde_json::Error) -> Self {
        tracing::error!(%cause, "a value cannot be written as JSON");
        Self(StoreError::Other(cause.to_string()))
    }
}

/// Whether the same call may well succeed later, with nothing of ours repaired.
fn comes_back(cause: &sqlx::Error) -> bool {
    match cause {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => true,
        sqlx::Error::Database(error) => match error.try_downcast_ref::<PgDatabaseError>() {
            Some(error) => postgres_comes_back(error.code()),
            None => error.code().and_then(|code| code.parse().ok()).is_some_and(sqlite_comes_back),
        },
        _ => false,
    }
}

/// By SQLSTATE: connection (08), resources such as a full disk (53), shutdown (57P), the machine (58), deadlock and
/// serialization (40), waits that ended (55P03, 57014), a replica that takes no writes (25006), a change that stood still for
/// too long (25P03).
fn postgres_comes_back(code: &str) -> bool {
    ["08", "40", "53", "57P", "58"].iter().any(|class| code.starts_with(class))
        || ["25006", "25P03", "55P03", "57014"].contains(&code)
}

/// By primary result code, the low byte: busy, locked, out of memory, read-only, interrupted, I/O, full, cannot open.
fn sqlite_comes_back(code: i32) -> bool {
    [5, 6, 7, 8, 9, 10, 13, 14].contains(&(code & 0xff))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_told_from_what_is_wrong() {
        for away in ["08006", "40001", "40P01", "53100", "53300", "55P03", "57P01", "57014", "58030", "25006", "25P03"]
        {
            assert!(postgres_comes_back(away), "{away}");
        }
        for wrong in ["23505", "42P01", "22021", "57000"] {
            assert!(!postgres_comes_back(wrong), "{wrong}");
        }
        // Busy, busy with a snapshot, an I/O error while syncing, a full disk.
        for away in [5, 517, 1034, 13] {
            assert!(sqlite_comes_back(away), "{away}");
        }
        // A unique index, a damaged file, an error in the SQL.
        for wrong in [2067, 1555, 11, 1] {
            assert!(!sqlite_comes_back(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_lost_connection_is_unavailable() {
        let lost = sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into());
        assert!(matches!(StoreError::from(Fault::from(lost)), StoreError::Unavailable(_)));
        assert!(matches!(StoreError::from(Fault::from(sqlx::Error::RowNotFound)), StoreError::Other(_)));
    }
}
