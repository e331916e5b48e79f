//! The accounts and regions whose environments the portal shows.

use std::collections::HashMap;

use config::{Value, ValueKind};
use domain::{id::ConnectionName, tag::TagKey};
use url::Url;

use super::{
    file,
    reader::{Reader, text},
};

/// One named (region, credentials, endpoint) triple.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    pub name: ConnectionName,
    pub region: String,
    pub endpoint: Endpoint,
    /// A profile of the AWS configuration files; `None` takes the SDK's own chain.
    pub profile: Option<String>,
    /// A role to assume with those credentials.
    pub role_arn: Option<String>,
    /// What the role's owner asks for.
    pub external_id: Option<String>,
}

/// Whom a connection talks to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// The SDK's own address for the region.
    Aws,
    /// Something FinSpace-compatible elsewhere.
    At(Url),
    /// The endpoint that the portal brings along.
    Embedded,
}

const FIELDS: [&str; 6] = ["name", "region", "endpoint_url", "profile", "role_arn", "external_id"];
const FIX: &str = "Write [[connections]] with name = \"…\" and region = \"…\" below it";

pub(super) fn read(reader: &mut Reader) -> Vec<Connection> {
    let Some(value) = reader.take("connections") else { return vec![embedded()] };
    let Some(rows) = rows(reader, &value) else { return Vec::new() };
    if rows.is_empty() {
        reader.refuse("connections", &value, "there is none", FIX);
    }
    let mut connections: Vec<Connection> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let Some(connection) = connection(reader, &format!("connections[{i}]"), row) else { continue };
        if connections.iter().any(|other| other.name == connection.name) {
            reader.refuse(
                &format!("connections[{i}].name"),
                field_of(row, "name"),
                "two connections have this name",
                "Give each its own",
            );
        }
        connections.push(connection);
    }
    connections
}

/// The connection of a portal that was told nothing.
fn embedded() -> Connection {
    let Ok(name) = ConnectionName::parse("local") else { unreachable!("the name is legal") };
    Connection {
        name,
        region: "us-east-1".into(),
        endpoint: Endpoint::Embedded,
        profile: None,
        role_arn: None,
        external_id: None,
    }
}

/// The rows of the list; from a flag or variable they are text in the file's language.
fn rows(reader: &mut Reader, value: &Value) -> Option<Vec<Value>> {
    let origin = value.origin().unwrap_or_default();
    let parsed = match &value.kind {
        ValueKind::String(text) => file::inline("connections", text, origin),
        _ => Ok(value.clone()),
    };
    match parsed.map(|value| value.kind) {
        Ok(ValueKind::Array(rows)) => Some(rows),
        Ok(_) => {
            reader.refuse("connections", value, "it is not a list", FIX);
            None
        }
        Err(why) => {
            reader.refuse("connections", value, why, FIX);
            None
        }
    }
}

fn connection(reader: &mut Reader, key: &str, row: &Value) -> Option<Connection> {
    let ValueKind::Table(fields) = &row.kind else {
        reader.refuse(key, row, "it is not a section", FIX);
        return None;
    };
    let mut fields: HashMap<&str, Value> = fields.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    for (name, value) in &fields {
        if !FIELDS.contains(name) {
            reader.refuse(
                &format!("{key}.{name}"),
                value,
                "a connection has no such field",
                &format!("Write one of {}", FIELDS.join(", ")),
            );
        }
    }
    let mut field = |reader: &mut Reader, name: &str, fix: &str, check: fn(&str) -> Result<(), String>| {
        let value = fields.remove(name)?;
        reader.parse(&format!("{key}.{name}"), &value, fix, |text| check(text).map(|()| text.to_owned()))
    };
    let any = |text: &str| if text.trim().is_empty() { Err("it is empty".to_owned()) } else { Ok(()) };
    let name = field(reader, "name", "Write a short name, such as eu-production", |text| {
        ConnectionName::parse(text).map(drop).map_err(|flaw| flaw.words.trim_end_matches('.').to_owned())
    });
    let region = field(reader, "region", "Write a region, such as eu-west-1", region_name);
    let endpoint = field(
        reader,
        "endpoint_url",
        "Write http:// or https:// and a host, or local for the embedded endpoint",
        |text| endpoint(text).map(drop),
    );
    let profile = field(reader, "profile", "Write the name of a profile of the AWS configuration", any);
    let role_arn =
        field(reader, "role_arn", "Write the role's ARN, such as arn:aws:iam::123456789012:role/portal", role);
    let external_id = field(reader, "external_id", "Write what the role's owner gave you", any);
    if external_id.is_some() && role_arn.is_none() {
        reader.refuse(
            &format!("{key}.external_id"),
            field_of(row, "external_id"),
            "it belongs to a role, and there is none",
            "Add role_arn or remove external_id",
        );
    }
    for missing in [("name", name.is_none()), ("region", region.is_none())] {
        if missing.1 && !has(row, missing.0) {
            reader.refuse(&format!("{key}.{}", missing.0), row, "it is missing", FIX);
        }
    }
    Some(Connection {
        name: ConnectionName::parse(&name?).ok()?,
        region: region?,
        endpoint: endpoint.map_or(Some(Endpoint::Aws), |text| self::endpoint(&text).ok())?,
        profile,
        role_arn,
        external_id,
    })
}

fn has(row: &Value, name: &str) -> bool {
    matches!(&row.kind, ValueKind::Table(fields) if fields.contains_key(name))
}

/// What stands at a field; all of the connection when it has none.
fn field_of<'v>(row: &'v Value, name: &str) -> &'v Value {
    match &row.kind {
        ValueKind::Table(fields) => fields.get(name).unwrap_or(row),
        _ => row,
    }
}

fn region_name(text: &str) -> Result<(), String> {
    let legal = (1..=63).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if legal { Ok(()) } else { Err("it is not the name of a region".into()) }
}

fn endpoint(text: &str) -> Result<Endpoint, String> {
    if text == "local" {
        return Ok(Endpoint::Embedded);
    }
    let url = Url::parse(text).map_err(|cause| format!("it is not a URL ({cause})"))?;
    if matches!(url.scheme(), "http" | "https") && url.has_host() {
        return Ok(Endpoint::At(url));
    }
    Err("it begins with neither http:// nor https://".into())
}

fn role(text: &str) -> Result<(), String> {
    let mut parts = text.splitn(6, ':');
    let legal = parts.next() == Some("arn")
        && parts.nth(1) == Some("iam")
        && parts.nth(2).is_some_and(|r| r.starts_with("role/"));
    if legal { Ok(()) } else { Err("it is not the ARN of a role".into()) }
}

/// Tag keys: a list in the file, separated by commas elsewhere.
pub(super) fn required_tags(reader: &mut Reader) -> Vec<TagKey> {
    let Some(value) = reader.take("required_tags") else { return Vec::new() };
    let keys: Vec<String> = match &value.kind {
        ValueKind::Array(rows) => rows.iter().map(|row| text(row).unwrap_or_default()).collect(),
        _ => text(&value)
            .unwrap_or_default()
            .split(',')
            .map(|key| key.trim().to_owned())
            .filter(|key| !key.is_empty())
            .collect(),
    };
    let mut tags = Vec::new();
    for key in keys {
        match TagKey::parse(&key) {
            Ok(tag) if !tags.contains(&tag) => tags.push(tag),
            Ok(_) => {}
            Err(flaw) => {
                let why = format!("{key:?} cannot be a tag's key: {}", flaw.words.trim_end_matches('.'));
                reader.refuse("required_tags", &value, why, "Write keys such as cost-centre,owner");
            }
        }
    }
    tags
}
