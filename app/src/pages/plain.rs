//! Pages that load nothing.

use domain::Error;
use leptos::prelude::*;

use crate::{error::ApiError, page::page};

/// Where a browser lands whose form made no sense.
pub fn unreadable() -> impl IntoView {
    page(|_| async { Err(ApiError(Error::Unreadable("the form".into()))) })
}

/// Any other path.
pub fn missing() -> impl IntoView {
    page(|_| async { Err(ApiError(Error::NotFound("This page".into()))) })
}
