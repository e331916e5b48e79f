//! Tables: a caption, scoped headers, sorting by links, and a region that scrolls on narrow screens.

use leptos::prelude::*;

use super::field::field_id;
use super::icon::{Glyph, Icon};
use super::text::Text;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Caption {
    /// A heading nearby says the same to the eye.
    #[default]
    Hidden,
    Shown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableLayout {
    /// Scrolls sideways in its own region.
    #[default]
    Scroll,
    /// Rows become cards below 40rem: each `<td>` then needs `data-label` with its column's name.
    Stack,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    #[default]
    Words,
    /// Numbers: at the end of the cell, digits of one width. Give the cells the class `number`.
    Number,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sorted {
    #[default]
    No,
    Ascending,
    Descending,
}

/// The children are a `<thead>` and a `<tbody>`. `name` is a word from which the id of the caption is derived.
#[component]
pub fn Table(
    name: &'static str,
    #[prop(into)] caption: Text,
    #[prop(optional)] caption_is: Caption,
    #[prop(optional)] layout: TableLayout,
    children: Children,
) -> impl IntoView {
    let id = Text::from(field_id(name).replace("field-", "table-"));
    let caption_class = match caption_is {
        Caption::Hidden => "visually-hidden",
        Caption::Shown => "caption",
    };
    let class = match layout {
        TableLayout::Scroll => "table",
        TableLayout::Stack => "table table-stack",
    };
    view! {
        <div class="table-region" role="region" tabindex="0" aria-labelledby=id>
            <table class=class>
                <caption class=caption_class id=id.clone()>{caption}</caption>
                {children()}
            </table>
        </div>
    }
}

/// A column's header that sorts by it; `href` leads to the same list in the other order.
#[component]
pub fn SortHeader(
    #[prop(into)] label: Text,
    #[prop(into)] href: Text,
    #[prop(optional)] sorted: Sorted,
    #[prop(optional)] column: Column,
) -> impl IntoView {
    let (aria, glyph) = match sorted {
        Sorted::No => (None, None),
        Sorted::Ascending => (Some("ascending"), Some(Glyph::Up)),
        Sorted::Descending => (Some("descending"), Some(Glyph::Down)),
    };
    let class = match column {
        Column::Words => None,
        Column::Number => Some("number"),
    };
    let icon = glyph.map(|glyph| view! { <Icon glyph/> });
    view! {
        <th scope="col" class=class aria-sort=aria>
            <a class="sort" href=href>{label}{icon}</a>
        </th>
    }
}
