//! What the portal is told when it starts: flags over environment over `portal.toml`, checked before anything opens.

mod audit;
mod command;
mod connections;
mod file;
mod keys;
mod layers;
mod limits;
mod local;
mod log;
mod mail;
mod reader;
mod reading;
mod storage;
mod token;
mod web;
mod wrong;

use std::ffi::OsString;

use domain::{factor::Required, tag::TagKey};

pub use audit::Verify;
pub use command::{Asked, NewPerson};
pub use connections::{Connection, Endpoint};
pub use limits::Limits;
pub use local::Local;
pub use log::{Log, LogFormat};
pub use mail::{Mail, Security};
pub use reading::Reading;
pub use storage::Storage;
pub use token::NewToken;
pub use web::{PublicUrl, Web};
pub use wrong::{Wrong, WrongSettings};

use crate::auth::PasswordCost;
use reader::Reader;

/// All settings, parsed and checked.
#[derive(Clone, Debug)]
pub struct Settings {
    pub web: Web,
    pub storage: Storage,
    pub connections: Vec<Connection>,
    /// Tag keys that every environment must have.
    pub required_tags: Vec<TagKey>,
    /// Who needs a second factor.
    pub second_factor: Required,
    pub reading: Reading,
    pub local: Local,
    pub limits: Limits,
    /// How mail is sent, if it is.
    pub mail: Option<Mail>,
    /// Whether webhooks may be in private networks, and without encryption.
    pub webhooks_private: bool,
    pub log: Log,
    /// How dear a password's hash is.
    pub passwords: PasswordCost,
}

impl Settings {
    /// Reads everything that the command line, the environment and the file say. The environment is a parameter, so
    /// that tests need not change the process's own.
    pub fn read(
        arguments: impl IntoIterator<Item = OsString>,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<(Self, Asked), Refused> {
        let matches = command::command().try_get_matches_from(arguments)?;
        let given = layers::merge(&matches, environment)?;
        let settings = Self::check(Reader::new(given))?;
        Ok((settings, Asked::from_matches(&matches)))
    }

    fn check(mut reader: Reader) -> Result<Self, WrongSettings> {
        let settings = Self {
            web: Web::read(&mut reader),
            storage: Storage::read(&mut reader),
            connections: connections::read(&mut reader),
            required_tags: connections::required_tags(&mut reader),
            second_factor: reader
                .read("require_second_factor", "Write nobody, admins_and_approvers or everybody", str::parse)
                .unwrap_or_default(),
            reading: Reading::read(&mut reader),
            local: Local::read(&mut reader),
            limits: Limits::read(&mut reader),
            mail: Mail::read(&mut reader),
            webhooks_private: reader
                .read("webhooks_private", "Write true or false", |text| {
                    text.trim().parse().map_err(|_| "it is neither true nor false".into())
                })
                .unwrap_or(false),
            log: Log::read(&mut reader),
            passwords: reader
                .read("password_cost", "Write calibrated or weakest", str::parse)
                .unwrap_or(PasswordCost::Calibrated),
        };
        reader.end()?;
        Ok(settings)
    }

    /// Whether a connection lives on the endpoint that the portal brings along.
    #[must_use]
    pub fn needs_local(&self) -> bool {
        self.connections.iter().any(|connection| connection.endpoint == Endpoint::Embedded)
    }
}

impl Default for Settings {
    /// What holds when nobody says anything.
    fn default() -> Self {
        Self::check(Reader::new(std::collections::BTreeMap::new())).unwrap_or_else(|wrong| unreachable!("{wrong}"))
    }
}

/// Why there are no settings to start with.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The command line makes no sense, or asks for help or the version: clap knows what to print.
    #[error(transparent)]
    Command(#[from] clap::Error),
    #[error(transparent)]
    Wrong(#[from] WrongSettings),
}
