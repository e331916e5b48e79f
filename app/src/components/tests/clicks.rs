//! The clicks on a link, day by day.

use leptos::prelude::*;

use super::{html, now};
use crate::components::Clicks;

#[test]
fn each_day_has_its_row_the_newest_first_and_a_day_without_a_click_says_so() {
    let shown = html(|| view! { <Clicks clicks=vec![4, 0, 1] now=now()/> });
    let rows: Vec<&str> = shown.split("<tr>").skip(2).collect();
    let days = ["22 November 2026", "21 November 2026", "20 November 2026"];
    for ((row, day), count) in rows.iter().zip(days).zip(["1", "0", "4"]) {
        assert!(row.contains(&format!(">{day}</th>")) && row.contains(&format!(">{count}</td>")), "{day}: {row}");
    }
    assert_eq!(rows.len(), 3, "{shown}");
    assert!(rows[0].contains("width=\"25\"") && rows[2].contains("width=\"100\""), "{shown}");
    assert!(!rows[1].contains("<svg"), "nothing is as long as nothing: {shown}");
    let none = html(|| view! { <Clicks clicks=vec![0; 30] now=now()/> });
    assert_eq!((none.matches("<tr>").count(), none.contains("<svg")), (31, false), "{none}");
}
