//! Facts in columns: a name and what it is.

use leptos::prelude::*;

use super::text::Text;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FactWidth {
    #[default]
    Column,
    /// For long values: a description, a certificate.
    Full,
}

/// A list of `Fact`, in as many columns as fit.
#[component]
pub fn KeyValue(children: Children) -> impl IntoView {
    view! { <dl class="key-value">{children()}</dl> }
}

/// An empty value is for you to say in words, such as "None".
#[component]
pub fn Fact(#[prop(into)] label: Text, #[prop(optional)] width: FactWidth, children: Children) -> impl IntoView {
    let class = match width {
        FactWidth::Column => "fact",
        FactWidth::Full => "fact fact-full",
    };
    view! {
        <div class=class>
            <dt>{label}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
