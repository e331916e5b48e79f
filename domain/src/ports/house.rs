//! What the database keeps of the house rules.

use async_trait::async_trait;

use super::StoreError;
use crate::{audit::Event, house::House};

#[async_trait]
pub trait HouseStore: Send + Sync {
    /// The rules as they are; the usual ones when nobody decided anything.
    async fn house(&self) -> Result<House, StoreError>;
    /// Saves version `n + 1` over version `n`; false when somebody else saved meanwhile.
    async fn save_house(&self, house: &House, event: &Event) -> Result<bool, StoreError>;
}
