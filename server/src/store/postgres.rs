//! What the portal asks of PostgreSQL: that a commit is on the disk and that every text can be held.

use std::time::Duration;

use sqlx::{AnyConnection, Connection, any::AnyConnectOptions};
use url::Url;

use super::OpenError;

pub(super) fn options(url: &Url) -> Result<AnyConnectOptions, OpenError> {
    url.as_str().parse().map_err(|cause: sqlx::Error| OpenError::Address { words: cause.to_string() })
}

/// Connects once, without the pool, which would hide the cause behind its own time-out.
pub(super) async fn connect(options: &AnyConnectOptions, patience: Duration) -> Result<AnyConnection, sqlx::Error> {
    let connection = tokio::time::timeout(patience, AnyConnection::connect_with(options)).await;
    connection.map_err(|_| sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()))?
}

/// Sets a connection up. Where commits do not wait for the disk, ours do; a cluster that waits for more keeps its way. Who
/// stands still in the middle of a change, as a paused machine does, loses it after ten seconds: others wait for its rows.
pub(super) async fn prepare(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    let sql =
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";
    sqlx::query(sql).execute(&mut *connection).await?;
    let sql = "SELECT set_config('idle_in_transaction_session_timeout', '10s', false)";
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}

/// Refuses a database whose encoding cannot hold what people type.
pub(super) async fn check(connection: &mut AnyConnection) -> Result<(), OpenError> {
    let found = sqlx::query_scalar("SELECT current_setting('server_encoding')").fetch_one(connection).await;
    let value: String = found.map_err(|cause| OpenError::Migration { words: cause.to_string() })?;
    if value == "UTF8" {
        return Ok(());
    }
    let fix = "Make another database: createdb --encoding=UTF8 --template=template0 portal";
    Err(OpenError::Setting { name: "server_encoding", value, wanted: "UTF8", fix })
}
