//! A FinSpace-compatible endpoint: the eight environment and tag operations, alive on your own machine.
//!
//! ```no_run
//! # async fn example() -> Result<(), finspace_local::StartError> {
//! use finspace_local::{Endpoint, Settings};
//!
//! let endpoint = Endpoint::start(Settings::default()).await?;
//! println!("AWS_ENDPOINT_URL_FINSPACE={}", endpoint.url());
//! endpoint.stop().await;
//! # Ok(())
//! # }
//! ```

mod authorization;
mod call;
mod caller;
mod clock;
mod connection;
mod control;
mod endpoint;
mod error;
mod fault;
mod finspace;
mod hex;
mod identity;
mod model;
mod operation;
mod page_token;
mod query;
mod route;
mod scope;
mod settings;
mod sign_in_page;
mod signature;
mod status;
mod store;

pub use clock::{Clock, ManualClock, SystemClock};
pub use endpoint::{Endpoint, StartError};
pub use settings::{Credential, Settings};
pub use store::StoreError;
