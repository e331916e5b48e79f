//! How long ago something was, in words, with the exact time behind it.

use jiff::Timestamp;
use leptos::prelude::*;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const MONTH: i64 = 30 * DAY;
const YEAR: i64 = 365 * DAY;

/// A moment as lists show it: `5 minutes ago`, the exact time on hover. While the page is open,
/// [`Live`](crate::islands::Live) keeps it true.
#[component]
pub fn Ago(at: Timestamp, now: Timestamp) -> impl IntoView {
    view! { <time data-ago datetime=datetime(at) title=exact(at)>{ago(at, now)}</time> }
}

/// A moment for records and for anything that expires: the exact words stand on the page.
#[component]
pub fn Exactly(at: Timestamp) -> impl IntoView {
    view! { <time datetime=datetime(at)>{exact(at)}</time> }
}

/// RFC 3339, to the second, in UTC.
#[must_use]
pub fn datetime(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}

/// The exact moment, as people write it: `2026-11-22 14:05:09 UTC`.
#[must_use]
pub fn exact(at: Timestamp) -> String {
    datetime(at).replace('T', " ").replace('Z', " UTC")
}

/// The distance to a moment in the past; one in the future, by a clock that differs, counts as now.
#[must_use]
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    ago_words(now.as_second() - at.as_second())
}

/// The same out of a number of seconds, for the browser.
#[must_use]
pub fn ago_words(seconds: i64) -> String {
    if seconds < 5 { "just now".into() } else { format!("{} ago", span(seconds)) }
}

/// A number of seconds in its largest unit: `3 minutes`.
#[must_use]
pub fn span(seconds: i64) -> String {
    let (count, unit) = match seconds {
        ..MINUTE => (seconds, "second"),
        MINUTE..HOUR => (seconds / MINUTE, "minute"),
        HOUR..DAY => (seconds / HOUR, "hour"),
        DAY..MONTH => (seconds / DAY, "day"),
        MONTH..YEAR => (seconds / MONTH, "month"),
        YEAR.. => (seconds / YEAR, "year"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_its_largest_unit() {
        let words = [0, 1, 59, 60, 119, 3_600, 86_399, 86_400, 2_592_000, 31_536_000, 63_072_000].map(span);
        let told = [
            "0 seconds",
            "1 second",
            "59 seconds",
            "1 minute",
            "1 minute",
            "1 hour",
            "23 hours",
            "1 day",
            "1 month",
            "1 year",
            "2 years",
        ];
        assert_eq!(words, told);
    }

    #[test]
    fn what_seems_to_be_in_the_future_is_just_now() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        assert_eq!(ago(at(1_000), at(990)), "just now");
        assert_eq!(ago(at(1_000), at(1_005)), "5 seconds ago");
    }

    #[test]
    fn an_exact_time_names_its_zone_and_has_no_fractions() {
        let at: Timestamp = "2026-11-22T14:03:05.678Z".parse().unwrap();
        assert_eq!((datetime(at).as_str(), exact(at).as_str()), ("2026-11-22T14:03:05Z", "2026-11-22 14:03:05 UTC"));
    }
}
