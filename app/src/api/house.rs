//! The house rules: what administrators decide for everybody.

use domain::house::HouseForm;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// The page of general settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseShown {
    pub form: HouseForm,
    pub version: i64,
    /// Keys that the settings of the server require.
    pub fixed_tags: Vec<String>,
}

#[server(endpoint = "house/show")]
pub async fn show() -> Result<HouseShown, ApiError> {
    use crate::context;
    let (house, fixed) = context::portal().house_settings(&context::actor()?).await?;
    let fixed_tags = fixed.iter().map(ToString::to_string).collect();
    Ok(HouseShown { form: HouseForm::of(&house), version: house.version, fixed_tags })
}

#[server(endpoint = "house/save")]
pub async fn save(version: i64, #[server(default)] form: HouseForm) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let saved = context::portal().save_house(&context::actor()?, version, &form).await;
    let told = Notice::done("The settings are saved. They hold from the next page on.");
    context::answer(saved, |()| Then::go(paths::GENERAL).telling(told), || Back::to(paths::GENERAL).with(&form)).await
}
