//! The environments of the measurement: each number makes the same one in every run.

use serde_json::{Value, json};

const TEAMS: [&str; 8] =
    ["rates", "credit", "fx-options", "equities", "commodities", "treasury", "surveillance", "risk"];
const STAGES: [&str; 4] = ["development", "test", "acceptance", "production"];
const PLACES: [&str; 5] = ["london", "new-york", "singapore", "frankfurt", "tokyo"];

/// What the list shows of an environment.
pub struct Sample {
    pub name: String,
    pub id: String,
    pub federated: bool,
    pub tags: Vec<(&'static str, String)>,
}

/// Number `n`.
pub fn sample(n: usize) -> Sample {
    let (team, stage, place) = (TEAMS[n % 8], STAGES[n / 8 % 4], PLACES[n / 32 % 5]);
    let tags = vec![
        ("cost-center", format!("cc-{:04}", n % 97)),
        ("owner", format!("{team}@example.com")),
        ("stage", stage.to_owned()),
    ];
    Sample { name: format!("{team}-{place}-{stage}-{n:05}"), id: id(n), federated: n.is_multiple_of(4), tags }
}

/// A stand-in for the id that FinSpace gives, for the page that never saw it: 22 of its characters.
fn id(n: usize) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    // A step of a 64-bit generator, so that ids compress as badly as real ones.
    let mut state = n as u64 + 1;
    (0..22)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(ALPHABET[usize::try_from(state >> 59).unwrap_or_default()])
        })
        .collect()
}

impl Sample {
    /// The body of the CreateEnvironment that makes it.
    pub fn body(&self) -> Value {
        let tags: serde_json::Map<String, Value> =
            self.tags.iter().map(|(key, value)| ((*key).to_owned(), value.as_str().into())).collect();
        let mut body = json!({
            "name": self.name,
            "description": "Kdb Insights for the desk. Ask its owner before you change anything.",
            "federationMode": "LOCAL",
            "tags": tags,
        });
        if self.federated {
            body["federationMode"] = "FEDERATED".into();
            body["federationParameters"] = json!({
                "samlMetadataURL": "https://idp.example.com/app/finspace/metadata",
                "federationProviderName": "ExampleIdP",
                "attributeMap": { "Email": "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress" },
            });
        }
        body
    }
}
