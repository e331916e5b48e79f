//! The same create call for people who keep their infrastructure in scripts: AWS CLI, boto3, CloudFormation.
//!
//! The metadata document is never written out: it can have megabytes. All three read it from `metadata.xml`.

use std::fmt::Write;

use domain::{
    connection::Connection,
    environment::{Federation, Mode, NewEnvironment},
};
use serde_json::{Map, Value, json};

/// The file that stands for the document.
const FILE: &str = "metadata.xml";
/// The file that the call with its document is put into: Linux takes no argument of more than 128 KiB.
const CALL: &str = "create-environment.json";

/// The request's members but the document, as the API names them.
fn request(new: &NewEnvironment) -> Map<String, Value> {
    let mut request = Map::new();
    request.insert("name".into(), json!(new.name));
    if let Some(description) = &new.description {
        request.insert("description".into(), json!(description));
    }
    if let Some(key) = &new.kms_key {
        request.insert("kmsKeyId".into(), json!(key));
    }
    request.insert("federationMode".into(), json!(new.mode.as_str()));
    if new.mode == Mode::Federated {
        request.insert("federationParameters".into(), Value::Object(federation(&new.federation)));
    }
    if let Some(superuser) = &new.superuser {
        let names = json!({
            "emailAddress": superuser.email, "firstName": superuser.first_name, "lastName": superuser.last_name,
        });
        request.insert("superuserParameters".into(), names);
    }
    if !new.data_bundles.is_empty() {
        request.insert("dataBundles".into(), json!(new.data_bundles));
    }
    if !new.tags.is_empty() {
        request.insert("tags".into(), json!(new.tags));
    }
    request
}

fn federation(federation: &Federation) -> Map<String, Value> {
    let texts = [
        ("samlMetadataURL", &federation.metadata_url),
        ("applicationCallBackURL", &federation.callback_url),
        ("federationURN", &federation.urn),
        ("federationProviderName", &federation.provider_name),
    ];
    let mut members: Map<String, Value> =
        texts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_ref()?)))).collect();
    if !federation.attributes.is_empty() {
        members.insert("attributeMap".into(), json!(federation.attributes));
    }
    members
}

/// A text as a POSIX shell takes it.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The call as an AWS CLI command. A document goes in through `jq` and a file: the AWS CLI cannot read one into a member
/// itself, and it can be longer than an argument may be.
#[must_use]
pub fn cli(new: &NewEnvironment, connection: &Connection) -> String {
    let body = Value::Object(request(new)).to_string();
    let (mut out, input) = if new.federation.metadata_document.is_some() {
        let filter = format!("{body} | .federationParameters.samlMetadataDocument = $document");
        let made = format!("jq -n --rawfile document {FILE} {} > {CALL}\n", shell(&filter));
        (made, format!("file://{CALL}"))
    } else {
        (String::new(), shell(&body))
    };
    // Writing into a String cannot fail.
    let _ = write!(out, "aws finspace create-environment --region {}", shell(&connection.region));
    if let Some(endpoint) = &connection.endpoint_url {
        let _ = write!(out, " \\\n  --endpoint-url {}", shell(endpoint));
    }
    let _ = write!(out, " \\\n  --cli-input-json {input}");
    out
}

/// The call in Python. JSON's strings, lists and maps are Python's too.
#[must_use]
pub fn boto3(new: &NewEnvironment, connection: &Connection) -> String {
    let mut out = String::from("import boto3\n\nfinspace = boto3.client(\n    \"finspace\",\n");
    let _ = writeln!(out, "    region_name={},", json!(connection.region));
    if let Some(endpoint) = &connection.endpoint_url {
        let _ = writeln!(out, "    endpoint_url={},", json!(endpoint));
    }
    out.push_str(")\nfinspace.create_environment(\n");
    for (name, value) in request(new) {
        if name == "federationParameters" && new.federation.metadata_document.is_some() {
            let _ = writeln!(out, "    {name}={{**{value}, \"samlMetadataDocument\": open(\"{FILE}\").read()}},");
        } else {
            let _ = writeln!(out, "    {name}={value},");
        }
    }
    out.push_str(")\n");
    out
}

/// The environment as a CloudFormation template, in JSON. Tags are a list there, and members begin with a capital.
#[must_use]
pub fn cloudformation(new: &NewEnvironment) -> String {
    let mut properties = Map::new();
    for (name, value) in request(new) {
        let value = match (name.as_str(), value) {
            ("tags", _) => new.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect(),
            ("federationParameters", Value::Object(members)) => parameters(members, &new.federation),
            ("superuserParameters", Value::Object(members)) => {
                members.into_iter().map(|(name, value)| (capital(&name), value)).collect()
            }
            (_, value) => value,
        };
        properties.insert(capital(&name), value);
    }
    let template = json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {"Environment": {"Type": "AWS::FinSpace::Environment", "Properties": properties}},
    });
    serde_json::to_string_pretty(&template).unwrap_or_default()
}

fn parameters(members: Map<String, Value>, federation: &Federation) -> Value {
    let mut out: Map<String, Value> = members.into_iter().map(|(name, value)| (capital(&name), value)).collect();
    if let Some(Value::Object(_)) = out.get("AttributeMap") {
        let pairs = federation.attributes.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect();
        out.insert("AttributeMap".into(), pairs);
    }
    if federation.metadata_document.is_some() {
        out.insert("SamlMetadataDocument".into(), json!(format!("the text of {FILE}")));
    }
    Value::Object(out)
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use domain::{
        environment::{EnvironmentForm, FederationForm},
        id::ConnectionName,
        tag::{TagForm, TagRow},
    };

    use super::*;

    fn connection() -> Connection {
        Connection { name: ConnectionName::parse("local").unwrap(), region: "us-east-1".into(), endpoint_url: None }
    }

    fn new(document: bool) -> NewEnvironment {
        let form = EnvironmentForm {
            connection: "local".into(),
            name: "risk-prod".into(),
            mode: Mode::Federated,
            federation: FederationForm {
                metadata_document: if document { "x".repeat(1000) } else { String::new() },
                metadata_url: "https://idp.example.com/metadata".into(),
                provider_name: "O'Neill'sIdP".into(),
                ..Default::default()
            },
            tags: TagForm { rows: vec![TagRow { key: "team".into(), value: "a b".into() }] },
            ..Default::default()
        };
        form.parse(&[ConnectionName::parse("local").unwrap()], &[]).unwrap()
    }

    #[test]
    fn an_apostrophe_cannot_leave_its_quotes() {
        assert_eq!(shell("a'b; rm"), r"'a'\''b; rm'");
        assert!(cli(&new(false), &connection()).contains(r"O'\''Neill"));
    }

    #[test]
    fn the_document_is_read_from_its_file_everywhere() {
        let new = new(true);
        for code in [cli(&new, &connection()), boto3(&new, &connection()), cloudformation(&new)] {
            assert!(code.contains(FILE), "{code}");
            assert!(!code.contains("xxxx"), "{code}");
        }
    }

    #[test]
    fn a_document_of_any_length_goes_in_by_a_file_and_never_as_an_argument() {
        let code = cli(&new(true), &connection());
        let (made, called) = code.split_once('\n').unwrap();
        assert!(
            made.starts_with("jq -n --rawfile document metadata.xml '{") && made.ends_with("> create-environment.json")
        );
        assert!(
            called.starts_with("aws finspace") && called.ends_with("--cli-input-json file://create-environment.json")
        );
        assert!(!code.contains("$("), "{code}");
    }

    #[test]
    fn the_template_has_the_resource_with_its_tags_as_a_list() {
        let template: Value = serde_json::from_str(&cloudformation(&new(false))).unwrap();
        let properties = &template["Resources"]["Environment"]["Properties"];
        assert_eq!(properties["Name"], "risk-prod");
        assert_eq!(properties["Tags"][0]["Value"], "a b");
        assert_eq!(properties["FederationParameters"]["FederationProviderName"], "O'Neill'sIdP");
    }
}
