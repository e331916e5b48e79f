//! The few pieces that run in the browser. Every page works without them; they make it quicker and kinder.

mod copy;
mod dom;
mod live;
mod live_field;
mod live_form;
mod metadata_peek;
mod morph;
mod page;
mod rows;
mod sending;

pub use copy::CopyButtons;
pub use live::Live;
pub use live_form::LiveForm;
