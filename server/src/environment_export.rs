//! The environments that the list's filters let through, as a file. They are in memory already, so only what is written of
//! them comes batch by batch.

use std::sync::Arc;

use app::components::read_query;
use domain::{
    Actor, Error, Portal,
    audit::Format,
    inventory::{Entry, Inventory},
};
use futures::{Stream, stream};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    api::shape::Environment,
    export::{Exported, Listed},
};

/// Environments that are written at a time.
const BATCH: usize = 500;

impl Listed for Row {
    const NAME: &'static str = "environments";

    async fn read(
        portal: &Portal,
        actor: &Actor,
        address: &str,
        _: Format,
    ) -> Result<impl Stream<Item = Result<Vec<Self>, Error>> + Send + 'static, Error> {
        let (entries, inventory) = portal.all_environments(actor, &read_query(address)).await?;
        Ok(batches(entries, inventory))
    }
}

fn batches(entries: Vec<Arc<Entry>>, inventory: Arc<Inventory>) -> impl Stream<Item = Result<Vec<Row>, Error>> {
    stream::unfold(Some(entries.into_iter()), move |under_way| {
        let batch = under_way.map(|mut rest| {
            let rows: Vec<Row> = rest.by_ref().take(BATCH).map(|entry| Row::of(entry, &inventory)).collect();
            let rest = (!rows.is_empty()).then_some(rest);
            (Ok(rows), rest)
        });
        std::future::ready(batch)
    })
}

/// An environment with the region of its connection.
pub struct Row {
    entry: Arc<Entry>,
    region: String,
}

impl Row {
    fn of(entry: Arc<Entry>, inventory: &Inventory) -> Self {
        let connection = inventory.connection(&entry.environment.connection);
        Self { region: connection.map(|connection| connection.region.clone()).unwrap_or_default(), entry }
    }
}

/// An environment as programs see it, and what the portal knows of it beside.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Flat<'r> {
    #[serde(flatten)]
    environment: Environment,
    region: &'r str,
    first_seen_at: Timestamp,
    changed_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags_read_at: Option<Timestamp>,
}

impl Exported for Row {
    /// FinSpace's own names, as in the JSON file.
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "environmentId",
        "environmentArn",
        "connection",
        "region",
        "awsAccountId",
        "status",
        "description",
        "kmsKeyId",
        "federationMode",
        "federationProviderName",
        "samlMetadataURL",
        "federationURN",
        "applicationCallBackURL",
        "environmentUrl",
        "signInUrl",
        "sageMakerStudioDomainUrl",
        "dedicatedServiceAccountId",
        "tags",
        "tagsReadAt",
        "firstSeenAt",
        "changedAt",
    ];
    type Json<'r> = Flat<'r>;

    fn record(&self) -> Vec<String> {
        let Entry { environment, tags, first_seen, changed_at, tags_read_at } = &*self.entry;
        let federation = &environment.federation;
        let or_none = |text: &Option<String>| text.clone().unwrap_or_default();
        // A line for each, in one cell.
        let tags: Vec<String> = tags.iter().flatten().map(|(key, value)| format!("{key}={value}")).collect();
        vec![
            environment.name.clone(),
            environment.id.to_string(),
            environment.arn.clone(),
            environment.connection.to_string(),
            self.region.clone(),
            or_none(&environment.account),
            environment.status.as_str().to_owned(),
            or_none(&environment.description),
            or_none(&environment.kms_key),
            environment.mode.as_str().to_owned(),
            or_none(&federation.provider_name),
            or_none(&federation.metadata_url),
            or_none(&federation.urn),
            or_none(&federation.callback_url),
            or_none(&environment.url),
            environment.sign_in_url().unwrap_or_default(),
            or_none(&environment.notebook_url),
            or_none(&environment.service_account),
            tags.join("\n"),
            tags_read_at.map(|at| at.to_string()).unwrap_or_default(),
            first_seen.to_string(),
            changed_at.to_string(),
        ]
    }

    fn json(&self) -> Flat<'_> {
        Flat {
            environment: Environment::from(&*self.entry),
            region: &self.region,
            first_seen_at: self.entry.first_seen,
            changed_at: self.entry.changed_at,
            tags_read_at: self.entry.tags_read_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use axum::body::to_bytes;
    use domain::{
        connection::Connection,
        environment::{self, Federation, Mode, Status},
        id::{ConnectionName, EnvironmentId},
        inventory::{Query, Ties},
    };
    use futures::StreamExt;

    use super::*;
    use crate::export::answer;

    fn numbered(number: usize) -> Arc<Entry> {
        let environment = environment::Environment {
            connection: ConnectionName::parse("local").unwrap(),
            id: EnvironmentId::parse(&format!("env{number}")).unwrap(),
            name: format!("risk-{number:05}"),
            arn: String::new(),
            status: Status::Created,
            account: None,
            url: None,
            description: None,
            notebook_url: None,
            kms_key: None,
            service_account: None,
            mode: Mode::Local,
            federation: Federation::default(),
        };
        let (seen, tags) = (Timestamp::UNIX_EPOCH, None);
        Arc::new(Entry { environment, tags, first_seen: seen, changed_at: seen, tags_read_at: None })
    }

    fn ten_thousand() -> Arc<Inventory> {
        let name = ConnectionName::parse("local").unwrap();
        let local = Connection { name, region: "eu-west-1".into(), endpoint_url: None };
        Arc::new(Inventory::new((0..10_000).map(numbered).collect(), vec![local], BTreeMap::new(), 1))
    }

    #[tokio::test]
    async fn ten_thousand_come_in_order_and_a_part_at_a_time() {
        let inventory = ten_thousand();
        let all = || inventory.all_matching(&Query { descending: true, ..Query::default() }, &Ties::default());
        let sizes: Vec<usize> =
            batches(all(), Arc::clone(&inventory)).map(|batch| batch.unwrap().len()).collect().await;
        assert_eq!((sizes.len(), sizes.iter().max(), sizes.iter().sum()), (21, Some(&BATCH), 10_000_usize));
        let file = async |format| {
            let answer = answer("x", Timestamp::UNIX_EPOCH, format, batches(all(), Arc::clone(&inventory)));
            to_bytes(answer.into_body(), usize::MAX).await.unwrap()
        };
        let told: Vec<serde_json::Value> = serde_json::from_slice(&file(Format::Json).await).unwrap();
        assert_eq!(
            (told.len(), &told[0]["name"], &told[0]["region"]),
            (10_000, &"risk-09999".into(), &"eu-west-1".into())
        );
        let text = file(Format::Csv).await;
        let mut read = csv::Reader::from_reader(&*text);
        let last = read.records().last().unwrap().unwrap();
        assert_eq!((read.position().record(), &last[0], last.len()), (10_001, "risk-00000", Row::COLUMNS.len()));
    }
}
