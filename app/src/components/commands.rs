//! The same look at an environment for people at a terminal.

use domain::{connection::Connection, id::EnvironmentId};
use leptos::prelude::*;

use super::CopyableCode;

/// `get-environment` as AWS CLI and boto3.
#[component]
pub fn Commands(connection: Connection, id: EnvironmentId) -> impl IntoView {
    view! {
        <CopyableCode label="AWS CLI" text=aws_cli(&connection, &id)/>
        <CopyableCode label="Python (boto3 up to 1.43.116)" text=boto3(&connection, &id)/>
    }
}

fn aws_cli(connection: &Connection, id: &EnvironmentId) -> String {
    let endpoint = connection.endpoint_url.as_deref().map(|url| format!(" \\\n  --endpoint-url {}", quoted(url)));
    format!(
        "aws finspace get-environment --environment-id {id} \\\n  --region {}{}",
        quoted(&connection.region),
        endpoint.unwrap_or_default()
    )
}

fn boto3(connection: &Connection, id: &EnvironmentId) -> String {
    let text = |value: &str| serde_json::Value::from(value).to_string();
    let endpoint = connection.endpoint_url.as_deref().map(|url| format!(", endpoint_url={}", text(url)));
    format!(
        "import boto3\n\nfinspace = boto3.client(\"finspace\", region_name={}{})\nprint(finspace.get_environment(environmentId=\"{id}\")[\"environment\"])",
        text(&connection.region),
        endpoint.unwrap_or_default()
    )
}

/// A word for a POSIX shell.
fn quoted(word: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./:".contains(&b);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use domain::id::ConnectionName;

    use super::*;

    #[test]
    fn a_strange_endpoint_cannot_become_a_command() {
        let connection = Connection {
            name: ConnectionName::parse("local").unwrap(),
            region: "eu-west-1".into(),
            endpoint_url: Some("http://x/'; rm -r ~ \"".into()),
        };
        let id = EnvironmentId::parse("abc").unwrap();
        let told = aws_cli(&connection, &id);
        assert!(told.ends_with(r#"--endpoint-url 'http://x/'\''; rm -r ~ "'"#), "{told}");
        assert!(boto3(&connection, &id).contains(r#"endpoint_url="http://x/'; rm -r ~ \"""#));
        let plain = Connection { endpoint_url: None, ..connection };
        assert_eq!(aws_cli(&plain, &id), "aws finspace get-environment --environment-id abc \\\n  --region eu-west-1");
    }
}
