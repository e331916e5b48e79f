//! SIGKILL under write load, again and again: what was answered with 200 is there.
#![expect(deprecated, reason = "the five environment operations are deprecated, and the ones to test")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use aws_sdk_finspace::Client;
use aws_sdk_finspace::config::retry::RetryConfig;
use aws_sdk_finspace::config::{BehaviorVersion, Config, Credentials, Region};
use futures::future::join_all;
use sqlx::{Connection, Row, SqliteConnection};

const KILLS: u32 = 10;
const WRITERS: usize = 4;

/// What an environment must look like: as the last answered call left it, or as a later call that got no answer may have.
#[derive(Debug, Default)]
struct Acknowledged {
    tags: BTreeMap<String, String>,
    /// The description answered last, and one that was sent and never answered.
    description: [Option<String>; 2],
    deleted: bool,
    perhaps_deleted: bool,
}

type Journal = BTreeMap<String, Acknowledged>;

fn start(folder: &Path) -> (Child, Client) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_finspace-local"))
        .args(["--listen", "127.0.0.1:0", "--create-time", "0s", "--delete-time", "1h", "--quota", "1000000"])
        .arg("--data-dir")
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(url.trim())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("A", "s", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .build();
    (child, Client::from_conf(config))
}

/// Writes until the endpoint dies, and keeps a journal of what was answered.
async fn write(client: Client, writer: usize) -> Journal {
    let mut journal = Journal::new();
    for n in 0.. {
        let create = client.create_environment().name(format!("w{writer}-{n}")).tags("writer", writer.to_string());
        let Ok(created) = create.send().await else { break };
        let (id, arn) = (created.environment_id.unwrap(), created.environment_arn.unwrap());
        let known = journal.entry(id.clone()).or_default();
        known.tags.insert("writer".to_owned(), writer.to_string());
        let words = format!("Words {n}");
        known.description[1] = Some(words.clone());
        if client.update_environment().environment_id(&id).description(&words).send().await.is_err() {
            break;
        }
        known.description = [Some(words), None];
        if client.tag_resource().resource_arn(&arn).tags("n", n.to_string()).send().await.is_err() {
            break;
        }
        known.tags.insert("n".to_owned(), n.to_string());
        if n % 3 == 0 {
            known.perhaps_deleted = true;
            if client.delete_environment().environment_id(&id).send().await.is_err() {
                break;
            }
            known.deleted = true;
        }
    }
    journal
}

async fn check(client: &Client, id: &str, known: &Acknowledged) {
    let answer = client.get_environment().environment_id(id).send().await;
    let environment = answer.unwrap_or_else(|error| panic!("{id} is lost: {error:?}")).environment.unwrap();
    let description = environment.description().map(str::to_owned);
    assert!(known.description.contains(&description), "{id} says {description:?}, not {known:?}");
    let deleting = environment.status().unwrap().as_str() == "DELETE_REQUESTED"
        || environment.status().unwrap().as_str() == "DELETING";
    assert!(deleting || !known.deleted, "{id} came back to life");
    assert!(!deleting || known.perhaps_deleted, "{id} was never deleted");
    let arn = environment.environment_arn().unwrap();
    let tags = client.list_tags_for_resource().resource_arn(arn).send().await.unwrap().tags.unwrap();
    for (key, value) in &known.tags {
        assert_eq!(tags.get(key), Some(value), "{id} lost the tag {key}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_that_was_answered_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::new();
    for kill in 0..KILLS {
        let (mut child, client) = start(folder.path());
        let writers: Vec<_> = (0..WRITERS).map(|writer| tokio::spawn(write(client.clone(), writer))).collect();
        // Each time a little later, so that the kills fall on different moments of the writing.
        tokio::time::sleep(Duration::from_millis(250 + u64::from(kill) * 37)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        for written in join_all(writers).await {
            journal.extend(written.unwrap());
        }
    }
    assert!(journal.len() > 20, "only {} environments were written", journal.len());
    let (mut child, client) = start(folder.path());
    for (id, known) in &journal {
        check(&client, id, known).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let file = format!("sqlite://{}", folder.path().join("finspace.sqlite3").display());
    let mut database = SqliteConnection::connect(&file).await.unwrap();
    let row = sqlx::query("PRAGMA integrity_check").fetch_one(&mut database).await.unwrap();
    assert_eq!(row.get::<String, _>(0), "ok");
}
