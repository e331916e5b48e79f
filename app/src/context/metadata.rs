//! Metadata documents, read back.

use domain::{
    draft::{Draft, Work},
    environment::Mode,
    saml::{self, Finding, Metadata, Unreadable},
};
use tokio::sync::Semaphore;

use super::portal;

/// At most so many documents are read at once: they come from strangers and can be large.
static READERS: Semaphore = Semaphore::const_new(2);

/// What a metadata document says, or why it cannot be read. Documents can have megabytes, so they are read apart from
/// the threads that serve requests.
pub async fn read_metadata(document: Option<String>) -> Option<Result<(Metadata, Vec<Finding>), Unreadable>> {
    let now = portal().now();
    let read = move |document: &str| {
        let metadata = saml::read(document)?;
        let findings = saml::findings(document, &metadata, now);
        Ok((metadata, findings))
    };
    let document = document?;
    let _place = READERS.acquire().await.ok()?;
    tokio::task::spawn_blocking(move || read(&document)).await.ok()
}

/// The metadata document that a wizard holds.
#[must_use]
pub fn draft_document(draft: &Draft) -> Option<String> {
    let Work::Create { form, .. } = &draft.work else { return None };
    let document = &form.federation.metadata_document;
    (form.mode == Mode::Federated && !document.is_empty()).then(|| document.clone())
}
