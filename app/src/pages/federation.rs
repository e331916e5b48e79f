//! Being written.

use domain::Error;
use leptos::prelude::*;

use crate::{error::ApiError, page::page};

pub fn federation() -> impl IntoView {
    page(|_| async { Err(ApiError(Error::NotFound("This page".into()))) })
}
