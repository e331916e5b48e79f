//! Who comes in: passwords, sessions, the origin of requests, and the person that each request acts for.

pub mod actor;
pub mod factor;
pub mod origin;
pub mod passkeys;
pub mod passwords;
pub mod session;
pub mod single_sign_on;
pub mod strangers;

pub use passkeys::WebAuthn;
pub use passwords::{PasswordCost, Passwords};
