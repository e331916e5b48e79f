//! An authenticator with the browser around it: it makes one passkey and shows it, honestly or as it is told to lie.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Where the portals of these tests say that they are.
pub const ORIGIN: &str = "http://localhost:3000";

/// Somebody touched it; it checked who; there is a new passkey in what it says.
const PRESENT: u8 = 0b0000_0001;
const VERIFIED: u8 = 0b0000_0100;
const NEW: u8 = 0b0100_0000;

pub struct Authenticator {
    key: EcdsaKeyPair,
    id: [u8; 32],
    /// How often the passkey was used; one of 0 does not count.
    pub counter: u32,
}

/// What it says beside the truth about its key.
#[derive(Clone, Debug)]
pub struct Saying {
    pub origin: &'static str,
    pub site: &'static str,
    /// Instead of the one that was asked with.
    pub challenge: Option<String>,
    pub present: bool,
    pub verified: bool,
}

impl Default for Saying {
    fn default() -> Self {
        Self { origin: ORIGIN, site: "localhost", challenge: None, present: true, verified: true }
    }
}

impl Authenticator {
    pub fn new(counter: u32) -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        Self { key, id: rand::random(), counter }
    }

    /// The answer to `navigator.credentials.create`.
    pub fn made(&self, options: &str, saying: &Saying) -> String {
        let client = client_data("webauthn.create", options, saying);
        let mut data = self.data(saying, NEW);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(self.id);
        data.extend(self.cose());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        self.answer(
            &json!({ "clientDataJSON": text(client), "attestationObject": text(object), "transports": ["usb"] }),
        )
    }

    /// The answer to `navigator.credentials.get`.
    pub fn shown(&mut self, options: &str, saying: &Saying) -> String {
        self.counter += u32::from(self.counter > 0);
        let client = client_data("webauthn.get", options, saying);
        let data = self.data(saying, 0);
        let signed = [&data[..], &Sha256::digest(&client)[..]].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let (data, signature) = (text(data), text(signature));
        self.answer(&json!({ "clientDataJSON": text(client), "authenticatorData": data, "signature": signature }))
    }

    fn answer(&self, response: &Value) -> String {
        let id = text(self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response }).to_string()
    }

    fn data(&self, saying: &Saying, flags: u8) -> Vec<u8> {
        let present = if saying.present { PRESENT } else { 0 };
        let verified = if saying.verified { VERIFIED } else { 0 };
        let mut data = Sha256::digest(saying.site).to_vec();
        data.push(flags | present | verified);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// The public key as COSE has it: an elliptic curve, ES256, P-256, and the point.
    fn cose(&self) -> Vec<u8> {
        let point = &self.key.public_key().as_ref()[1..];
        let (x, y) = point.split_at(32);
        [&b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"[..], x, b"\x22\x58\x20", y].concat()
    }
}

/// The question that was asked.
pub fn challenge(options: &str) -> String {
    let options: Value = serde_json::from_str(options).unwrap();
    options["publicKey"]["challenge"].as_str().unwrap().to_owned()
}

fn client_data(kind: &str, options: &str, saying: &Saying) -> Vec<u8> {
    let challenge = saying.challenge.clone().unwrap_or_else(|| challenge(options));
    let said = json!({ "type": kind, "challenge": challenge, "origin": saying.origin, "crossOrigin": false });
    said.to_string().into_bytes()
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
