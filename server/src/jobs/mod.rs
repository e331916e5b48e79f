//! What the server does without being asked by a request.

mod bell;
mod checking;
pub mod checkpoints;
mod delivering;
mod pace;
mod provisioning;
pub mod reading;
mod requests;
mod telling;

pub use bell::Bell;
pub use checking::Checking;
pub use checkpoints::{Checkpoints, Signing};
pub use delivering::Delivering;
pub use pace::Pace;
pub use provisioning::Provisioning;
pub use reading::{Readings, Wake, Watchers};
pub use requests::Tending;
pub use telling::Telling;
