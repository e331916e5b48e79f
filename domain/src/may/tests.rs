//! The whole table of rights, cell by cell.

use super::*;
use jiff::Timestamp;

use crate::{
    id::{PersonId, TokenId},
    role::Roles,
    token::{Lifetime, Scope, Scopes, TokenName},
};

fn somebody(roles: impl IntoIterator<Item = Role>) -> Actor {
    Actor {
        person: PersonId::from_bytes([1; 26]),
        name: "Somebody".into(),
        email: "somebody@example.com".into(),
        roles: roles.into_iter().collect::<Roles>(),
        token: None,
    }
}

fn allowed(role: Option<Role>, deed: Deed) -> bool {
    may(&somebody(role), deed, Facts::default()).is_ok()
}

/// For nobody in particular, admin, operator, approver, auditor and member.
const TABLE: [(Deed, &str); 45] = [
    (Deed::SeeEnvironments, ".AO.U."),
    (Deed::SeeDrafts, ".AO..."),
    (Deed::CreateEnvironment, ".AO..."),
    (Deed::EditEnvironment, ".AO..."),
    (Deed::TagEnvironment, ".AO..."),
    (Deed::DeleteEnvironment, ".AO..."),
    (Deed::DecideLostOperation, ".AO..."),
    (Deed::Refresh, ".AO..."),
    (Deed::SeePeople, ".A..U."),
    (Deed::Invite, ".A...."),
    (Deed::ChangeRoles, ".A...."),
    (Deed::DisablePerson, ".A...."),
    (Deed::EnablePerson, ".A...."),
    (Deed::WithdrawToken, ".A...."),
    (Deed::ResetFactor, ".A...."),
    (Deed::SeeLog, ".A..U."),
    (Deed::ExportLog, ".A..U."),
    (Deed::SeeConnections, ".AO.U."),
    (Deed::CheckConnection, ".AO..."),
    (Deed::SeeSettings, ".A..U."),
    (Deed::ChangeSettings, ".A...."),
    (Deed::UnlinkSignIn, ".A...."),
    (Deed::OwnAccount, "NAOPUM"),
    (Deed::SeeNotices, "NAOPUM"),
    (Deed::SeeTeams, "NAOPUM"),
    (Deed::SeeTeam, ".AO.U."),
    (Deed::MakeTeam, ".A...."),
    (Deed::DeleteTeam, ".A...."),
    (Deed::ManageTeam, ".A...."),
    (Deed::SeeLaunchpad, "NAOPUM"),
    (Deed::LookAsPerson, ".A...."),
    (Deed::SeeBlueprints, ".AO.U."),
    (Deed::ChangeBlueprints, ".A...."),
    (Deed::AskForEnvironment, "......"),
    (Deed::AskForDeletion, "......"),
    (Deed::AskForTime, "......"),
    (Deed::AskForChange, "......"),
    (Deed::KeepEnvironment, ".AO..."),
    (Deed::SetEnd, ".A...."),
    (Deed::SeeRequests, "NAOPUM"),
    (Deed::SeeRequest, ".AO.U."),
    (Deed::ChangeRequest, "......"),
    (Deed::DecideRequest, ".A...."),
    (Deed::CommentRequest, ".AO..."),
    (Deed::CheckEnvironment, ".AO..."),
];

#[test]
fn everybody_may_what_the_table_says_and_nothing_else() {
    let columns = std::iter::once(None).chain(Role::ALL.map(Some));
    for (role, place) in columns.zip(0..) {
        for (deed, cells) in TABLE {
            assert_eq!(allowed(role, deed), cells.as_bytes()[place] != b'.', "{role:?}, {deed:?}");
        }
    }
}

#[test]
fn an_auditor_changes_nothing_but_themselves() {
    for (deed, _) in TABLE {
        assert!(deed.action().is_none() || !allowed(Some(Role::Auditor), deed), "{deed:?}");
    }
}

#[test]
fn rights_add_up() {
    let both = somebody([Role::Operator, Role::Auditor]);
    for deed in [Deed::CreateEnvironment, Deed::SeePeople] {
        assert_eq!(may(&both, deed, Facts::default()), Ok(()), "{deed:?}");
    }
    assert!(may(&both, Deed::Invite, Facts::default()).is_err());
}

#[test]
fn nobody_disables_themselves_and_the_last_administrator_stays() {
    let admin = somebody([Role::Admin]);
    let yourself = Facts { to_yourself: true, ..Facts::default() };
    let last = Facts { takes_last_admin: true, ..Facts::default() };
    assert!(may(&admin, Deed::DisablePerson, yourself).unwrap_err().reason.contains("another administrator"));
    assert_eq!(may(&admin, Deed::ChangeRoles, yourself), Ok(()), "one of several administrators can step down");
    for deed in [Deed::DisablePerson, Deed::ChangeRoles, Deed::UnlinkSignIn, Deed::ChangeSettings] {
        assert!(may(&admin, deed, last).unwrap_err().reason.contains("last administrator"), "{deed:?}");
    }
}

#[test]
fn the_facts_open_nothing() {
    let facts = Facts { to_yourself: true, takes_last_admin: true, ..Facts::default() };
    for (deed, cells) in TABLE {
        assert!(cells.starts_with('N') || may(&somebody([]), deed, facts).is_err(), "{deed:?}");
    }
}

#[test]
fn being_in_a_team_opens_the_team_and_nothing_else() {
    let asking = [Deed::AskForEnvironment, Deed::AskForDeletion, Deed::AskForTime, Deed::AskForChange];
    for (standing, opened) in [
        (Standing::Member, [&[Deed::SeeTeam][..], &asking].concat()),
        (Standing::Owner, [&[Deed::SeeTeam, Deed::ManageTeam][..], &asking, &[Deed::CheckEnvironment]].concat()),
    ] {
        let facts = Facts::in_team(Some(standing));
        let open =
            TABLE.iter().filter(|(deed, cells)| !cells.starts_with('N') && may(&somebody([]), *deed, facts).is_ok());
        assert_eq!(open.map(|(deed, _)| *deed).collect::<Vec<_>>(), opened, "{standing:?}");
    }
}

#[test]
fn a_part_in_a_request_opens_what_it_is_for() {
    let opened = |part: Part, roles: &[Role]| {
        let facts = Facts::in_request(Some(part));
        let deeds = [Deed::SeeRequest, Deed::ChangeRequest, Deed::DecideRequest, Deed::CommentRequest];
        let open = |deed: &Deed| may(&somebody(roles.iter().copied()), *deed, facts).is_ok();
        deeds.into_iter().filter(open).collect::<Vec<_>>()
    };
    assert_eq!(opened(Part::Asker, &[]), [Deed::SeeRequest, Deed::ChangeRequest, Deed::CommentRequest]);
    assert_eq!(opened(Part::Approver, &[]), [Deed::SeeRequest, Deed::DecideRequest, Deed::CommentRequest]);
    assert_eq!(opened(Part::Onlooker, &[]), [Deed::SeeRequest, Deed::CommentRequest]);
    assert!(!opened(Part::Asker, &[Role::Admin]).contains(&Deed::DecideRequest), "nobody decides their own");
}

#[test]
fn a_refusal_says_who_may_and_whom_to_ask() {
    let said = |deed| may(&somebody([]), deed, Facts::default()).unwrap_err().reason;
    assert_eq!(
        said(Deed::DeleteEnvironment),
        "Only administrators and operators can delete environments. Ask one of them."
    );
    assert_eq!(said(Deed::Invite), "Only administrators can invite people. Ask one of them.");
    assert_eq!(
        said(Deed::SeeEnvironments),
        "Only administrators, operators and auditors can see environments. Ask one of them."
    );
    assert_eq!(
        said(Deed::ManageTeam),
        "Only administrators and owners of the team can change this team. Ask one of them."
    );
}

/// An administrator for whom a program acts.
fn by_token(roles: impl IntoIterator<Item = Role>, scopes: impl IntoIterator<Item = Scope>) -> Actor {
    let actor = somebody(roles);
    let token = Token {
        id: TokenId::from_bytes([1; 26]),
        person: actor.person.clone(),
        name: TokenName::parse("nightly").unwrap(),
        scopes: scopes.into_iter().collect::<Scopes>(),
        made_at: Timestamp::UNIX_EPOCH,
        expires_at: Lifetime::ALL[0].from(Timestamp::UNIX_EPOCH),
        used_at: None,
    };
    Actor { token: Some(token), ..actor }
}

/// What a token of an administrator may do, by scope: read, environments, tags, requests. Everything else needs the person.
const SCOPED: [(Deed, &str); 13] = [
    (Deed::SeeEnvironments, "RET."),
    (Deed::SeeConnections, "RET."),
    (Deed::SeeDrafts, ".E.."),
    (Deed::CreateEnvironment, ".E.."),
    (Deed::EditEnvironment, ".E.."),
    (Deed::DeleteEnvironment, ".E.."),
    (Deed::TagEnvironment, "..T."),
    (Deed::SeeTeams, "R..Q"),
    (Deed::SeeTeam, "R..Q"),
    (Deed::SeeRequests, "R..Q"),
    (Deed::SeeRequest, "R..Q"),
    (Deed::DecideRequest, "...Q"),
    (Deed::CommentRequest, "...Q"),
];

#[test]
fn a_token_gives_its_scopes_and_nothing_else() {
    for (scope, place) in Scope::ALL.into_iter().zip(0..) {
        for (deed, _) in TABLE {
            let cells = SCOPED.iter().find(|(scoped, _)| *scoped == deed).map_or("....", |(_, cells)| *cells);
            let may = may(&by_token([Role::Admin], [scope]), deed, Facts::default());
            assert_eq!(may.is_ok(), cells.as_bytes()[place] != b'.', "{scope:?}, {deed:?}");
        }
    }
}

#[test]
fn a_token_never_gives_more_than_its_owners_roles() {
    for role in std::iter::once(None).chain(Role::ALL.map(Some)) {
        for (deed, _) in TABLE {
            let all = may(&by_token(role, Scope::ALL), deed, Facts::default());
            assert!(all.is_err() || allowed(role, deed), "{role:?}, {deed:?}");
        }
    }
    assert!(may(&by_token([Role::Auditor], Scope::ALL), Deed::SeeEnvironments, Facts::default()).is_ok());
}

#[test]
fn a_token_that_lacks_a_scope_says_which() {
    let said = |scopes: &[Scope], deed| {
        may(&by_token([Role::Admin], scopes.iter().copied()), deed, Facts::default()).unwrap_err().reason
    };
    assert_eq!(
        said(&[Scope::Read], Deed::DeleteEnvironment),
        "This token may only read. Use one with the scope “environments”."
    );
    assert_eq!(
        said(&[Scope::Read, Scope::Environments], Deed::TagEnvironment),
        "This token may only create, edit and delete environments. Use one with the scope “tags”."
    );
    assert_eq!(
        said(&Scope::ALL, Deed::Invite),
        "This token may only create, edit and delete environments, and change tags, and ask for environments and decide \
         requests. Sign in to invite people yourself."
    );
}

#[test]
fn a_token_for_requests_asks_and_withdraws_for_whoever_may() {
    let asker = by_token([], [Scope::Requests]);
    let in_team = Facts::in_team(Some(Standing::Member));
    assert_eq!(may(&asker, Deed::AskForEnvironment, in_team), Ok(()));
    assert_eq!(may(&asker, Deed::ChangeRequest, Facts::in_request(Some(Part::Asker))), Ok(()));
    assert!(
        may(&asker, Deed::DecideRequest, Facts::in_request(Some(Part::Asker))).is_err(),
        "nobody decides their own"
    );
    let reader = by_token([], [Scope::Read]);
    let said = may(&reader, Deed::AskForEnvironment, in_team).unwrap_err().reason;
    assert_eq!(said, "This token may only read. Use one with the scope “requests”.");
}
