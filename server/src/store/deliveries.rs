//! Messages on their way. The number of tries says who has a message: each try counts it up, and who settles names it.

use async_trait::async_trait;
use domain::{
    delivery::{After, Delivery, NewDelivery, To},
    id::{DeliveryId, PersonId, WebhookId},
    ports::{DeliveryStore, StoreError},
};
use jiff::Timestamp;

use super::{
    Database,
    database::Change,
    fault::Fault,
    notices::{bound_news, news},
    people::PERSON,
    row::{Row, storable},
};

const TABLE: &str = "delivery";

/// Names the columns: see the operations' own.
macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, person, webhook, occasion, about, detail, target, at, tries, next_try_at, arrived_at, answer
             FROM delivery WHERE ",
            $condition
        )
    };
}

#[async_trait]
impl DeliveryStore for Database {
    async fn due(&self, now: Timestamp, most: i64) -> Result<Vec<Delivery>, StoreError> {
        let query = sqlx::query(select!("next_try_at <= $1 ORDER BY next_try_at, id LIMIT $2"));
        let rows = self.all(TABLE, query.bind(now.as_millisecond()).bind(most.max(0))).await?;
        Ok(rows.iter().map(read).collect::<Result<_, Fault>>()?)
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT 'next' AS id, MIN(next_try_at) AS next_try_at FROM delivery WHERE next_try_at IS NOT NULL";
        let row = self.one(TABLE, sqlx::query(sql)).await?;
        Ok(row.map_or(Ok(None), |row| row.maybe_time("next_try_at"))?)
    }

    async fn claim_delivery(
        &self,
        id: &DeliveryId,
        tries: i64,
        now: Timestamp,
        lease: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE delivery SET tries = tries + 1, next_try_at = $4
                   WHERE id = $1 AND tries = $2 AND next_try_at <= $3";
        let query = sqlx::query(sql).bind(id.as_str()).bind(tries);
        Ok(self.write(query.bind(now.as_millisecond()).bind(lease.as_millisecond())).await? == 1)
    }

    async fn settle_delivery(&self, id: &DeliveryId, tries: i64, after: &After) -> Result<(), StoreError> {
        let sql = "UPDATE delivery SET next_try_at = $3, arrived_at = $4, answer = $5
                   WHERE id = $1 AND tries = $2 AND next_try_at IS NOT NULL";
        let query = sqlx::query(sql)
            .bind(id.as_str())
            .bind(tries)
            .bind(after.next_try_at.map(Timestamp::as_millisecond))
            .bind(after.arrived_at.map(Timestamp::as_millisecond))
            .bind(storable(&after.answer));
        self.write(query).await?;
        Ok(())
    }

    async fn address_of(&self, person: &PersonId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT id, email FROM person WHERE id = $1 AND disabled_at IS NULL";
        let row = self.one(PERSON, sqlx::query(sql).bind(person.as_str())).await?;
        Ok(row.map(|row| row.text("email")).transpose()?)
    }

    async fn deliveries(&self, webhook: &WebhookId, from: i64, most: i64) -> Result<(Vec<Delivery>, i64), StoreError> {
        let query = sqlx::query(select!("webhook = $1 ORDER BY at DESC, id LIMIT $2 OFFSET $3"));
        let rows = self.all(TABLE, query.bind(webhook.as_str()).bind(most.max(0)).bind(from.max(0))).await?;
        let found = rows.iter().map(read).collect::<Result<_, Fault>>()?;
        let sql = "SELECT 'all' AS id, COUNT(*) AS deliveries FROM delivery WHERE webhook = $1";
        let count = self.one(TABLE, sqlx::query(sql).bind(webhook.as_str())).await?;
        Ok((found, count.map_or(Ok(0), |row| row.number("deliveries"))?))
    }

    async fn mails(&self) -> Result<(i64, i64), StoreError> {
        let sql = "SELECT 'all' AS id, COUNT(next_try_at) AS waiting,
                       COUNT(CASE WHEN next_try_at IS NULL AND arrived_at IS NULL THEN 1 END) AS given_up
                   FROM delivery WHERE person IS NOT NULL";
        let Some(row) = self.one(TABLE, sqlx::query(sql)).await? else { return Ok((0, 0)) };
        Ok((row.number("waiting")?, row.number("given_up")?))
    }

    async fn forget_deliveries(&self, before: Timestamp) -> Result<(), StoreError> {
        self.write(sqlx::query("DELETE FROM delivery WHERE at < $1").bind(before.as_millisecond())).await?;
        Ok(())
    }
}

pub(super) async fn add(change: &mut Change, delivery: &NewDelivery) -> Result<u64, Fault> {
    let (person, webhook) = match &delivery.to {
        To::Person(person) => (Some(person.as_str()), None),
        To::Webhook(webhook) => (None, Some(webhook.as_str())),
    };
    let sql =
        "INSERT INTO delivery (id, person, webhook, occasion, about, detail, target, at, once, tries, next_try_at,
                   arrived_at, answer)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, NULL, '') ON CONFLICT (once) DO NOTHING";
    let query = bound_news(sqlx::query(sql).bind(delivery.id.as_str()).bind(person).bind(webhook), &delivery.news);
    change.write(query.bind(delivery.once.as_str()).bind(delivery.due_at.as_millisecond())).await
}

fn read(row: &Row) -> Result<Delivery, Fault> {
    let to = match (row.maybe_word("person")?, row.maybe_word("webhook")?) {
        (Some(person), None) => To::Person(person),
        (None, Some(webhook)) => To::Webhook(webhook),
        _ => return Err(row.inconsistent("person")),
    };
    Ok(Delivery {
        id: row.word("id")?,
        to,
        news: news(row)?,
        tries: row.number("tries")?,
        next_try_at: row.maybe_time("next_try_at")?,
        arrived_at: row.maybe_time("arrived_at")?,
        answer: row.text("answer")?,
    })
}
