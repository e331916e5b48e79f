//! The random names that FinSpace gives: ids, notebook domains, service accounts, request ids.

use rand::random_range;

const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const ALPHANUMERIC: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// A new environment id: 22 characters of lower-case base32, as in every published sample.
pub(crate) fn environment_id() -> String {
    drawn_from(BASE32, 22)
}

/// A new `SageMaker` Studio domain id.
pub(crate) fn notebook_domain() -> String {
    format!("d-{}", drawn_from(ALPHANUMERIC, 12))
}

/// A new account id for the infrastructure that AWS would own.
pub(crate) fn service_account() -> String {
    format!("{:012}", random_range(100_000_000_000_u64..1_000_000_000_000))
}

/// A new request id: a random UUID (version 4).
pub(crate) fn request_id() -> String {
    let bits: u128 = rand::random();
    let version = (bits & !(0xf << 76)) | (0x4 << 76);
    let variant = (version & !(0x3 << 62)) | (0x2 << 62);
    let mut id = format!("{variant:032x}");
    for dash in [20, 16, 12, 8] {
        id.insert(dash, '-');
    }
    id
}

fn drawn_from(alphabet: &[u8], length: usize) -> String {
    let letters = (0..length).map(|_| char::from(alphabet[random_range(0..alphabet.len())]));
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_id_is_22_letters_of_base32() {
        for _ in 0..100 {
            let id = environment_id();
            assert_eq!(id.len(), 22);
            assert!(id.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7')), "{id}");
        }
    }

    #[test]
    fn a_service_account_is_12_digits() {
        let account = service_account();
        assert_eq!(account.len(), 12);
        assert!(account.bytes().all(|b| b.is_ascii_digit()));
    }

    #[test]
    fn a_request_id_is_a_uuid_of_version_4() {
        let id = request_id();
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "4");
        assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"), "{id}");
    }
}
