//! The key that signs the log: made once, in the data folder, for its owner alone.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use domain::audit::{Checkpoint, Signed};

use crate::{key_file, settings::Storage};

/// Where the key lies in the data folder: PKCS #8 in DER, as `openssl pkey -inform DER` reads it.
pub(crate) const FILE: &str = "audit-key.der";

/// The key of this portal.
pub struct Seal {
    pair: Ed25519KeyPair,
    public: [u8; 32],
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error(
        "the key that signs the audit log, {}, cannot be made or read: {cause}. Let the portal's user read and write there",
        file.display()
    )]
    File { file: PathBuf, cause: io::Error },
    #[error(
        "{} does not hold the key that signs the audit log. Restore it from a backup, or move it away: the portal makes \
         another one, and portal audit verify then needs --key with the public key of before",
        file.display()
    )]
    Damaged { file: PathBuf },
    #[error("no key could be made: {0}")]
    Making(String),
}

impl Seal {
    /// The key in the data folder, made when it is absent. A portal that forgets everything has one for itself.
    pub fn open(storage: &Storage) -> Result<Self, SealError> {
        if storage.is_in_memory() {
            return Ed25519KeyPair::generate().map(Self::of).map_err(|cause| SealError::Making(cause.to_string()));
        }
        let file = storage.data.join(FILE);
        match key_file::open(&file, made) {
            Ok(bytes) => Self::of_bytes(&file, &bytes),
            Err(cause) => Err(SealError::File { file, cause }),
        }
    }

    /// The key in the data folder, if there is one.
    pub fn find(storage: &Storage) -> Result<Option<Self>, SealError> {
        let file = storage.data.join(FILE);
        let there = file.try_exists().map_err(|cause| SealError::File { file: file.clone(), cause })?;
        there.then(|| Self::read(&file)).transpose()
    }

    fn read(file: &Path) -> Result<Self, SealError> {
        let bytes = fs::read(file).map_err(|cause| SealError::File { file: file.to_owned(), cause })?;
        Self::of_bytes(file, &bytes)
    }

    fn of_bytes(file: &Path, bytes: &[u8]) -> Result<Self, SealError> {
        let pair = Ed25519KeyPair::from_pkcs8(bytes).map_err(|_| SealError::Damaged { file: file.to_owned() })?;
        Ok(Self::of(pair))
    }

    fn of(pair: Ed25519KeyPair) -> Self {
        let mut public = [0; 32];
        public.copy_from_slice(pair.public_key().as_ref());
        Self { pair, public }
    }

    /// What others know the portal by.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        self.public
    }

    #[must_use]
    pub fn sign(&self, checkpoint: Checkpoint) -> Signed {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.pair.sign(&checkpoint.message()).as_ref());
        Signed { checkpoint, key: self.public, signature }
    }
}

/// Whether a checkpoint was signed with the key that it names.
#[must_use]
pub fn holds(signed: &Signed) -> bool {
    UnparsedPublicKey::new(&ED25519, signed.key).verify(&signed.checkpoint.message(), &signed.signature).is_ok()
}

fn made() -> io::Result<Vec<u8>> {
    let key = Ed25519KeyPair::generate().and_then(|pair| pair.to_pkcs8().map(|key| key.as_ref().to_vec()));
    key.map_err(|cause| io::Error::other(cause.to_string()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use domain::audit::chain::Hash;

    use super::*;

    fn storage(data: &Path) -> Storage {
        Storage { data: data.to_owned(), database_url: None }
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint { position: 3, hash: Hash([7; 32]), at: 1 }
    }

    #[test]
    fn the_key_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("new/data");
        assert!(Seal::find(&storage(&data)).unwrap().is_none());
        let first = Seal::open(&storage(&data)).unwrap();
        let again = Seal::open(&storage(&data)).unwrap();
        assert_eq!(first.public(), again.public());
        assert_eq!(Seal::find(&storage(&data)).unwrap().unwrap().public(), first.public());
        let mode = fs::metadata(data.join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(&data).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_was_signed_holds_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let seal = Seal::open(&storage(folder.path())).unwrap();
        let signed = seal.sign(checkpoint());
        assert!(holds(&signed));
        assert!(holds(&signed.to_string().parse().unwrap()));
        let other = Checkpoint { position: 4, ..checkpoint() };
        assert!(!holds(&Signed { checkpoint: other, ..signed.clone() }));
        assert!(!holds(&Signed { key: [9; 32], ..signed.clone() }));
        assert!(!holds(&Signed { signature: [0; 64], ..signed }));
    }

    #[test]
    fn a_damaged_key_is_named_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        fs::write(&file, "not a key").unwrap();
        let said = Seal::open(&storage(folder.path())).err().unwrap().to_string();
        assert!(said.contains("audit-key.der") && said.contains("Restore it"), "{said}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "not a key");
    }
}
