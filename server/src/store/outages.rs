//! Which connections people know to be down.

use async_trait::async_trait;
use domain::{
    audit::Event,
    id::ConnectionName,
    ports::{OutageStore, StoreError},
};
use jiff::Timestamp;

use super::Database;

#[async_trait]
impl OutageStore for Database {
    async fn begin_outage(
        &self,
        connection: &ConnectionName,
        since: Timestamp,
        event: &Event,
    ) -> Result<bool, StoreError> {
        // An outage that was told before the newest reading is another one, whose end was told to nobody.
        let sql = "UPDATE connection_health SET outage_at = $2
                   WHERE connection = $1 AND trouble_since <= $3 AND (synced_at IS NULL OR synced_at <= $3)
                   AND (outage_at IS NULL OR outage_at < synced_at)";
        let query =
            sqlx::query(sql).bind(connection.as_str()).bind(event.at.as_millisecond()).bind(since.as_millisecond());
        Ok(self.write_with(query, event).await?)
    }

    async fn end_outage(&self, connection: &ConnectionName, event: &Event) -> Result<bool, StoreError> {
        let sql = "UPDATE connection_health SET outage_at = NULL WHERE connection = $1 AND outage_at IS NOT NULL";
        Ok(self.write_with(sqlx::query(sql).bind(connection.as_str()), event).await?)
    }
}
