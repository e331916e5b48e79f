//! How programs call the portal.

use leptos::prelude::*;

use crate::{
    api::tokens::address,
    components::{CopyButtons, Copyable, CopyableCode},
    page::{Content, page},
    paths,
    ui::{Button, ButtonLook, Crumb, Fact, FactWidth, KeyValue, PageHeader, Section},
};

pub fn api_guide() -> impl IntoView {
    page(|_| async {
        let address = address().await?;
        Ok(Content::new("API", view! { <Guide address/> }))
    })
}

#[component]
fn Guide(address: String) -> impl IntoView {
    let document = format!("{address}/openapi.json");
    let (curl, python, create) = (curl(&address), python(&address), create(&address));
    let (teams, ask, approve) = (teams(&address), ask(&address), approve(&address));
    let crumbs = vec![Crumb::new("Account", paths::ACCOUNT), Crumb::new("API tokens", paths::TOKENS)];
    let tokens = view! { <Button label="Make a token" look=ButtonLook::Primary href=paths::TOKENS/> };
    view! {
        <CopyButtons/>
        <PageHeader title="API" crumbs actions=tokens
            description="What people do with environments, tags, teams and requests on these pages, programs do with a token of theirs."/>
        <Section title="Where it is">
            <KeyValue>
                <Fact label="Address"><Copyable value=address what="the address"/></Fact>
                <Fact label="Description (OpenAPI 3.1)" width=FactWidth::Full><Copyable value=document what="the address of the description"/></Fact>
            </KeyValue>
        </Section>
        <Section title="Reading" description="Put the token into the environment of the program, not into its source.">
            <CopyableCode label="curl" text=curl/>
            <CopyableCode label="Python" text=python/>
        </Section>
        <Section title="Creating" description="A key of your own choice makes a creation happen once: when an answer gets lost, send the same again with the same key.">
            <CopyableCode label="Create an environment with curl" text=create/>
        </Section>
        <Section title="Teams" description="Your teams, or all of them for those who see all: each with its people, its environments and their permanent addresses.">
            <CopyableCode label="Find a team with curl" text=teams/>
        </Section>
        <Section title="Requests" description="A blueprint says what may be asked for and what to fill in: GET /blueprints lists those that are open to you. The token needs the scope “requests”.">
            <CopyableCode label="Ask for an environment with curl" text=ask/>
            <CopyableCode label="Read a request, then approve it with curl" text=approve/>
        </Section>
        <Section title="What to know">
            <ul>
                <li>"A list comes in pieces of at most 100. When there is more, "<code>"next"</code>" in the answer goes into the next call."</li>
                <li>"An error is a problem document (RFC 9457): "<code>"detail"</code>" says what is wrong, "<code>"errors"</code>" says it field by field, and "<code>"request_id"</code>" finds the call in the log of the server."</li>
                <li>"401 means that the token is unknown, withdrawn or expired, or that its owner is disabled. 403 says which scope or role is missing."</li>
                <li>"An approval names the version of the request that was read, by its "<code>"ETag"</code>" in "<code>"If-Match"</code>": 412 means that it changed meanwhile, so read it again. Nobody approves what they asked for themselves."</li>
                <li>"503 comes with "<code>"Retry-After"</code>": wait that many seconds, then try again."</li>
            </ul>
        </Section>
    }
}

fn curl(address: &str) -> String {
    format!(
        "export PORTAL_TOKEN=…\ncurl -H \"Authorization: Bearer $PORTAL_TOKEN\" \\\n  \"{address}/environments?status=CREATED&limit=50\""
    )
}

fn python(address: &str) -> String {
    let lines = [
        "import json, os, urllib.parse, urllib.request",
        "",
        &format!("portal = \"{address}\""),
        "headers = {\"Authorization\": \"Bearer \" + os.environ[\"PORTAL_TOKEN\"]}",
        "query = {\"status\": \"CREATED\"}",
        "while True:",
        "    url = portal + \"/environments?\" + urllib.parse.urlencode(query)",
        "    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:",
        "        page = json.load(answer)",
        "    for environment in page[\"environments\"]:",
        "        print(environment[\"name\"], environment.get(\"signInUrl\"))",
        "    if not page.get(\"next\"):",
        "        break",
        "    query[\"next\"] = page[\"next\"]",
    ];
    lines.join("\n")
}

/// A call of the shell, a line for each thing that goes along.
fn lines(call: &str, along: &[&str]) -> String {
    let token = "-H \"Authorization: Bearer $PORTAL_TOKEN\"";
    [call, token].iter().chain(along).copied().collect::<Vec<_>>().join(" \\\n  ")
}

const JSON: &str = "-H \"Content-Type: application/json\"";

fn create(address: &str) -> String {
    let body = "-d '{\"connection\": \"local\", \"name\": \"research\", \"tags\": {\"desk\": \"rates\"}}'";
    lines(&format!("curl -X POST {address}/environments"), &["-H \"Idempotency-Key: research-2026-1\"", JSON, body])
}

fn teams(address: &str) -> String {
    lines(&format!("curl \"{address}/teams?q=rates\""), &[])
}

fn ask(address: &str) -> String {
    let body = "-d '{\"blueprint\": \"…\", \"team\": \"…\", \"why\": \"To try a model\", \"name\": \"lab-curves\"}'";
    lines(&format!("curl -X POST {address}/requests"), &["-H \"Idempotency-Key: curves-2026-1\"", JSON, body])
}

fn approve(address: &str) -> String {
    let read = lines(&format!("curl -i {address}/requests/$REQUEST"), &[]);
    let approve = format!("curl -X POST {address}/requests/$REQUEST/approve");
    format!("{read}\n{}", lines(&approve, &["-H 'If-Match: \"the ETag of what you read\"'"]))
}
