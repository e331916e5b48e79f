//! How often a permanent link was followed, by whomever: in all, and day by day.

use domain::{lifetime::date, link::CLICK_DAYS};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use crate::ui::{Details, Fact, KeyValue, Section, Table};

/// The clicks of the last days, the oldest first and today last.
#[component]
pub fn Clicks(clicks: Vec<i64>, now: Timestamp) -> impl IntoView {
    let (sum, most) = (clicks.iter().sum::<i64>(), clicks.iter().copied().max().unwrap_or_default());
    let today = clicks.last().copied().unwrap_or_default();
    let rows = (0..).zip(clicks.into_iter().rev()).map(move |(ago, count)| {
        let day = date(now - SignedDuration::from_hours(24 * ago));
        view! {
            <tr>
                <th scope="row" class="nowrap">{day}</th>
                <td class="number">{count}</td>
                <td class="share">{share(count, most)}</td>
            </tr>
        }
    });
    view! {
        <Section title="Clicks" id="clicks" description=format!("In the last {CLICK_DAYS} days. They are counted by day and not by person.")>
            <KeyValue>
                <Fact label="All">{sum}</Fact>
                <Fact label="Today">{today}</Fact>
                <Fact label="Most on one day">{most}</Fact>
            </KeyValue>
            <Details summary="Day by day">
                <Table name="clicks" caption="Clicks by day, newest first. Days are those of UTC.">
                    <thead>
                        <tr>
                            <th scope="col">"Day"</th>
                            <th scope="col" class="number">"Clicks"</th>
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </Table>
            </Details>
        </Section>
    }
}

/// A bar as long as the count, beside the most of all: for the eye alone, since the number says the same.
fn share(count: i64, most: i64) -> Option<AnyView> {
    let percent = (count * 100).checked_div(most).filter(|percent| *percent > 0)?;
    let bar = view! {
        <svg class="share-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect width=percent height="1"></rect>
        </svg>
    };
    Some(bar.into_any())
}
