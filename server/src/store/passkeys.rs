//! Passkeys: the public part of each, and its counter, which never goes back.

use async_trait::async_trait;
use domain::{
    audit::Event,
    id::{PasskeyId, PersonId},
    passkey::{Key, PASSKEYS_MOST, Passkey},
    ports::{Added, PasskeyStore, StoreError},
};
use jiff::Timestamp;

use super::{
    Database,
    factors::{come_in, end_adding, hold, remove},
    fault::Fault,
    row::{Row, storable},
};

const TABLE: &str = "passkey";

/// Those of a person, the oldest first.
const OF_PERSON: &str = "SELECT id, name, credential, public, counter, added_at, used_at FROM passkey
                         WHERE person = $1 ORDER BY added_at, id";

#[async_trait]
impl PasskeyStore for Database {
    async fn passkeys_of(&self, person: &PersonId) -> Result<Vec<Passkey>, StoreError> {
        let found = self.all(TABLE, sqlx::query(OF_PERSON).bind(person.as_str())).await?;
        Ok(found.iter().map(read).collect::<Result<_, _>>()?)
    }

    async fn add_passkey(
        &self,
        person: &PersonId,
        passkey: &Passkey,
        code_hashes: Option<&[String]>,
        event: &Event,
    ) -> Result<Added, StoreError> {
        Ok(add_passkey(self, person, passkey, code_hashes, event).await?)
    }

    async fn remove_passkey(&self, person: &PersonId, id: &PasskeyId, event: &Event) -> Result<bool, StoreError> {
        let gone = sqlx::query("DELETE FROM passkey WHERE person = $1 AND id = $2");
        Ok(remove(self, person, gone.bind(person.as_str()).bind(id.as_str()), event).await?)
    }

    async fn sign_in_by_passkey(
        &self,
        person: &PersonId,
        id: &PasskeyId,
        key: &Key,
        event: &Event,
    ) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        // An authenticator that does not count says 0 each time.
        let sql = "UPDATE passkey SET public = $3, counter = $4, used_at = $5
                   WHERE id = $1 AND person = $2 AND (counter < $4 OR (counter = 0 AND $4 = 0))";
        let query = sqlx::query(sql)
            .bind(id.as_str())
            .bind(person.as_str())
            .bind(storable(&key.public))
            .bind(key.counter)
            .bind(event.at.as_millisecond());
        let used = change.write(query).await?;
        Ok(used == 1 && come_in(change, person, event).await?)
    }
}

fn read(row: &Row) -> Result<Passkey, Fault> {
    let key = Key { credential: row.text("credential")?, public: row.text("public")?, counter: row.number("counter")? };
    Ok(Passkey {
        id: row.word("id")?,
        name: row.word("name")?,
        key,
        added_at: row.time("added_at")?,
        used_at: row.maybe_time("used_at")?,
    })
}

async fn add_passkey(
    database: &Database,
    person: &PersonId,
    passkey: &Passkey,
    code_hashes: Option<&[String]>,
    event: &Event,
) -> Result<Added, Fault> {
    let (mut change, before) = hold(database, person).await?;
    let there = change.all(TABLE, sqlx::query(OF_PERSON).bind(person.as_str())).await?;
    let there = there.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    if there.iter().any(|other| other.name == passkey.name) {
        return Ok(Added::NameTaken);
    }
    if there.len() >= PASSKEYS_MOST {
        return Ok(Added::TooMany);
    }
    let sql = "INSERT INTO passkey (id, person, name, credential, public, counter, added_at, used_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (credential) DO NOTHING";
    let query = sqlx::query(sql)
        .bind(passkey.id.as_str())
        .bind(person.as_str())
        .bind(storable(passkey.name.as_str()))
        .bind(passkey.key.credential.as_str())
        .bind(storable(&passkey.key.public))
        .bind(passkey.key.counter)
        .bind(passkey.added_at.as_millisecond())
        .bind(passkey.used_at.map(Timestamp::as_millisecond));
    if change.write(query).await? == 0 {
        return Ok(Added::Known);
    }
    end_adding(change, person, before, code_hashes, event).await
}
