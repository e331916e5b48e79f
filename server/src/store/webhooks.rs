//! Webhooks, with their secrets sealed.

use async_trait::async_trait;
use domain::{
    audit::Event,
    delivery::NewDelivery,
    id::{DeliveryId, WebhookId},
    ports::{StoreError, WebhookStore},
    provider::Sealed,
    webhook::{WEBHOOKS_MOST, Webhook},
};
use jiff::Timestamp;

use super::{
    Database,
    database::Statement,
    deliveries,
    fault::Fault,
    row::{Row, storable},
};

const TABLE: &str = "webhook";

#[async_trait]
impl WebhookStore for Database {
    async fn webhooks(&self) -> Result<Vec<Webhook>, StoreError> {
        let sql = "SELECT id, name, address, shape, occasions, secret, enabled, version FROM webhook ORDER BY name, id";
        Ok(self.all(TABLE, sqlx::query(sql)).await?.iter().map(read).collect::<Result<_, Fault>>()?)
    }

    async fn webhook(&self, id: &WebhookId) -> Result<Option<Webhook>, StoreError> {
        let sql = "SELECT id, name, address, shape, occasions, secret, enabled, version FROM webhook WHERE id = $1";
        let found = self.one(TABLE, sqlx::query(sql).bind(id.as_str())).await?;
        Ok(found.as_ref().map(read).transpose()?)
    }

    async fn add_webhook(&self, hook: &Webhook, event: &Event) -> Result<bool, StoreError> {
        let sql = "INSERT INTO webhook (id, name, address, shape, occasions, secret, enabled, version)
                   SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE (SELECT COUNT(*) FROM webhook) < $9";
        let mut change = self.change().await?;
        // This changes nothing but lets those who add one at the same time take turns.
        change.write(sqlx::query("UPDATE told SET position = position")).await?;
        if change.write(bound(sql, hook).bind(WEBHOOKS_MOST)).await? == 0 {
            return Ok(false);
        }
        change.commit_with(event).await?;
        Ok(true)
    }

    async fn save_webhook(&self, hook: &Webhook, event: &Event) -> Result<bool, StoreError> {
        let sql = "UPDATE webhook SET name = $2, address = $3, shape = $4, occasions = $5, secret = $6, enabled = $7,
                       version = $8 WHERE id = $1 AND version = $8 - 1";
        Ok(self.write_with(bound(sql, hook), event).await?)
    }

    async fn remove_webhook(&self, id: &WebhookId, event: &Event) -> Result<bool, StoreError> {
        Ok(self.write_with(sqlx::query("DELETE FROM webhook WHERE id = $1").bind(id.as_str()), event).await?)
    }

    async fn add_delivery(&self, delivery: &NewDelivery) -> Result<(), StoreError> {
        let mut change = self.change().await?;
        deliveries::add(&mut change, delivery).await?;
        Ok(change.commit().await?)
    }

    async fn begin_again(&self, hook: &WebhookId, id: &DeliveryId, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE delivery SET tries = 0, next_try_at = $3, arrived_at = NULL
                   WHERE id = $1 AND webhook = $2 AND next_try_at IS NULL";
        let query = sqlx::query(sql).bind(id.as_str()).bind(hook.as_str()).bind(now.as_millisecond());
        Ok(self.write(query).await? == 1)
    }
}

fn bound<'q>(sql: &'static str, hook: &Webhook) -> Statement<'q> {
    sqlx::query(sql)
        .bind(hook.id.to_string())
        .bind(storable(&hook.name))
        .bind(hook.address.to_string())
        .bind(hook.shape.as_str())
        .bind(hook.occasions.to_string())
        .bind(hook.secret.0.clone())
        .bind(i64::from(hook.enabled))
        .bind(hook.version)
}

fn read(row: &Row) -> Result<Webhook, Fault> {
    Ok(Webhook {
        id: row.word("id")?,
        name: row.text("name")?,
        address: row.word("address")?,
        shape: row.word("shape")?,
        occasions: row.parsed("occasions")?,
        secret: Sealed(row.text("secret")?),
        enabled: row.number("enabled")? == 1,
        version: row.number("version")?,
    })
}
