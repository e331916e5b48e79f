//! The frame around every control: label, hint, error, suggestion, count, and the ids that tie them together.

use leptos::prelude::*;

use super::text::{MaybeText, Text};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    #[default]
    Required,
    Optional,
    /// Neither marked nor demanded: for rows, of which empty ones do not count.
    Unmarked,
}

/// The id of the control of that name: letters and digits stay, anything else becomes a dash.
pub fn field_id(name: &str) -> String {
    let mut id = String::with_capacity(name.len() + 6);
    id.push_str("field-");
    id.extend(name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }));
    id
}

/// What every kind of field says besides its control.
pub(super) struct Frame {
    pub id: String,
    pub name: Text,
    pub label: Text,
    pub need: Need,
    pub hint: MaybeText,
    pub error: MaybeText,
    pub suggestion: MaybeText,
    pub limit: Option<u32>,
}

impl Frame {
    /// The value of `aria-describedby`: only the parts that are there, the error first.
    pub fn described_by(&self) -> Option<String> {
        let parts =
            [(self.error.is_some(), "-error"), (self.hint.is_some(), "-hint"), (self.limit.is_some(), "-count")];
        let mut ids = String::new();
        for (_, part) in parts.iter().filter(|(there, _)| *there) {
            if !ids.is_empty() {
                ids.push(' ');
            }
            ids.push_str(&self.id);
            ids.push_str(part);
        }
        (!ids.is_empty()).then_some(ids)
    }

    pub fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    pub fn required(&self) -> bool {
        self.need == Need::Required
    }

    /// A label above one control. Its type ends here: a page of fields would be more than the compiler bears.
    pub fn around(self, control: impl IntoView + 'static) -> AnyView {
        let need = optional_mark(self.need);
        let hint = hint(&self.id, self.hint);
        let below = below(&self.id, &self.name, self.error, self.suggestion, self.limit);
        view! {
            <div class="field">
                <label class="field-label" for=self.id>{self.label}{need}</label>
                {hint}
                {control}
                {below}
            </div>
        }
        .into_any()
    }

    /// A legend above several controls.
    pub fn around_group(self, role: Option<&'static str>, controls: impl IntoView + 'static) -> AnyView {
        let described_by = self.described_by();
        let invalid = role.and(self.invalid());
        let need = optional_mark(self.need);
        let hint = hint(&self.id, self.hint);
        let below = below(&self.id, &self.name, self.error, self.suggestion, self.limit);
        view! {
            <fieldset class="field" id=self.id role=role tabindex="-1" aria-describedby=described_by aria-invalid=invalid>
                <legend class="field-label">{self.label}{need}</legend>
                {hint}
                {controls}
                {below}
            </fieldset>
        }
        .into_any()
    }
}

fn optional_mark(need: Need) -> Option<impl IntoView> {
    // The space keeps the two words apart for whoever hears them.
    (need == Need::Optional).then(|| view! { " "<span class="field-optional">"optional"</span> })
}

pub(super) fn hint(id: &str, hint: MaybeText) -> Option<impl IntoView + use<>> {
    let id = format!("{id}-hint");
    hint.0.map(|hint| view! { <p class="field-hint" id=id>{hint}</p> })
}

/// The error stands in the page even when empty, so that an island can fill it and screen readers hear of it.
pub(super) fn below(
    id: &str,
    name: &Text,
    error: MaybeText,
    suggestion: MaybeText,
    limit: Option<u32>,
) -> impl IntoView + use<> {
    let suggestion = suggestion.0.map(|value| {
        // The server takes what was ticked as `offer[…]`, beside the form itself.
        let name = name.replacen("form[", "offer[", 1);
        view! {
            <label class="suggestion">
                <input type="checkbox" name=name value=value.clone() autocomplete="off"/>
                <span>"Use " <b>{value}</b></span>
            </label>
        }
    });
    let error_id = format!("{id}-error");
    let count_id = format!("{id}-count");
    let limit = limit.map(|limit| {
        let words = format!("Up to {} characters", super::pagination::grouped(u64::from(limit)));
        view! { <p class="field-count" id=count_id data-limit=limit.to_string()>{words}</p> }
    });
    view! {
        <p class="field-error" id=error_id aria-live="polite">{error.0}</p>
        {suggestion}
        {limit}
    }
}

/// A frame around a control of your own, which takes `id=field_id(name)` and `aria-describedby="{id}-error {id}-hint"`.
#[component]
pub fn Field(
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional)] need: Need,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] suggestion: MaybeText,
    #[prop(optional)] limit: Option<u32>,
    children: Children,
) -> impl IntoView {
    let id = field_id(&name);
    Frame { id, name, label, need, hint, error, suggestion, limit }.around(children())
}

/// Several controls under one legend, such as the three fields of a superuser.
#[component]
pub fn FieldGroup(
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional)] need: Need,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    children: Children,
) -> impl IntoView {
    let id = field_id(&name);
    let frame = Frame { id, name, label, need, hint, error, suggestion: MaybeText::default(), limit: None };
    frame.around_group(None, children())
}
