//! The few pieces that run in the browser. Every page works without them; they make it quicker and kinder.

mod copy;
mod live;
mod morph;
mod page;

pub use copy::CopyButtons;
pub use live::Live;
