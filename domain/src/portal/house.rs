//! The house rules, kept in memory: every page needs them.

use std::sync::{Arc, PoisonError};

use super::Portal;
use crate::{
    Actor, Error,
    audit::{Action, Outcome},
    house::{House, HouseForm},
    may::Deed,
    ports::StoreError,
    tag::TagKey,
};

impl Portal {
    /// The rules as this portal knows them.
    #[must_use]
    pub fn house(&self) -> Arc<House> {
        Arc::clone(&self.inner.house.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tag keys that every environment must have: those of the server's settings, and those of the house.
    #[must_use]
    pub fn required_tags(&self) -> Vec<TagKey> {
        let mut keys = self.inner.rules.required_tags.clone();
        for key in &self.house().required_tags {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        keys
    }

    /// The rules as they are to be changed, with the keys that the server's settings require and no page changes.
    pub async fn house_settings(&self, actor: &Actor) -> Result<(House, Vec<TagKey>), Error> {
        self.see(actor, Deed::SeeSettings, "This page")?;
        self.read_house().await.map_err(|e| self.failed(&e))?;
        Ok(((*self.house()).clone(), self.inner.rules.required_tags.clone()))
    }

    /// Saves what was changed on the page that showed this version.
    pub async fn save_house(&self, actor: &Actor, version: i64, form: &HouseForm) -> Result<(), Error> {
        self.allow(actor, Deed::ChangeSettings, House::OBJECT).await?;
        let before = self.store().house().await.map_err(|e| self.failed(&e))?;
        let house = form.parse(&before).map_err(Error::Invalid)?;
        let changes = house.changes_from(&before);
        if changes.is_empty() {
            return Ok(());
        }
        let meanwhile = || {
            Error::Conflict(
                "Somebody else changed these settings meanwhile. Nothing was saved. Look at them as they are now, then \
                 make your change again."
                    .into(),
            )
        };
        if before.version != version {
            return Err(meanwhile());
        }
        let words = "Changed the general settings";
        let event = self.event(Some(actor), Action::ChangeSettings, House::OBJECT.into(), Outcome::Done, words);
        let saved = self.store().save_house(&house, &event.changing(changes)).await;
        if !saved.map_err(|e| self.failed(&e))? {
            return Err(meanwhile());
        }
        self.know_house(house);
        Ok(())
    }

    /// Reads the rules again: another portal on the same database may have changed them.
    pub async fn read_house(&self) -> Result<(), StoreError> {
        let house = self.store().house().await?;
        self.know_house(house);
        Ok(())
    }

    fn know_house(&self, house: House) {
        let mut known = self.inner.house.write().unwrap_or_else(PoisonError::into_inner);
        if known.version < house.version {
            *known = Arc::new(house);
        }
    }
}
