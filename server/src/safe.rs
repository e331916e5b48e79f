//! Keeps secrets that have to be read again: sealed with a key in the data folder, so that a copy of the database alone
//! tells nothing.

use std::{io, path::PathBuf};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use domain::{
    ports::{Chance, Seals, StoreError},
    text::{hex, unhex},
};

use crate::{clock::SystemChance, key_file, settings::Storage};

/// Where the key lies in the data folder: 32 random bytes. Several portals on one database need the same one.
pub(crate) const FILE: &str = "secrets-key";

/// [`Seals`] on AES-256-GCM. The purpose is part of what is sealed: a secret in the place of another opens nothing.
pub struct Safe {
    key: RandomizedNonceKey,
}

/// Why secrets cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum SafeError {
    #[error(
        "the key that seals secrets, {}, cannot be made or read: {cause}. Let the portal's user read and write there",
        file.display()
    )]
    File { file: PathBuf, cause: io::Error },
    #[error(
        "{} does not hold the key that seals secrets. Restore it from a backup, or move it away: the portal makes another \
         one, and the client secrets of sign-in providers and the authenticator apps of people have to be set up again",
        file.display()
    )]
    Damaged { file: PathBuf },
}

impl Safe {
    /// The key in the data folder, made when it is absent. A portal that forgets everything has one for itself.
    pub fn open(storage: &Storage) -> Result<Self, SafeError> {
        let file = storage.data.join(FILE);
        if storage.is_in_memory() {
            return Self::of(&SystemChance.bytes()).ok_or(SafeError::Damaged { file });
        }
        match key_file::open(&file, || Ok(SystemChance.bytes().to_vec())) {
            Ok(bytes) => Self::of(&bytes).ok_or(SafeError::Damaged { file }),
            Err(cause) => Err(SafeError::File { file, cause }),
        }
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        RandomizedNonceKey::new(&AES_256_GCM, bytes).ok().map(|key| Self { key })
    }
}

impl Seals for Safe {
    fn seal(&self, purpose: &str, plain: &str) -> Result<String, StoreError> {
        let mut bytes = plain.as_bytes().to_vec();
        let nonce = self.key.seal_in_place_append_tag(Aad::from(purpose.as_bytes()), &mut bytes);
        let nonce = nonce.map_err(|_| StoreError::Other("sealing a secret".into()))?;
        Ok(format!("{}{}", hex(nonce.as_ref()), hex(&bytes)))
    }

    fn open(&self, purpose: &str, sealed: &str) -> Option<String> {
        let bytes = unhex(sealed)?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        let plain = self.key.open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut rest).ok()?;
        String::from_utf8(plain.to_vec()).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn safe() -> Safe {
        Safe::of(&[7; 32]).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_alone() {
        let sealed = safe().seal("client secret of okta", "hush").unwrap();
        assert!(!sealed.contains("hush") && sealed.len() == 2 * (NONCE_LEN + 4 + 16), "{sealed}");
        assert_ne!(sealed, safe().seal("client secret of okta", "hush").unwrap(), "the same twice can be told");
        assert_eq!(safe().open("client secret of okta", &sealed).as_deref(), Some("hush"));
        assert_eq!(safe().open("client secret of entra", &sealed), None);
        assert_eq!(Safe::of(&[8; 32]).unwrap().open("client secret of okta", &sealed), None);
        let changed = sealed.replace('0', "1");
        assert!(changed == sealed || safe().open("client secret of okta", &changed).is_none());
        for odd in ["", "x", "00", &"0".repeat(60)] {
            assert_eq!(safe().open("client secret of okta", odd), None, "{odd}");
        }
    }

    #[test]
    fn the_key_is_made_once_and_a_damaged_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage { data: folder.path().join("data"), database_url: None };
        let sealed = Safe::open(&storage).unwrap().seal("x", "hush").unwrap();
        assert_eq!(Safe::open(&storage).unwrap().open("x", &sealed).as_deref(), Some("hush"));
        fs::write(storage.data.join(FILE), "short").unwrap();
        let said = Safe::open(&storage).err().unwrap().to_string();
        assert!(said.contains("secrets-key") && said.contains("Restore it"), "{said}");
    }
}
