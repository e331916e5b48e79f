//! A metadata document that is to take the place of another one: what becomes different, and all that it says.

use domain::{
    lifetime::date,
    saml::{Certificate, Endpoint, Metadata},
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::{MetadataFacts, ReadBack};
use crate::{
    api::changes::MetadataAsked,
    ui::{Alert, Button, ButtonLook, Change, Difference, Fact, FactWidth, Glyph, KeyValue, Section, Tone},
};

/// Documents come from strangers: of a list, and of a text, no more than this is written out.
const SHOWN: usize = 12;
const CHARACTERS: usize = 200;
const UNREADABLE: &str = "The document that is there cannot be read.";
/// Enough of a fingerprint to tell two certificates apart: eight bytes.
const MARK: usize = 23;

/// Whose document there is, and when its certificates end: whoever renews it compares that.
#[component]
pub fn KnownMetadata(metadata: ReadBack) -> impl IntoView {
    match metadata {
        Err(_) => view! { <p class="note">{UNREADABLE}</p> }.into_any(),
        Ok((metadata, _)) => view! {
            <KeyValue>
                <Fact label="Entity ID">{words(&[metadata.entity_id], Clone::clone)}</Fact>
                <Fact label="Certificates" width=FactWidth::Full>{words(&metadata.certificates, certificate)}</Fact>
            </KeyValue>
        }
        .into_any(),
    }
}

/// What those who decide need to know of the document that is asked for, on the day `now`.
#[component]
pub fn MetadataChange(
    metadata: MetadataAsked,
    /// Where the document itself is.
    file: String,
    now: Timestamp,
) -> impl IntoView {
    let MetadataAsked { before, after } = metadata;
    let compared = before.map(|before| compared(before, &after));
    let download =
        view! { <Button label="Download the document" look=ButtonLook::Link icon=Glyph::Download href=file/> };
    view! {
        <Section title="The metadata document that is asked for"
            description="This is what it says. An approval is of exactly this document." actions=download>
            {compared}
            <MetadataFacts metadata=after now/>
        </Section>
    }
}

/// Where both can be read.
fn compared(before: ReadBack, after: &ReadBack) -> AnyView {
    let (before, after) = match (before, after) {
        (Ok((before, _)), Ok((after, _))) => (before, after),
        (Err(_), _) => return view! { <p class="note">{UNREADABLE}</p> }.into_any(),
        (Ok(_), Err(_)) => return ().into_any(),
    };
    let is_other = (before.entity_id != after.entity_id).then(|| {
        view! {
            <Alert tone=Tone::Warning title="This is another identity provider">
                "Its entity ID is not that of the document that is there. Approve it only if people are to sign in somewhere else."
            </Alert>
        }
    });
    let changes = rows(&before, after);
    view! {
        {is_other}
        <Difference name="metadata" caption="What the document says otherwise" before="When it was asked for" changes/>
    }
    .into_any()
}

/// What matters most of two documents. Lists that differ beyond what is written out count as changed, too.
fn rows(before: &Metadata, after: &Metadata) -> Vec<Change> {
    let entity = |one: &Metadata| vec![one.entity_id.clone()];
    vec![
        row("Entity ID", &entity(before), &entity(after), Clone::clone),
        row("Sign-in addresses", &before.sign_in, &after.sign_in, address),
        row("Sign-out addresses", &before.sign_out, &after.sign_out, address),
        row("Certificates", &before.certificates, &after.certificates, certificate),
    ]
}

fn row<T: PartialEq>(label: &'static str, before: &[T], after: &[T], say: fn(&T) -> String) -> Change {
    if before == after {
        return Change::same(label, words(after, say));
    }
    Change::changed(label, words(before, say), words(after, say))
}

fn words<T>(all: &[T], say: fn(&T) -> String) -> String {
    let more = all.len().checked_sub(SHOWN + 1).map(|more| format!("and {} more", more + 1));
    let some = all.iter().take(SHOWN).map(|one| say(one).chars().take(CHARACTERS).collect());
    let words = some.chain(more).filter(|words: &String| !words.is_empty()).collect::<Vec<_>>().join("; ");
    if words.is_empty() { "None".into() } else { words }
}

fn address(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.binding.label(), endpoint.location)
}

fn certificate(one: &Certificate) -> String {
    let mark = one.fingerprint_sha256.get(..MARK).unwrap_or(&one.fingerprint_sha256);
    format!(
        "{} until {}, SHA-256 {mark}…",
        one.name.chars().take(CHARACTERS / 2).collect::<String>(),
        date(one.not_after)
    )
}

#[cfg(test)]
mod tests;
