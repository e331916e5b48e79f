//! How long ago something was, in words, with the exact time behind it.

use jiff::Timestamp;
use leptos::prelude::*;

use crate::ui::Time;

/// A moment as lists show it: `5 minutes ago`, the exact time on hover.
#[component]
pub fn Ago(at: Timestamp, now: Timestamp) -> impl IntoView {
    view! { <Time at=at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string() exact=exact(at) text=ago(at, now)/> }
}

/// The exact moment, as people write it: `2026-11-22 14:05:09 UTC`.
#[must_use]
pub fn exact(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// The distance to a moment in the past; one in the future, by a clock that differs, counts as now.
#[must_use]
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(at).as_secs().max(0);
    let (n, unit) = match seconds {
        0..5 => return "just now".into(),
        5..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        86_400..2_592_000 => (seconds / 86_400, "day"),
        2_592_000..31_536_000 => (seconds / 2_592_000, "month"),
        _ => (seconds / 31_536_000, "year"),
    };
    format!("{n} {unit}{} ago", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_is_in_the_largest_unit_that_fits() {
        let now = Timestamp::from_second(100_000_000).unwrap();
        let at = |seconds| ago(now - jiff::SignedDuration::from_secs(seconds), now);
        assert_eq!(at(-30), "just now");
        assert_eq!(at(59), "59 seconds ago");
        assert_eq!(at(60), "1 minute ago");
        assert_eq!(at(7200), "2 hours ago");
        assert_eq!(at(400 * 86_400), "1 year ago");
    }
}
