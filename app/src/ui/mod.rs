//! Pieces of interface that know nothing of FinSpace.
//!
//! They are plain components, rendered on the server only, and look right and work without JavaScript.
//! `style/README.md` lists them with the classes that islands may use.

mod alert;
mod badge;
mod button;
mod choice;
mod code_block;
mod copy_value;
mod details;
mod difference;
mod empty_state;
mod error_summary;
mod field;
mod filter_bar;
mod flashbar;
mod icon;
mod key_value;
mod numbers;
mod page_header;
mod pagination;
mod progress;
mod section;
mod shell;
mod steps;
mod table;
mod tabs;
#[cfg(test)]
mod tests;
mod text;
mod text_field;
mod time;
mod tone;

pub use alert::Alert;
pub use badge::Badge;
pub use button::{Blocked, Button, ButtonGroup, ButtonLook, ButtonShape, ButtonType, Opens};
pub use choice::{Checkbox, Choice, RadioCards, Select};
pub use code_block::CodeBlock;
pub use copy_value::CopyValue;
pub use details::{Details, DetailsState};
pub use difference::{Change, Difference};
pub use empty_state::EmptyState;
pub use error_summary::{FieldError, FieldErrorSummary};
pub use field::{Field, FieldGroup, Need, field_id};
pub use filter_bar::{Chip, Chips, FilterBar};
pub use flashbar::{Flash, Flashbar};
pub use icon::{Glyph, Icon};
pub use key_value::{Fact, FactWidth, KeyValue};
pub use numbers::{Number, Numbers};
pub use page_header::{Crumb, PageHeader};
pub use pagination::{PageLinks, PageSize, PageTurns, Pagination, grouped};
pub use progress::{Progress, Spinner};
pub use section::Section;
pub use shell::{AccountMenu, Bell, Footer, SkipLink, Theme, ThemeSwitch, TopBar};
pub use steps::{Step, StepState, StepWay, Steps};
pub use table::{Caption, Column, SortHeader, Sorted, Table, TableLayout};
pub use tabs::{Current, NavLink, Tabs};
pub use text::{MaybeText, Slot, Text, VisuallyHidden};
pub use text_field::{Access, Face, FileField, InputType, TextArea, TextField};
pub use time::Time;
pub use tone::Tone;
