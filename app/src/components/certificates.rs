//! The certificates of an identity provider, as tables compare them.

use domain::saml::Certificate;
use jiff::Timestamp;
use leptos::prelude::*;

use super::ago::span;
use crate::ui::{Badge, Caption, Table, TableLayout, Tone};

/// The certificates with their dates against the day `now`.
#[component]
pub fn Certificates(certificates: Vec<Certificate>, now: Timestamp) -> impl IntoView {
    if certificates.is_empty() {
        return view! { <p class="none">"No certificate can be read in this document."</p> }.into_any();
    }
    let rows = certificates.into_iter().map(move |certificate| {
        let (tone, word) = validity(certificate.not_before, certificate.not_after, now);
        let days = format!("{} to {}", day(certificate.not_before), until(certificate.not_after));
        let issuer = if certificate.issuer == certificate.subject { "itself".into() } else { certificate.issuer };
        view! {
            <tr>
                <th scope="row" class="wrap" data-label="Certificate"><span class="stack stack-tight">
                    <span>{certificate.name}</span><span class="note">"Issued by " {issuer}</span></span></th>
                <td data-label="Validity"><span class="stack stack-tight"><span class="nowrap">{days}</span><span><Badge tone label=word/></span></span></td>
                <td data-label="Used for">{certificate.purpose.label()}</td>
                <td data-label="Key"><span class="stack stack-tight">
                    <span class="nowrap">{certificate.key}</span><span class="note">"Signed with " {certificate.signature}</span></span></td>
                <td class="wrap" data-label="SHA-256 fingerprint"><code class="copy-value">{certificate.fingerprint_sha256}</code></td>
            </tr>
        }
    });
    view! {
        <Table name="certificates" caption="Certificates" caption_is=Caption::Shown layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"Certificate"</th>
                    <th scope="col">"Validity"</th>
                    <th scope="col">"Used for"</th>
                    <th scope="col">"Key"</th>
                    <th scope="col">"SHA-256 fingerprint"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
    }
    .into_any()
}

/// Thirty days are what a renewal wants.
fn validity(from: Timestamp, until: Timestamp, now: Timestamp) -> (Tone, String) {
    let left = until.as_second() - now.as_second();
    if left < 0 {
        (Tone::Danger, format!("Expired {} ago", span(-left)))
    } else if from > now {
        (Tone::Info, format!("Valid in {}", span(from.as_second() - now.as_second())))
    } else if left < 30 * 86_400 {
        (Tone::Warning, format!("Expires in {}", span(left)))
    } else {
        (Tone::Success, "Valid".into())
    }
}

/// The year 9999 stands for “never” (RFC 5280, 4.1.2.5).
fn until(at: Timestamp) -> String {
    let day = day(at);
    if day.starts_with("9999-12-3") { "no end".into() } else { day }
}

fn day(at: Timestamp) -> String {
    at.to_string().chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_warns_for_its_last_thirty_days() {
        let at = |days: i64| Timestamp::from_second(days * 86_400).unwrap();
        let told = |from, until| validity(at(from), at(until), at(100));
        assert_eq!(told(0, 99), (Tone::Danger, "Expired 1 day ago".into()));
        assert_eq!(told(0, 105), (Tone::Warning, "Expires in 5 days".into()));
        assert_eq!(told(0, 131), (Tone::Success, "Valid".into()));
        assert_eq!(told(103, 200), (Tone::Info, "Valid in 3 days".into()));
    }

    #[test]
    fn the_end_of_time_is_no_end() {
        assert_eq!(until(Timestamp::MAX), "no end");
        assert_eq!(until(Timestamp::UNIX_EPOCH), "1970-01-01");
    }
}
