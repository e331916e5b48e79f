//! The house rules: one row.

use async_trait::async_trait;
use domain::{
    audit::Event,
    house::House,
    ports::{HouseStore, StoreError},
};

use super::{Database, fault::Fault};

#[async_trait]
impl HouseStore for Database {
    async fn house(&self) -> Result<House, StoreError> {
        Ok(house(self).await?)
    }

    async fn save_house(&self, house: &House, event: &Event) -> Result<bool, StoreError> {
        Ok(save_house(self, house, event).await?)
    }
}

async fn house(database: &Database) -> Result<House, Fault> {
    let row =
        database.one("house", sqlx::query("SELECT CAST(only_row AS TEXT) AS id, version, rules FROM house")).await?;
    let Some(row) = row else { return Ok(House::default()) };
    let rules: House = row.json("rules")?;
    Ok(House { version: row.number("version")?, ..rules })
}

async fn save_house(database: &Database, house: &House, event: &Event) -> Result<bool, Fault> {
    let sql = "UPDATE house SET version = $1, rules = $2 WHERE version = $1 - 1";
    let query = sqlx::query(sql).bind(house.version).bind(serde_json::to_string(house)?);
    let mut change = database.change().await?;
    if change.write(query).await? == 0 {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}
