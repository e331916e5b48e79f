//! A status as colour, icon and word.

use domain::environment::Status;
use leptos::prelude::*;

use crate::ui::{Badge, Tone};

/// The word of the API's status, as everywhere in the portal.
#[component]
pub fn StatusBadge(status: Status) -> impl IntoView {
    view! { <Badge tone=tone(&status) label=status.label().to_owned()/> }
}

/// How good the news are.
#[must_use]
pub fn tone(status: &Status) -> Tone {
    match status {
        Status::Created => Tone::Success,
        Status::FailedUpdatingNetwork | Status::Suspended => Tone::Warning,
        Status::Deleted | Status::Other(_) => Tone::Neutral,
        status if status.has_failed() => Tone::Danger,
        _ => Tone::Progress,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_by_itself_looks_like_it_and_nothing_else_does() {
        for status in Status::ALL {
            assert_eq!(tone(&status) == Tone::Progress, status.is_changing(), "{status:?}");
        }
        assert_eq!(tone(&Status::Other("RESTING".into())), Tone::Neutral);
    }
}
