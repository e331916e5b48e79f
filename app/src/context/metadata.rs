//! Metadata documents, read back.

use domain::{
    Error, Problems,
    draft::{Draft, Work},
    environment::{EnvironmentForm, Mode},
    request::Asked,
    saml,
};
use jiff::Timestamp;
use tokio::sync::Semaphore;

use super::portal;
use crate::{api::changes::MetadataAsked, components::ReadBack};

/// At most so many documents are read at once: they come from strangers and can be large.
static READERS: Semaphore = Semaphore::const_new(2);

/// What a metadata document says, or why it cannot be read. Documents can have megabytes, so they are read apart from
/// the threads that serve requests.
pub async fn read_metadata(document: Option<String>) -> Option<ReadBack> {
    read_metadata_on(document, portal().now()).await
}

/// The same on a day, for those who have no context of a page.
pub async fn read_metadata_on(document: Option<String>, now: Timestamp) -> Option<ReadBack> {
    let read = move |document: &str| {
        let metadata = saml::read(document)?;
        let findings = saml::findings(document, &metadata, now);
        Ok((metadata, findings))
    };
    let document = document?;
    let _place = READERS.acquire().await.ok()?;
    tokio::task::spawn_blocking(move || read(&document)).await.ok()
}

/// Puts the file that came with a form into it. What is wrong with a file is answered with, so that the rest of the form is
/// kept.
pub fn take_document(file: Result<Option<String>, Problems>, form: &mut EnvironmentForm) -> Option<Error> {
    match file {
        Ok(Some(document)) => {
            form.federation.metadata_document = document;
            None
        }
        Ok(None) => None,
        Err(problems) => Some(Error::Invalid(problems)),
    }
}

/// What the metadata document says that a request asks for, beside the one that was there.
pub async fn metadata_asked(asked: &Asked) -> Option<MetadataAsked> {
    let wanted = asked.about.as_ref()?.wanted.as_ref()?;
    let after = read_metadata(Some(wanted.document()?.to_owned())).await?;
    let before = read_metadata(wanted.base.federation.metadata_document.clone()).await;
    Some(MetadataAsked { before, after })
}

/// The metadata document that a request asks for, be it of a change or of a new environment.
#[must_use]
pub fn asked_document(asked: &Asked) -> Option<String> {
    let planned = asked.plan.as_ref().and_then(|plan| plan.federation.metadata_document.as_deref());
    let wanted = asked.about.as_ref().and_then(|about| about.wanted.as_ref()?.document());
    planned.or(wanted).map(str::to_owned)
}

/// The metadata document that a wizard holds.
#[must_use]
pub fn draft_document(draft: &Draft) -> Option<String> {
    let Work::Create { form, .. } = &draft.work else { return None };
    let document = &form.federation.metadata_document;
    (form.mode == Mode::Federated && !document.is_empty()).then(|| document.clone())
}
