//! The links between the pages of something long.

use domain::portal::Paged;
use leptos::prelude::*;

use crate::ui::{MaybeText, PageLinks, Pagination};

/// Nothing where there is one page; `address` is that of a page by its number.
pub fn pages<T>(paged: &Paged<T>, noun: &'static str, address: impl Fn(usize) -> String) -> Option<AnyView> {
    let Paged { rows, matching, number, pages, .. } = paged;
    let (matching, number, pages) = (*matching, *number, *pages);
    if pages < 2 {
        return None;
    }
    let link = |there: bool, number: usize| MaybeText::from(there.then(|| address(number)));
    let links = PageLinks {
        first: link(number > 1, 1),
        previous: link(number > 1, number - 1),
        next: link(number < pages, number + 1),
        last: link(number < pages, pages),
    };
    let from = paged.first();
    let to = from + rows.len() - 1;
    Some(view! { <Pagination from=from as u64 to=to as u64 of=matching as u64 noun links/> }.into_any())
}
