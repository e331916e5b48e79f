//! Moving through a long list by links.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::text::{MaybeText, Text};

/// Where the links lead; a missing one is shown as not available.
#[derive(Clone, Debug, Default)]
pub struct PageLinks {
    pub first: MaybeText,
    pub previous: MaybeText,
    pub next: MaybeText,
    pub last: MaybeText,
}

/// A form that asks for another number of rows and keeps the rest of the address.
#[derive(Clone, Debug)]
pub struct PageSize {
    pub action: Text,
    pub name: Text,
    pub sizes: Vec<u32>,
    pub size: u32,
    /// The other parameters of the address, sent along.
    pub keep: Vec<(Text, Text)>,
}

/// Rows `from` to `to` (counted from one) of `of`; `noun` names them, such as "environments". Within a form, `button` names
/// the buttons that stand for the links, so that what is typed there goes along to the other page.
#[component]
pub fn Pagination(
    from: u64,
    to: u64,
    of: u64,
    noun: &'static str,
    links: PageLinks,
    #[prop(optional_no_strip)] button: Option<&'static str>,
    #[prop(optional_no_strip)] size: Option<PageSize>,
) -> impl IntoView {
    let range = if of == 0 {
        String::from("0 of 0")
    } else {
        format!("{}–{} of {}", grouped(from), grouped(to), grouped(of))
    };
    view! { <PageTurns range noun links button size/> }
}

/// The same where nobody counts the rows before a page: `range` says what is known.
#[component]
pub fn PageTurns(
    #[prop(into)] range: Text,
    noun: &'static str,
    links: PageLinks,
    #[prop(optional_no_strip)] button: Option<&'static str>,
    #[prop(optional_no_strip)] size: Option<PageSize>,
) -> impl IntoView {
    let label = format!("Pages of {noun}");
    let step = |label, glyph, rel, href| match button {
        Some(name) => turn(label, glyph, name, href).into_any(),
        None => step(label, glyph, rel, href).into_any(),
    };
    view! {
        <div class="pagination">
            {size.map(size_form)}
            <p class="range">{range}</p>
            <nav aria-label=label>
                {step("First page", Glyph::First, None, links.first)}
                {step("Previous page", Glyph::Back, Some("prev"), links.previous)}
                {step("Next page", Glyph::Forward, Some("next"), links.next)}
                {step("Last page", Glyph::Last, None, links.last)}
            </nav>
        </div>
    }
}

fn step(label: &'static str, glyph: Glyph, rel: Option<&'static str>, href: MaybeText) -> impl IntoView {
    let disabled = (!href.is_some()).then_some("true");
    let role = disabled.map(|_| "link");
    view! {
        <a class="button button-icon" role=role rel=rel href=href.0 aria-disabled=disabled aria-label=label>
            <Icon glyph/>
        </a>
    }
}

fn turn(label: &'static str, glyph: Glyph, name: &'static str, address: MaybeText) -> impl IntoView {
    let there = address.is_some();
    view! {
        <button class="button button-icon" type=(!there).then_some("button") name=there.then_some(name) value=address.0
            aria-disabled=(!there).then_some("true") aria-label=label>
            <Icon glyph/>
        </button>
    }
}

fn size_form(form: PageSize) -> impl IntoView {
    let keep: Vec<_> =
        form.keep.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect();
    let options: Vec<_> =
        form.sizes.iter().map(|&size| view! { <option selected=size == form.size>{size}</option> }).collect();
    view! {
        <form class="page-size" method="get" action=form.action>
            {keep}
            <label>"Rows" <select class="input" name=form.name autocomplete="off">{options}</select></label>
            <button class="button">"Show"</button>
        </form>
    }
}

/// A number with commas between its thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(
            [0, 12, 999, 1_000, 1_204, 1_234_567].map(grouped),
            ["0", "12", "999", "1,000", "1,204", "1,234,567"]
        );
    }
}
