//! Keys of a provider, and tokens that it makes, right ones and wrong ones.

use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
        RsaKeyPair,
    },
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// How a token is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signing {
    #[default]
    EdDsa,
    Rs256,
    Ps256,
    Es256,
    /// Not at all.
    None,
    /// With the public key as if it were a shared secret.
    PublicKeyAsSecret,
    /// With the client secret.
    ClientSecret,
    /// By somebody else, under the name of a known key.
    Stranger,
    /// By somebody else, under a name that nobody knows.
    UnknownKey,
    /// Rightly; but then somebody changes what was signed.
    Tampered,
}

pub struct Keys {
    ed: Ed25519KeyPair,
    rsa: RsaKeyPair,
    ec: EcdsaKeyPair,
    stranger: Ed25519KeyPair,
}

pub fn base64(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

impl Keys {
    pub fn new() -> Self {
        Self {
            ed: Ed25519KeyPair::generate().unwrap(),
            rsa: RsaKeyPair::generate(KeySize::Rsa2048).unwrap(),
            ec: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(),
            stranger: Ed25519KeyPair::generate().unwrap(),
        }
    }

    /// The public ones, as a key set has them.
    pub fn public(&self) -> Value {
        let point = self.ec.public_key().as_ref();
        json!({ "keys": [
            { "kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": "ed", "x": base64(self.ed.public_key()) },
            { "kty": "RSA", "use": "sig", "kid": "rsa", "n": base64(self.modulus()), "e": "AQAB" },
            { "kty": "EC", "crv": "P-256", "use": "sig", "kid": "ec", "x": base64(&point[1..33]), "y": base64(&point[33..]) },
        ] })
    }

    /// The key set once the provider has changed its key.
    pub fn public_later(&self) -> Value {
        json!({ "keys": [
            { "kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": "new", "x": base64(self.stranger.public_key()) },
        ] })
    }

    /// Of a 2,048-bit key in PKCS #1: it stands after two headers and a zero.
    fn modulus(&self) -> Vec<u8> {
        self.rsa.public_key().as_ref()[9..9 + 256].to_vec()
    }

    pub fn token(&self, claims: &Value, signing: Signing) -> String {
        let (algorithm, kid) = match signing {
            Signing::EdDsa | Signing::Stranger | Signing::Tampered => ("EdDSA", "ed"),
            Signing::Rs256 => ("RS256", "rsa"),
            Signing::Ps256 => ("PS256", "rsa"),
            Signing::Es256 => ("ES256", "ec"),
            Signing::None => ("none", "ed"),
            Signing::PublicKeyAsSecret => ("HS256", "rsa"),
            Signing::ClientSecret => ("HS256", "secret"),
            Signing::UnknownKey => ("EdDSA", "new"),
        };
        let header = json!({ "alg": algorithm, "kid": kid, "typ": "JWT" });
        let signed = format!("{}.{}", base64(header.to_string()), base64(claims.to_string()));
        let signature = self.sign(signed.as_bytes(), signing);
        if signing == Signing::Tampered {
            let mut claims = claims.clone();
            claims["sub"] = "somebody else".into();
            return format!("{}.{}.{}", base64(header.to_string()), base64(claims.to_string()), base64(signature));
        }
        format!("{signed}.{}", base64(signature))
    }

    fn sign(&self, message: &[u8], signing: Signing) -> Vec<u8> {
        let random = SystemRandom::new();
        let rsa = |padding| {
            let mut signature = vec![0; 256];
            self.rsa.sign(padding, &random, message, &mut signature).unwrap();
            signature
        };
        let shared = |secret: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message).as_ref().to_vec();
        match signing {
            Signing::EdDsa | Signing::Tampered => self.ed.sign(message).as_ref().to_vec(),
            Signing::Rs256 => rsa(&RSA_PKCS1_SHA256),
            Signing::Ps256 => rsa(&RSA_PSS_SHA256),
            Signing::Es256 => self.ec.sign(&random, message).unwrap().as_ref().to_vec(),
            Signing::None => Vec::new(),
            Signing::PublicKeyAsSecret => shared(self.rsa.public_key().as_ref()),
            Signing::ClientSecret => shared(super::SECRET.as_bytes()),
            Signing::Stranger | Signing::UnknownKey => self.stranger.sign(message).as_ref().to_vec(),
        }
    }
}
