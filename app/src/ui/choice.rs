//! Fields to choose from: a select, radio cards, a checkbox.

use leptos::prelude::*;

use super::field::{Frame, Need, below, field_id, hint};
use super::text::{MaybeText, Slot, Text};

/// One thing to choose.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: Text,
    pub label: Text,
    /// A sentence under the label; radio cards show it, a select does not.
    pub hint: MaybeText,
}

impl Choice {
    pub fn new(value: impl Into<Text>, label: impl Into<Text>) -> Self {
        Self { value: value.into(), label: label.into(), hint: MaybeText::default() }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<MaybeText>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// A drop-down. Without a `value` the first choice is selected.
#[component]
pub fn Select(
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    choices: Vec<Choice>,
    #[prop(optional, into)] value: MaybeText,
    #[prop(optional)] need: Need,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] id: MaybeText,
) -> impl IntoView {
    let id = id.0.map_or_else(|| field_id(&name), Text::into_owned);
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
    let chosen = value.0;
    let options: Vec<_> = choices
        .into_iter()
        .map(|choice| {
            let selected = chosen.as_ref() == Some(&choice.value);
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect();
    let control = view! {
        <select
            class="input"
            id=id
            name=name
            required=frame.required()
            autocomplete="off"
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
        >
            {options}
        </select>
    };
    frame.around(control)
}

/// A few choices that deserve a sentence each.
#[component]
pub fn RadioCards(
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    choices: Vec<Choice>,
    #[prop(optional, into)] value: MaybeText,
    #[prop(optional)] need: Need,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
) -> impl IntoView {
    let id = field_id(&name);
    let frame =
        Frame { id, name: name.clone(), label, need, hint, error, suggestion: MaybeText::default(), limit: None };
    let required = frame.required();
    let chosen = value.0;
    let cards: Vec<_> = choices
        .into_iter()
        .map(move |choice| {
            let checked = chosen.as_ref() == Some(&choice.value);
            let hint = choice.hint.0.map(|hint| view! { <span class="card-hint">{hint}</span> });
            view! {
                <label class="radio-card">
                    <input
                        type="radio"
                        name=name.clone()
                        value=choice.value
                        checked=checked
                        required=required
                        autocomplete="off"
                    />
                    <span class="card-text"><span class="card-label">{choice.label}</span>{hint}</span>
                </label>
            }
        })
        .collect();
    frame.around_group(Some("radiogroup"), view! { <div class="radio-cards">{cards}</div> })
}

/// One box to tick, sent as `value` (or "true") when it is. Content after the label may show what ticking opens.
#[component]
pub fn Checkbox(
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(default = Text::from("true"), into)] value: Text,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] id: MaybeText,
    #[prop(optional, into)] more: Slot,
) -> impl IntoView {
    let id = id.0.map_or_else(|| field_id(&name), Text::into_owned);
    let frame = Frame {
        id: id.clone(),
        name: name.clone(),
        label: label.clone(),
        need: Need::Optional,
        hint: hint.clone(),
        error: error.clone(),
        suggestion: MaybeText::default(),
        limit: None,
    };
    let described_by = frame.described_by();
    let invalid = frame.invalid();
    let hint = self::hint(&id, hint);
    let below = below(&id, &name, error, MaybeText::default(), None);
    let more = more.boxed("checkbox-more");
    view! {
        <div class="field checkbox">
            <input
                type="checkbox"
                id=id.clone()
                name=name
                value=value
                checked=checked
                autocomplete="off"
                aria-invalid=invalid
                aria-describedby=described_by
            />
            <div>
                <label for=id>{label}</label>
                {hint}
                {below}
                {more}
            </div>
        </div>
    }
}
