//! The shapes of the API: what a caller may say, and what an environment looks like in an answer.

pub(crate) mod environment;
pub(crate) mod federation;
pub(crate) mod members;
pub(crate) mod superuser;
pub(crate) mod tags;
pub(crate) mod text;
pub(crate) mod violations;
