//! What the calls promise: forms find them, and nothing that changes something goes without its address.

use std::collections::BTreeSet;

/// Calls that only look.
const READS: [&str; 60] = [
    "/api/connections/list",
    "/api/account/show",
    "/api/blueprints/list",
    "/api/blueprints/show",
    "/api/checks/show",
    "/api/changes/opening",
    "/api/dashboard/show",
    "/api/drafts/list",
    "/api/drafts/show",
    "/api/edits/show",
    "/api/environments/history",
    "/api/environments/list",
    "/api/environments/show",
    "/api/environments/watch",
    "/api/house/show",
    "/api/factor/made",
    "/api/factor/show",
    "/api/invitation/open",
    "/api/invitations/made",
    "/api/launchpad/of",
    "/api/launchpad/show",
    "/api/lifetimes/show",
    "/api/links/choices",
    "/api/links/follow",
    "/api/links/show",
    "/api/links/to",
    "/api/log/list",
    "/api/mail/show",
    "/api/notices/choices",
    "/api/notices/list",
    "/api/notices/open",
    "/api/passkeys/show",
    "/api/people/list",
    "/api/people/show",
    "/api/providers/list",
    "/api/providers/show",
    "/api/requests/about",
    "/api/requests/history",
    "/api/requests/list",
    "/api/requests/opening",
    "/api/requests/openings",
    "/api/requests/show",
    "/api/requests/waiting",
    "/api/session/providers",
    "/api/session/waiting",
    "/api/setup/open",
    "/api/tag-use/keys",
    "/api/tag-use/values",
    "/api/tagging/show",
    "/api/tags/show",
    "/api/teams/list",
    "/api/teams/of",
    "/api/teams/show",
    "/api/tokens/address",
    "/api/tokens/list",
    "/api/tokens/made",
    "/api/visit",
    "/api/webhooks/list",
    "/api/webhooks/made",
    "/api/webhooks/show",
];

/// The addresses in `paths::action`, taken from its text so that none is forgotten.
fn actions() -> BTreeSet<String> {
    let actions = include_str!("../paths/action.rs");
    let constants: Vec<_> = actions.lines().filter(|line| line.contains("pub const")).collect();
    let found =
        constants.iter().filter_map(|line| Some(line.split_once(": &str = \"")?.1.split_once('"')?.0.to_owned()));
    let found: BTreeSet<String> = found.collect();
    assert_eq!(found.len(), constants.len(), "two constants are the same, or one is not a text: {constants:?}");
    found
}

#[test]
fn every_form_finds_its_call_and_every_call_that_changes_something_has_an_address() {
    let calls: BTreeSet<String> = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let reads: BTreeSet<String> = READS.map(str::to_owned).into();
    let gone: Vec<_> = reads.difference(&calls).collect();
    assert!(gone.is_empty(), "no such calls any more: {gone:?}");
    let changes: BTreeSet<String> = calls.difference(&reads).cloned().collect();
    assert_eq!(changes, actions());
}

#[test]
fn nothing_is_called_by_following_a_link() {
    let linked: Vec<_> = server_fn::axum::server_fn_paths().filter(|(_, method)| method.as_str() != "POST").collect();
    assert!(linked.is_empty(), "{linked:?}");
}
