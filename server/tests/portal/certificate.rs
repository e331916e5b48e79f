//! Certificates for a test: written by hand and signed by themselves.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair},
};
use jiff::Timestamp;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

const SEQUENCE: u8 = 0x30;
const BITS: u8 = 0x03;
const OBJECT: u8 = 0x06;

/// A value of DER.
fn value(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len();
    let [high, low] = u16::try_from(length).unwrap().to_be_bytes();
    let head = match length {
        ..128 => vec![tag, low],
        128..256 => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [head, content].concat()
}

fn time(at: Timestamp) -> Vec<u8> {
    value(0x17, &[at.strftime("%y%m%d%H%M%SZ").to_string().as_bytes()])
}

/// A certificate of a name for so long, and its key.
pub fn certified(name: &str, from: Timestamp, until: Timestamp) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
    let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let pair = Ed25519KeyPair::from_pkcs8(key.as_ref()).unwrap();
    let algorithm = value(SEQUENCE, &[&value(OBJECT, &[&[0x2b, 0x65, 0x70]])]);
    let common = value(SEQUENCE, &[&value(OBJECT, &[&[0x55, 0x04, 0x03]]), &value(0x0c, &[b"Sign-in page"])]);
    let holder = value(SEQUENCE, &[&value(0x31, &[&common])]);
    let names = value(0x04, &[&value(SEQUENCE, &[&value(0x82, &[name.as_bytes()])])]);
    let extension = value(SEQUENCE, &[&value(OBJECT, &[&[0x55, 0x1d, 0x11]]), &names]);
    let facts = value(
        SEQUENCE,
        &[
            &value(0xa0, &[&value(0x02, &[&[2]])]),
            &value(0x02, &[&[7]]),
            &algorithm,
            &holder,
            &value(SEQUENCE, &[&time(from), &time(until)]),
            &holder,
            &value(SEQUENCE, &[&algorithm, &value(BITS, &[&[0], pair.public_key().as_ref()])]),
            &value(0xa3, &[&value(SEQUENCE, &[&extension])]),
        ],
    );
    let signature = value(BITS, &[&[0], pair.sign(&facts).as_ref()]);
    let certificate = value(SEQUENCE, &[&facts, &algorithm, &signature]);
    (certificate.into(), PrivatePkcs8KeyDer::from(key.as_ref().to_vec()).into())
}
