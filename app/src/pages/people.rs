//! Being written.

use domain::Error;
use leptos::prelude::*;

use crate::{error::ApiError, page::page};

pub fn sign_in() -> impl IntoView {
    page(|_| async { Err(ApiError(Error::NotFound("This page".into()))) })
}

pub fn set_up() -> impl IntoView {
    page(|_| async { Err(ApiError(Error::NotFound("This page".into()))) })
}

pub fn account() -> impl IntoView {
    page(|_| async { Err(ApiError(Error::NotFound("This page".into()))) })
}
