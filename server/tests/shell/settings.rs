//! Flags over environment over file; whatever is wrong is said with its key, its value, its place and the way out.

use std::{fs, net::SocketAddr, time::Duration};

use secrecy::ExposeSecret;
use server::settings::{Endpoint, LogFormat, Refused, Settings};

use super::browser::read;

/// The words of a refusal.
fn refusal(flags: &[&str], environment: &[(&str, &str)]) -> String {
    match read(flags, environment) {
        Err(Refused::Wrong(wrong)) => wrong.to_string(),
        other => panic!("{other:?}"),
    }
}

/// Settings out of a file with this text.
fn file(text: &str) -> Result<Settings, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("portal.toml");
    fs::write(&path, text).unwrap();
    read(&["--config", path.to_str().unwrap()], &[]).map_err(|refused| refused.to_string())
}

#[test]
fn without_a_word_there_is_one_connection_on_the_embedded_endpoint() {
    let settings = Settings::default();
    assert_eq!(settings.web.listen, "127.0.0.1:3000".parse::<SocketAddr>().unwrap());
    assert_eq!(settings.storage.database_url().expose_secret(), "sqlite:data/portal.db");
    let [local] = &settings.connections[..] else { panic!("{:?}", settings.connections) };
    assert_eq!(
        (local.name.as_str(), local.region.as_str(), &local.endpoint),
        ("local", "us-east-1", &Endpoint::Embedded)
    );
    assert_eq!(settings.local.listen, "127.0.0.1:4567".parse::<SocketAddr>().unwrap());
    assert!(settings.needs_local() && !settings.local.listen_was_asked && !settings.local.faults);
}

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.toml");
    fs::write(&path, "listen = \"127.0.0.1:1\"\n[local]\nquota = 1\ncreate_time = \"1s\"\n").unwrap();
    let config = path.to_str().unwrap();
    let environment =
        [("PORTAL_CONFIG", config), ("PORTAL_LOCAL_QUOTA", "2"), ("PORTAL_LISTEN", "127.0.0.1:2"), ("OTHER", "x")];
    let settings = read(&["serve", "--listen", "127.0.0.1:3"], &environment).unwrap();
    assert_eq!(settings.web.listen.port(), 3);
    assert_eq!(settings.local.quota, 2);
    assert_eq!(settings.local.create_time, Duration::from_secs(1));
}

#[test]
fn a_file_can_say_everything() {
    let settings = file(
        r#"
        listen = "0.0.0.0:8080"
        public_url = "https://portal.example.com/"
        database_url = "postgres://portal:secret@db/portal"
        required_tags = ["owner", "cost-centre", "owner"]
        [[connections]]
        name = "eu"
        region = "eu-west-1"
        role_arn = "arn:aws:iam::123456789012:role/portal"
        external_id = "x"
        [[connections]]
        name = "here"
        region = "us-east-1"
        endpoint_url = "local"
        [reading]
        rest = "5m"
        [log]
        format = "json"
        [limits]
        streams = 3
        "#,
    )
    .unwrap();
    assert_eq!(settings.web.public_url.as_ref().unwrap().origin(), "https://portal.example.com");
    assert_eq!(settings.required_tags.len(), 2);
    assert_eq!(settings.connections.len(), 2);
    assert_eq!(
        (&settings.connections[0].endpoint, &settings.connections[1].endpoint),
        (&Endpoint::Aws, &Endpoint::Embedded)
    );
    assert_eq!((settings.log.format, settings.limits.streams), (LogFormat::Json, 3));
    assert!(!format!("{settings:?}").contains("secret@"), "a password stands in the debug output");
}

#[test]
fn connections_can_stand_in_the_environment_too() {
    let text = "[{ name = \"eu\", region = \"eu-west-1\", profile = \"p\" }]";
    let settings = read(&[], &[("PORTAL_CONNECTIONS", text), ("PORTAL_REQUIRED_TAGS", "owner, team")]).unwrap();
    assert_eq!(settings.connections[0].profile.as_deref(), Some("p"));
    assert_eq!(settings.required_tags.len(), 2);
    assert!(!settings.needs_local());
}

#[test]
fn every_wrong_value_is_named_with_its_place_and_the_fix() {
    let cases: [(&str, &str, &str); 16] = [
        ("PORTAL_LISTEN", "localhost", "an address to listen on. Write an IP address and a port"),
        ("PORTAL_PUBLIC_URL", "portal.example", "Write scheme and host"),
        ("PORTAL_PUBLIC_URL", "https://a/b", "without a path"),
        ("PORTAL_DATA", " ", "it is empty"),
        ("PORTAL_REQUIRED_TAGS", "ok,aws:x", "\"aws:x\" cannot be a tag's key"),
        ("PORTAL_READING_REST", "soon", "not a duration. Write a duration"),
        ("PORTAL_READING_CHANGING", "0s", "out of bounds"),
        ("PORTAL_LOCAL_LISTEN", "0.0.0.0:4567", "other machines could reach it"),
        ("PORTAL_LOCAL_ACCOUNT_ID", "12", "Write 12 digits"),
        ("PORTAL_LOCAL_QUOTA", "-1", "Write a whole number from 0"),
        ("PORTAL_LOCAL_FAULTS", "yes", "Write true or false"),
        ("PORTAL_LIMITS_REQUESTS", "0", "out of bounds"),
        ("PORTAL_LOG_FORMAT", "xml", "Write text or json"),
        ("PORTAL_CONNECTIONS", "[]", "there is none"),
        ("PORTAL_CONNECTIONS", "[{ name = \"EU\", region = \"eu-west-1\" }]", "lower-case letters"),
        ("PORTAL_CONNECTIONS", "what", "Write [[connections]]"),
    ];
    for (variable, value, words) in cases {
        let said = refusal(&[], &[(variable, value)]);
        assert!(said.contains(words), "{variable}={value} says {said}");
        assert!(said.contains(&format!("the environment variable {variable}")), "{said}");
        let key = variable.trim_start_matches("PORTAL_").to_lowercase();
        assert!(said.contains(key.split('_').next().unwrap()), "no key in {said}");
        assert!(variable == "PORTAL_CONNECTIONS" || said.contains(&format!(" = {value:?} ")), "no value in {said}");
    }
}

#[test]
fn names_that_no_setting_has_are_refused_wherever_they_stand() {
    let said = refusal(&[], &[("PORTAL_LISTN", "x")]);
    assert!(said.contains("PORTAL_LISTN (the environment): there is no such setting"), "{said}");
    let said = file("[local]\nquotas = 3\n").unwrap_err();
    assert!(
        said.contains("local.quotas") && said.contains("portal.toml") && said.contains("no such setting"),
        "{said}"
    );
    let said = file("[[connections]]\nname = \"a\"\nregoin = \"eu-west-1\"\n").unwrap_err();
    assert!(
        said.contains("connections[0].regoin = \"eu-west-1\"") && said.contains("a connection has no such field"),
        "{said}"
    );
    assert!(said.contains("connections[0].region") && said.contains("it is missing"), "{said}");
    let twice = "[[connections]]\nname = \"a\"\nregion = \"eu-west-1\"\nexternal_id = \"7\"\n".repeat(2);
    let said = file(&twice).unwrap_err();
    assert!(said.contains("connections[1].name = \"a\"") && said.contains("two connections have this name"), "{said}");
    assert!(said.contains("connections[0].external_id = \"7\"") && said.contains("it belongs to a role"), "{said}");
    assert!(matches!(read(&["--listn", "x"], &[]), Err(Refused::Command(_))));
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let said = refusal(&["--listen", "x", "--log-format", "y"], &[("PORTAL_LOCAL_QUOTA", "z")]);
    assert!(said.starts_with("Some settings are wrong:"), "{said}");
    for place in ["the flag --listen", "the flag --log-format", "PORTAL_LOCAL_QUOTA"] {
        assert!(said.contains(place), "{said}");
    }
}

#[test]
fn a_wrong_database_url_is_refused_without_repeating_its_password() {
    let said = refusal(&["--database-url", "mysql://root:hunter2@db/portal"], &[]);
    assert!(said.contains("neither sqlite: nor postgres://") && said.contains("--database-url"), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn two_connections_cannot_share_a_name_and_an_external_id_needs_a_role() {
    let two = "[[connections]]\nname = \"a\"\nregion = \"eu-west-1\"\n";
    assert!(file(&format!("{two}{two}")).unwrap_err().contains("two connections have this name"));
    assert!(file(&format!("{two}external_id = \"x\"\n")).unwrap_err().contains("belongs to a role"));
    assert!(file(&format!("{two}role_arn = \"portal\"\n")).unwrap_err().contains("not the ARN of a role"));
}

#[test]
fn a_file_that_was_named_must_be_there_and_be_toml() {
    assert!(refusal(&["--config", "no/such.toml"], &[]).contains("there is no such file"));
    assert!(file("listen = = 3").unwrap_err().contains("Write it in TOML"));
    assert!(file("").is_ok());
}
