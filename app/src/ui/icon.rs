//! A small set of icons, each a constant string of SVG in the colour of the text.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    Back,
    Bell,
    Check,
    Clock,
    Copy,
    Cross,
    Danger,
    Down,
    Download,
    Edit,
    External,
    Filter,
    First,
    Forward,
    Info,
    Key,
    Last,
    Link,
    Moon,
    Neutral,
    Person,
    Plus,
    Refresh,
    Screen,
    Search,
    Spinner,
    Star,
    StarFull,
    Success,
    Sun,
    Tag,
    Trash,
    Up,
    Upload,
    Warning,
}

/// An icon beside words that say the same: it is always hidden from screen readers.
#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    InertElement::new(glyph.svg())
}

macro_rules! svg {
    ($class:literal, $shapes:literal) => {
        concat!(
            r#"<svg class=""#,
            $class,
            r#"" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">"#,
            $shapes,
            "</svg>"
        )
    };
}

impl Glyph {
    /// The whole element; stroke and fill come from style/icon.css.
    pub const fn svg(self) -> &'static str {
        match self {
            Self::Back => svg!("icon icon-turns", r#"<path d="M10 3.5 5.5 8l4.5 4.5"/>"#),
            Self::Forward => svg!("icon icon-turns", r#"<path d="M6 3.5 10.5 8 6 12.5"/>"#),
            Self::First => svg!("icon icon-turns", r#"<path d="M12 3.5 7.5 8l4.5 4.5M4 3.5v9"/>"#),
            Self::Last => svg!("icon icon-turns", r#"<path d="M4 3.5 8.5 8 4 12.5M12 3.5v9"/>"#),
            Self::Up => svg!("icon", r#"<path d="M3.5 10 8 5.5l4.5 4.5"/>"#),
            Self::Down => svg!("icon", r#"<path d="M3.5 6 8 10.5 12.5 6"/>"#),
            Self::Check => svg!("icon", r#"<path d="m3 8.5 3.5 3.5L13 4.5"/>"#),
            Self::Cross => svg!("icon", r#"<path d="m4 4 8 8m0-8-8 8"/>"#),
            Self::Plus => svg!("icon", r#"<path d="M8 3v10M3 8h10"/>"#),
            Self::Clock => svg!("icon", r#"<circle cx="8" cy="8" r="6.25"/><path d="M8 4.5V8l2.5 1.5"/>"#),
            Self::Bell => {
                svg!(
                    "icon",
                    r#"<path d="M3 11.5h10c-1-1-1.25-2-1.25-4.25a3.75 3.75 0 0 0-7.5 0C4.25 9.5 4 10.5 3 11.5ZM6.75 13.75h2.5"/>"#
                )
            }
            Self::Copy => svg!(
                "icon",
                r#"<rect x="5.5" y="5.5" width="8" height="8.5" rx="1.5"/><path d="M10.5 5.5v-2A1.5 1.5 0 0 0 9 2H4a1.5 1.5 0 0 0-1.5 1.5V9A1.5 1.5 0 0 0 4 10.5h1.5"/>"#
            ),
            Self::Success => svg!("icon", r#"<circle cx="8" cy="8" r="6.25"/><path d="m5 8.25 2.25 2.25L11 6"/>"#),
            Self::Danger => {
                svg!("icon", r#"<circle cx="8" cy="8" r="6.25"/><path d="m5.75 5.75 4.5 4.5m0-4.5-4.5 4.5"/>"#)
            }
            Self::Neutral => svg!("icon", r#"<circle cx="8" cy="8" r="6.25"/><path d="M5.5 8h5"/>"#),
            Self::Info => svg!("icon", r#"<circle cx="8" cy="8" r="6.25"/><path d="M8 7.25v3.5M8 4.9v.1"/>"#),
            Self::Warning => svg!("icon", r#"<path d="M8 2.25 14.25 13.5H1.75ZM8 6.5v3.25M8 11.6v.1"/>"#),
            Self::Spinner => svg!("icon icon-spins", r#"<path d="M8 1.75A6.25 6.25 0 1 1 1.75 8"/>"#),
            Self::Star => {
                svg!("icon", r#"<path d="m8 1.9 1.9 3.9 4.2.6-3.05 3 .7 4.2L8 11.6l-3.75 2 .7-4.2-3.05-3 4.2-.6Z"/>"#)
            }
            Self::StarFull => {
                svg!(
                    "icon icon-full",
                    r#"<path d="m8 1.9 1.9 3.9 4.2.6-3.05 3 .7 4.2L8 11.6l-3.75 2 .7-4.2-3.05-3 4.2-.6Z"/>"#
                )
            }
            Self::Refresh => svg!("icon", r#"<path d="M13.5 8A5.5 5.5 0 1 1 11.6 3.85L13.5 5.5m0-3.5v3.5H10"/>"#),
            Self::Download => svg!("icon", r#"<path d="M8 2v8m-3.5-3L8 10.5 11.5 7M2.5 13.5h11"/>"#),
            Self::Upload => svg!("icon", r#"<path d="M8 10.5v-8M4.5 6 8 2.5 11.5 6M2.5 13.5h11"/>"#),
            Self::External => svg!(
                "icon icon-turns",
                r#"<path d="M9.5 2.5h4v4M13.5 2.5 7.5 8.5M6.5 3.5h-3A1 1 0 0 0 2.5 4.5v8a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-3"/>"#
            ),
            Self::Link => svg!(
                "icon",
                r#"<path d="M6.5 9.5 9.5 6.5M7 4.5 8.75 2.75a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.75 1.75a3.2 3.2 0 0 1-4.5-4.5L4.5 7"/>"#
            ),
            Self::Trash => {
                svg!("icon", r#"<path d="M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9M6.75 7.25v3.5M9.25 7.25v3.5"/>"#)
            }
            Self::Edit => svg!("icon", r#"<path d="m3 10.5 7.75-7.75 2.5 2.5L5.5 13l-3 .5ZM9 4.5 11.5 7"/>"#),
            Self::Search => svg!("icon", r#"<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.25 3.25"/>"#),
            Self::Filter => svg!("icon", r#"<path d="M2 4h12M4.5 8h7M6.5 12h3"/>"#),
            Self::Sun => svg!(
                "icon",
                r#"<circle cx="8" cy="8" r="3"/><path d="M8 1v1.25M8 13.75V15M1 8h1.25M13.75 8H15M3.05 3.05l.9.9m8.1 8.1.9.9m0-9.9-.9.9m-8.1 8.1-.9.9"/>"#
            ),
            Self::Moon => svg!("icon", r#"<path d="M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z"/>"#),
            Self::Screen => svg!(
                "icon",
                r#"<rect x="1.75" y="2.75" width="12.5" height="8.5" rx="1"/><path d="M5.5 14h5M8 11.25V14"/>"#
            ),
            Self::Key => {
                svg!("icon", r#"<circle cx="5" cy="11" r="2.75"/><path d="m7 9 6.5-6.5M11 5l2 2M9 7l1.25 1.25"/>"#)
            }
            Self::Tag => svg!("icon", r#"<path d="M2.5 7.5v-5h5l6.25 6.25-5 5ZM5.4 5.4v.1"/>"#),
            Self::Person => {
                svg!("icon", r#"<circle cx="8" cy="5.25" r="2.75"/><path d="M2.75 14a5.25 5.25 0 0 1 10.5 0"/>"#)
            }
        }
    }
}
