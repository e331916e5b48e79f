//! Fields for words and files: one line, many lines, a file.

use leptos::prelude::*;

use super::field::{Frame, Need, field_id};
use super::text::{MaybeText, Text};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputType {
    #[default]
    Text,
    Email,
    /// Digits that are no amount, such as a code.
    Digits,
    Number,
    Password,
    Search,
    Url,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    #[default]
    Words,
    /// For ids, ARNs and documents: every character tells, and no spelling is checked.
    Code,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    #[default]
    Editable,
    /// Shown and sent, but not to be changed: say why in the hint.
    ReadOnly,
}

impl InputType {
    const fn word(self) -> &'static str {
        match self {
            Self::Text | Self::Digits => "text",
            Self::Email => "email",
            Self::Number => "number",
            Self::Password => "password",
            Self::Search => "search",
            Self::Url => "url",
        }
    }

    /// Which keys a phone offers, where the type does not say it.
    const fn inputmode(self) -> Option<&'static str> {
        match self {
            Self::Digits => Some("numeric"),
            _ => None,
        }
    }
}

impl Face {
    const fn class(self) -> &'static str {
        match self {
            Self::Words => "input",
            Self::Code => "input input-code",
        }
    }

    const fn spellcheck(self) -> Option<&'static str> {
        match self {
            Self::Words => None,
            Self::Code => Some("false"),
        }
    }
}

/// One line. `limit` only announces a number of characters: nothing typed or pasted is ever cut.
#[component]
pub fn TextField(
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional, into)] value: MaybeText,
    #[prop(optional)] r#type: InputType,
    #[prop(optional)] face: Face,
    #[prop(optional)] access: Access,
    #[prop(optional)] need: Need,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    /// A legal value close to what was typed. Ticked, it arrives under the same name in `offer[…]` instead of `form[…]`.
    #[prop(optional, into)]
    suggestion: MaybeText,
    #[prop(optional)] limit: Option<u32>,
    #[prop(default = "off")] autocomplete: &'static str,
    /// The id of a `<datalist>`.
    #[prop(optional, into)]
    list: MaybeText,
    /// For a second field of the same name on one page.
    #[prop(optional, into)]
    id: MaybeText,
) -> impl IntoView {
    let id = id.0.map_or_else(|| field_id(&name), Text::into_owned);
    let frame = Frame { id: id.clone(), name: name.clone(), label, need, hint, error, suggestion, limit };
    let control = view! {
        <input
            class=face.class()
            id=id
            name=name
            type=r#type.word()
            inputmode=r#type.inputmode()
            value=value.0
            required=frame.required()
            readonly=access == Access::ReadOnly
            autocomplete=autocomplete
            spellcheck=face.spellcheck()
            list=list.0
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
        />
    };
    frame.around(control)
}

/// Many lines; grows with its content where the browser can.
#[component]
pub fn TextArea(
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional, into)] value: MaybeText,
    #[prop(default = 3)] rows: u32,
    #[prop(optional)] face: Face,
    #[prop(optional)] access: Access,
    #[prop(optional)] need: Need,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] suggestion: MaybeText,
    #[prop(optional)] limit: Option<u32>,
    #[prop(optional, into)] id: MaybeText,
) -> impl IntoView {
    let id = id.0.map_or_else(|| field_id(&name), Text::into_owned);
    let frame = Frame { id: id.clone(), name: name.clone(), label, need, hint, error, suggestion, limit };
    let value = value.0.map_or_else(String::new, |value| textarea_content(&value));
    let control = view! {
        <textarea
            class=face.class()
            id=id
            name=name
            rows=rows.to_string()
            required=frame.required()
            readonly=access == Access::ReadOnly
            autocomplete="off"
            spellcheck=face.spellcheck()
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
        >
            {value}
        </textarea>
    };
    frame.around(control)
}

/// A file; the form must be `enctype="multipart/form-data"`.
#[component]
pub fn FileField(
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional, into)] accept: MaybeText,
    #[prop(optional)] need: Need,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
) -> impl IntoView {
    let id = field_id(&name);
    let frame = Frame {
        id: id.clone(),
        name: name.clone(),
        label,
        need,
        hint,
        error,
        suggestion: MaybeText::default(),
        limit: None,
    };
    let control = view! {
        <input
            class="input input-file"
            id=id
            name=name
            type="file"
            accept=accept.0
            required=frame.required()
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
        />
    };
    frame.around(control)
}

/// Leptos renders the text of a `<textarea>` as it is: without this, `</textarea><script>` would leave the field.
///
/// The parser of HTML drops one line break at the start of a textarea; the one added here is for it.
fn textarea_content(value: &str) -> String {
    let mut content = String::with_capacity(value.len() + 1);
    content.push('\n');
    for c in value.chars() {
        match c {
            '&' => content.push_str("&amp;"),
            '<' => content.push_str("&lt;"),
            c => content.push(c),
        }
    }
    content
}
