//! The form that has the browser ask for a passkey, and the script that does it.
//!
//! The script is a part of the page and no island: what it does only a browser can do, and it needs nothing of ours.

use domain::Field;
use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    api::passkeys::Place,
    ui::{Alert, Button, ButtonLook, MaybeText, Text, Tone, field_id},
};

/// What the form does in the browser.
const SCRIPT: &str = include_str!("passkey_form.js");

/// One button. What the authenticator says is sent to the action, with where to go afterwards. One of these stands on a
/// page.
#[component]
pub fn PasskeyForm(
    action: &'static str,
    #[prop(into)] label: Text,
    /// What the browser's own function takes, as JSON.
    options: String,
    #[prop(optional)] next: Option<String>,
    #[prop(optional, into)] error: MaybeText,
) -> impl IntoView {
    let name = Field::Passkey.input();
    let id = field_id(&name);
    let nonce = use_nonce().map(|nonce| nonce.to_string());
    let next = next.map(|next| view! { <input type="hidden" name="next" value=next/> });
    view! {
        <form class="form" method="post" action=action id=id data-passkey=options tabindex="-1">
            {next}
            <input type="hidden" name=name data-answer/>
            <div class="needs-script"><Button label look=ButtonLook::Primary/></div>
            <noscript>
                <p class="note">"Passkeys need JavaScript, which is off in this browser. Codes work without it."</p>
            </noscript>
            <p class="field-error" data-said aria-live="polite">{error.0}</p>
        </form>
        <script type="module" nonce=nonce inner_html=SCRIPT></script>
    }
}

/// Why there are no passkeys in this browser, and what to do; nothing where there are.
#[component]
pub fn PasskeyPlace(place: Place, #[prop(into)] path: Text) -> impl IntoView {
    match place {
        Place::Here => None,
        Place::Elsewhere { address } => {
            let there = format!("{address}{path}");
            Some(
                view! {
                    <Alert tone=Tone::Info title="Passkeys work at another address">
                        <p>"Browsers have passkeys for names and not for numbers. Open the portal as " <a href=there>{address}</a> ", and sign in there."</p>
                    </Alert>
                }
                .into_any(),
            )
        }
        Place::Nowhere { address } => Some(
            view! {
                <Alert tone=Tone::Info title="Passkeys do not work at this portal's address">
                    <p>"Browsers have passkeys for names alone, and only over https or as localhost; this portal is at " <code>{address}</code>
                    ". Whoever runs it gives it such an address with " <code>"--public-url"</code> ". Until then an authenticator app does."</p>
                </Alert>
            }
            .into_any(),
        ),
    }
}
