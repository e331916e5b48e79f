//! Forms that carry a file. Server only.

use domain::{Error, Field, Flaw, Problems};
use serde::{Deserialize, de::DeserializeOwned};
use server_fn::codec::MultipartData;

use crate::error::ApiError;

/// The name of the file input.
const FILE: &str = "file";

/// A form with its file.
pub struct Sent<T> {
    pub form: T,
    /// The metadata document, when a file was chosen; what is wrong with that file does not lose the rest of the form.
    pub document: Result<Option<String>, Problems>,
}

/// A form that has nothing but its file.
#[derive(Deserialize)]
pub struct OnlyAFile {}

/// Reads a form and the metadata document that may come with it.
pub async fn read<T: DeserializeOwned>(data: MultipartData) -> Result<Sent<T>, ApiError> {
    let unreadable = |what: &dyn std::fmt::Display| ApiError(Error::Unreadable(what.to_string()));
    let mut parts = data.into_inner().ok_or_else(|| unreadable(&"the form is empty"))?;
    let mut pairs = String::new();
    let mut document = Ok(None);
    while let Some(part) = parts.next_field().await.map_err(|cause| unreadable(&cause))? {
        let Some(name) = part.name().map(str::to_owned) else { continue };
        let bytes = part.bytes().await.map_err(|cause| unreadable(&cause))?;
        if name == FILE {
            if !bytes.is_empty() {
                document = text(&bytes).map(Some);
            }
            continue;
        }
        let value = String::from_utf8_lossy(&bytes);
        if !pairs.is_empty() {
            pairs.push('&');
        }
        pairs.push_str(&crate::paths::escaped(&name));
        pairs.push('=');
        pairs.push_str(&crate::paths::escaped(&value));
    }
    // The same reader as for forms without a file, so that the same names mean the same.
    let form = serde_qs::Config::new(5, false).deserialize_str(&pairs).map_err(|cause| unreadable(&cause))?;
    Ok(Sent { form, document })
}

/// The text of a metadata file; a mark of byte order is not part of it.
fn text(bytes: &[u8]) -> Result<String, Problems> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        let flaw = Flaw::new("This file is not text in UTF-8. Save it as UTF-8, or paste its text instead.");
        Problems(vec![flaw.at(Field::MetadataDocument)])
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

#[cfg(test)]
mod tests;
