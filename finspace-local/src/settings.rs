//! What an endpoint can be told when it starts.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::{Clock, SystemClock};

/// The settings of one endpoint. Start from [`Settings::default`] and change what you need.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen. Port 0 takes a free port; [`crate::Endpoint::address`] tells which.
    pub listen: SocketAddr,
    /// The folder that holds the database; made when absent. `None` keeps everything in memory, for tests.
    pub data_dir: Option<PathBuf>,
    /// The account that owns what unsigned callers, and credentials without an account of their own, create: 12 digits.
    pub account_id: String,
    /// The region of a request that is not signed; a signed one names its own.
    pub region: String,
    /// How many environments one account may have in one region, failed ones included.
    pub quota: u32,
    /// How long an environment takes from `CREATE_REQUESTED` to `CREATED`.
    pub create_time: Duration,
    /// How long an environment takes from `DELETE_REQUESTED` to `DELETED`.
    pub delete_time: Duration,
    /// How long a client may be silent: before or in the head of a request, and between two pieces of its body.
    pub patience: Duration,
    /// Who may call. Empty: everybody, and signatures are not looked at.
    pub credentials: Vec<Credential>,
    /// Whether names can provoke faults and `/_local/` answers.
    pub faults: bool,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

impl Default for Settings {
    /// In memory, on a free loopback port, account 123456789012, us-east-1, 50 environments, 5 s and 2 s, open to all.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            data_dir: None,
            account_id: "123456789012".to_owned(),
            region: "us-east-1".to_owned(),
            quota: 50,
            create_time: Duration::from_secs(5),
            delete_time: Duration::from_secs(2),
            patience: Duration::from_secs(30),
            credentials: Vec::new(),
            faults: false,
            clock: Arc::new(SystemClock),
        }
    }
}

impl Settings {
    /// Says in words what is wrong with these settings.
    pub(crate) fn check(&self) -> Result<(), String> {
        check_account(&self.account_id)?;
        if !is_region(&self.region) {
            return Err(format!(
                "the region {:?} is no region name: use lower-case letters, digits and hyphens, at most 63",
                self.region
            ));
        }
        for credential in &self.credentials {
            if let Some(account) = &credential.account_id {
                check_account(account)?;
            }
        }
        Ok(())
    }
}

/// Whether `text` can stand as the region of an ARN and as one label of a host name.
pub(crate) fn is_region(text: &str) -> bool {
    (1..=63).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn check_account(account: &str) -> Result<(), String> {
    if account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit()) {
        Ok(())
    } else {
        Err(format!("the account id {account:?} is not 12 digits: write one such as 123456789012"))
    }
}

/// An access key that may call, and the account it belongs to.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// The access key id, as it appears in signatures.
    pub access_key_id: String,
    /// The secret that signs.
    pub secret_access_key: String,
    /// The account of this key; `None` means [`Settings::account_id`].
    pub account_id: Option<String>,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("access_key_id", &self.access_key_id)
            .field("secret_access_key", &"<secret>")
            .field("account_id", &self.account_id)
            .finish()
    }
}

impl std::str::FromStr for Credential {
    type Err = String;

    /// Reads `ID:SECRET` or `ID:SECRET:ACCOUNT`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, ':');
        let mut part = || parts.next().filter(|part| !part.is_empty());
        let (Some(id), Some(secret)) = (part(), part()) else {
            return Err("a credential is written ID:SECRET or ID:SECRET:ACCOUNT".to_owned());
        };
        let account_id = part().map(str::to_owned);
        if let Some(account) = &account_id {
            check_account(account)?;
        }
        Ok(Self { access_key_id: id.to_owned(), secret_access_key: secret.to_owned(), account_id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_is_read_and_never_printed() {
        let credential: Credential = "AKID:s3cr3t/+=".parse().unwrap();
        assert_eq!(credential.secret_access_key, "s3cr3t/+=");
        assert_eq!(credential.account_id, None);
        assert!(!format!("{credential:?}").contains("s3cr3t"));
        let other: Credential = "AKID:s:210987654321".parse().unwrap();
        assert_eq!(other.account_id.as_deref(), Some("210987654321"));
    }

    #[test]
    fn a_half_credential_is_refused() {
        for text in ["", "AKID", "AKID:", ":secret", "AKID:secret:12"] {
            assert!(text.parse::<Credential>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_account_of_eleven_digits_is_refused() {
        let settings = Settings { account_id: "12345678901".to_owned(), ..Settings::default() };
        assert!(settings.check().unwrap_err().contains("12 digits"));
    }
}
