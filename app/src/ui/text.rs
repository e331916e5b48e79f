//! What the pieces take as words and as content.

use leptos::oco::Oco;
use leptos::prelude::*;

/// Words on the page: a literal costs nothing, a `String` is moved.
pub type Text = Oco<'static, str>;

/// Words that may be missing: takes a literal, a `String`, or an `Option` of either.
#[derive(Clone, Debug, Default)]
pub struct MaybeText(pub Option<Text>);

impl MaybeText {
    pub fn is_some(&self) -> bool {
        self.0.is_some()
    }
}

impl From<&'static str> for MaybeText {
    fn from(words: &'static str) -> Self {
        Self(Some(words.into()))
    }
}

impl From<String> for MaybeText {
    fn from(words: String) -> Self {
        Self(Some(words.into()))
    }
}

impl From<Text> for MaybeText {
    fn from(words: Text) -> Self {
        Self(Some(words))
    }
}

impl<T: Into<Text>> From<Option<T>> for MaybeText {
    fn from(words: Option<T>) -> Self {
        Self(words.map(Into::into))
    }
}

/// A place for content, such as the actions of a header: takes any view, and is empty by default.
#[derive(Default)]
pub struct Slot(pub Option<AnyView>);

impl Slot {
    pub fn is_some(&self) -> bool {
        self.0.is_some()
    }

    /// Wraps the content in an element of this class, or renders nothing at all.
    pub(super) fn boxed(self, class: &'static str) -> impl IntoView {
        self.0.map(|content| view! { <div class=class>{content}</div> })
    }
}

impl<V: IntoView + 'static> From<V> for Slot {
    fn from(content: V) -> Self {
        Self(Some(content.into_any()))
    }
}

/// Words for screen readers only.
#[component]
pub fn VisuallyHidden(#[prop(into)] text: Text) -> impl IntoView {
    view! { <span class="visually-hidden">{text}</span> }
}
