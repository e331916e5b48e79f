//! Being written.

use domain::Error;
use leptos::prelude::*;

use crate::{error::ApiError, page::page};

pub fn edit() -> impl IntoView {
    page(|_| async { Err(ApiError(Error::NotFound("This page".into()))) })
}

pub fn edit_again() -> impl IntoView {
    page(|_| async { Err(ApiError(Error::NotFound("This page".into()))) })
}

pub fn edit_review() -> impl IntoView {
    page(|_| async { Err(ApiError(Error::NotFound("This page".into()))) })
}
