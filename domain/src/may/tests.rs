//! The whole table of rights, cell by cell.

use super::*;
use crate::{id::PersonId, role::Roles};

fn somebody(roles: impl IntoIterator<Item = Role>) -> Actor {
    Actor {
        person: PersonId::from_bytes([1; 26]),
        name: "Somebody".into(),
        email: "somebody@example.com".into(),
        roles: roles.into_iter().collect::<Roles>(),
    }
}

fn allowed(role: Option<Role>, deed: Deed) -> bool {
    may(&somebody(role), deed, Facts::default()).is_ok()
}

/// For nobody in particular, admin, operator, approver, auditor and member.
const TABLE: [(Deed, &str); 28] = [
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
    (Deed::SeeLog, ".A..U."),
    (Deed::ExportLog, ".A..U."),
    (Deed::SeeConnections, ".AO.U."),
    (Deed::CheckConnection, ".AO..."),
    (Deed::SeeSettings, ".A..U."),
    (Deed::ChangeSettings, ".A...."),
    (Deed::UnlinkSignIn, ".A...."),
    (Deed::OwnAccount, "NAOPUM"),
    (Deed::SeeTeams, "NAOPUM"),
    (Deed::SeeTeam, ".AO.U."),
    (Deed::MakeTeam, ".A...."),
    (Deed::DeleteTeam, ".A...."),
    (Deed::ManageTeam, ".A...."),
    (Deed::SeeLaunchpad, "NAOPUM"),
    (Deed::LookAsPerson, ".A...."),
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
    let facts = Facts { to_yourself: true, takes_last_admin: true, in_team: None };
    for (deed, cells) in TABLE {
        assert!(cells.starts_with('N') || may(&somebody([]), deed, facts).is_err(), "{deed:?}");
    }
}

#[test]
fn being_in_a_team_opens_the_team_and_nothing_else() {
    for (standing, opened) in
        [(Standing::Member, vec![Deed::SeeTeam]), (Standing::Owner, vec![Deed::SeeTeam, Deed::ManageTeam])]
    {
        let facts = Facts::in_team(Some(standing));
        let open =
            TABLE.iter().filter(|(deed, cells)| !cells.starts_with('N') && may(&somebody([]), *deed, facts).is_ok());
        assert_eq!(open.map(|(deed, _)| *deed).collect::<Vec<_>>(), opened, "{standing:?}");
    }
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
