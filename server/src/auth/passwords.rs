//! Passwords: argon2id, as dear as the machine can bear, never more at once than it has cores.

use std::{num::NonZero, str::FromStr, sync::Arc, time::Instant};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{Error as HashError, PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use async_trait::async_trait;
use domain::{
    person::NO_PASSWORD,
    ports::{self, StoreError},
};
use tokio::sync::Semaphore;

/// How dear a hash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordCost {
    /// At least 19 MiB and two passes, more where the machine is quick.
    Calibrated,
    /// The weakest that ever guards an account, for machines with little to spare.
    Weakest,
    /// As cheap as can be: only ever for tests, so nobody can set it.
    Least,
}

impl FromStr for PasswordCost {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "calibrated" => Ok(Self::Calibrated),
            "weakest" => Ok(Self::Weakest),
            other => Err(format!("“{other}” is neither")),
        }
    }
}

/// KiB of memory of the weakest hash that is made.
const MEMORY_LEAST: u32 = 19 * 1024;
/// KiB of memory of the strongest: with one hash per core it fits any machine.
const MEMORY_MOST: u32 = 64 * 1024;
const PASSES_LEAST: u32 = 2;
const PASSES_MOST: u32 = 8;
/// What a hash should take: people do not notice, guessers do.
const WANTED_MILLISECONDS: u128 = 250;

/// [`ports::Passwords`] on argon2id.
pub struct Passwords {
    argon: Argon2<'static>,
    /// Compared with when there is nobody, so that unknown people take the same time as known ones.
    nobody: Arc<str>,
    at_once: Arc<Semaphore>,
}

impl Passwords {
    /// Measures the machine, unless told to be cheap. Blocks for the weakest hash.
    pub fn new(cost: PasswordCost) -> Result<Self, HashError> {
        let params = match cost {
            PasswordCost::Least => Params::new(Params::MIN_M_COST, 1, 1, None)?,
            PasswordCost::Weakest => Params::new(MEMORY_LEAST, PASSES_LEAST, 1, None)?,
            PasswordCost::Calibrated => calibrated()?,
        };
        let nobody = of_nobody(&params).into();
        let argon = argon(params);
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        Ok(Self { argon, nobody, at_once: Arc::new(Semaphore::new(cores)) })
    }

    /// Runs a hash where it holds nobody up, when its turn comes.
    async fn work<T: Send + 'static>(
        &self,
        hash: impl FnOnce() -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let failed = |cause: &dyn std::fmt::Display| StoreError::Other(format!("hashing a password: {cause}"));
        // The turn is given back by the work itself: it goes on when the person who waits for it has left.
        let turn = Arc::clone(&self.at_once).acquire_owned().await.map_err(|cause| failed(&cause))?;
        let work = move || {
            let result = hash();
            drop(turn);
            result
        };
        tokio::task::spawn_blocking(work).await.map_err(|cause| failed(&cause))?.map_err(|cause| failed(&cause))
    }
}

#[async_trait]
impl ports::Passwords for Passwords {
    async fn hash(&self, password: &str) -> Result<String, StoreError> {
        let (argon, password) = (self.argon.clone(), password.to_owned());
        self.work(move || Ok(argon.hash_password(password.as_bytes())?.to_string())).await
    }

    async fn matches(&self, password: &str, hash: Option<&str>) -> Result<bool, StoreError> {
        let hash = hash.filter(|hash| *hash != NO_PASSWORD);
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.nobody).to_owned();
        let (argon, password) = (self.argon.clone(), password.to_owned());
        let same = self.work(move || match argon.verify_password(password.as_bytes(), &PasswordHash::new(&hash)?) {
            Ok(()) => Ok(true),
            Err(HashError::PasswordInvalid) => Ok(false),
            Err(cause) => Err(cause),
        });
        Ok(same.await? && known)
    }
}

fn argon(params: Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// What a hash of this cost looks like. It is of no password, and nothing was computed for it: a start need not wait for a whole hash.
fn of_nobody(params: &Params) -> String {
    let (salt, hash) = ("A".repeat(22), "A".repeat(43));
    format!("$argon2id$v=19$m={},t={},p={}${salt}${hash}", params.m_cost(), params.t_cost(), params.p_cost())
}

/// First more memory, then more passes, until a hash takes about as long as wanted.
fn calibrated() -> Result<Params, HashError> {
    let least = Params::new(MEMORY_LEAST, PASSES_LEAST, 1, None)?;
    let began = Instant::now();
    argon(least).hash_password(b"how quick is this machine")?;
    let (memory, passes) = cost(began.elapsed().as_millis());
    Ok(Params::new(memory, passes, 1, None)?)
}

/// KiB and passes, given how many milliseconds the weakest hash took.
fn cost(took: u128) -> (u32, u32) {
    let affordable = u128::from(MEMORY_LEAST * PASSES_LEAST) * WANTED_MILLISECONDS / took.max(1);
    let clamp = |value: u128, least: u32, most: u32| u32::try_from(value).unwrap_or(most).clamp(least, most);
    let memory = clamp(affordable / u128::from(PASSES_LEAST), MEMORY_LEAST, MEMORY_MOST);
    (memory, clamp(affordable / u128::from(memory), PASSES_LEAST, PASSES_MOST))
}

#[cfg(test)]
mod tests {
    use domain::ports::Passwords as _;

    use super::*;

    #[test]
    fn no_machine_gets_less_than_the_least_or_more_than_the_most() {
        assert_eq!(cost(100_000), (MEMORY_LEAST, PASSES_LEAST));
        assert_eq!(cost(0), (MEMORY_MOST, PASSES_MOST));
        assert_eq!(cost(125), (2 * MEMORY_LEAST, PASSES_LEAST));
    }

    #[tokio::test]
    async fn only_the_password_itself_matches() {
        let passwords = Passwords::new(PasswordCost::Least).unwrap();
        let hash = passwords.hash("green lamp over seven rivers").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
        assert!(passwords.matches("green lamp over seven rivers", Some(&hash)).await.unwrap());
        assert!(!passwords.matches("green lamp over seven river", Some(&hash)).await.unwrap());
        assert!(passwords.matches("anything", Some("not a hash")).await.is_err());
    }

    #[tokio::test]
    async fn nobody_has_a_password() {
        let passwords = Passwords::new(PasswordCost::Least).unwrap();
        assert!(!passwords.matches("nobody has this password", None).await.unwrap());
        assert!(!passwords.matches("nobody has this password", Some(NO_PASSWORD)).await.unwrap());
        assert!(!passwords.matches("", Some(NO_PASSWORD)).await.unwrap());
    }

    #[tokio::test]
    async fn what_stands_in_for_a_hash_costs_as_much_as_one() {
        let passwords = Passwords::new(PasswordCost::Least).unwrap();
        let hash = passwords.hash("x").await.unwrap();
        let cost = |hash: &str| {
            let whole = PasswordHash::new(hash).unwrap();
            (whole.algorithm.to_string(), whole.params.to_string(), hash.len())
        };
        assert_eq!(cost(&passwords.nobody), cost(&hash));
    }

    #[test]
    fn nobody_can_ask_for_less_than_the_weakest() {
        assert_eq!("calibrated".parse(), Ok(PasswordCost::Calibrated));
        assert_eq!(" weakest ".parse(), Ok(PasswordCost::Weakest));
        for wrong in ["", "least", "Weakest"] {
            assert!(wrong.parse::<PasswordCost>().is_err(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn the_same_password_is_never_stored_the_same() {
        let passwords = Passwords::new(PasswordCost::Least).unwrap();
        assert_ne!(passwords.hash("x").await.unwrap(), passwords.hash("x").await.unwrap());
    }
}
