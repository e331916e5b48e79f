//! Teams and their members as rows.

use domain::team::{ByGroup, ByHand, Contact, Joined, Member, Standing, Team, TeamCounted};

use crate::store::{fault::Fault, row::Row};

pub(in crate::store) fn read(row: &Row) -> Result<Team, Fault> {
    Ok(Team {
        id: row.word("id")?,
        name: row.text("name")?,
        description: row.text("description")?,
        made_at: row.time("made_at")?,
    })
}

pub(super) fn counted(row: &Row) -> Result<TeamCounted, Fault> {
    let count = |column| row.number(column).map(|count| usize::try_from(count).unwrap_or_default());
    Ok(TeamCounted { team: read(row)?, members: count("members")?, owners: count("owners")?, links: count("links")? })
}

pub(super) fn contact(row: &Row) -> Result<Contact, Fault> {
    Ok(Contact {
        person: row.word("id")?,
        name: row.text("name")?,
        email: row.text("email")?,
        is_disabled: row.maybe_time("disabled_at")?.is_some(),
    })
}

pub(super) fn member(row: &Row) -> Result<Member, Fault> {
    Ok(Member {
        who: contact(row)?,
        standing: standing(row)?,
        added_at: row.time("added_at")?,
        added_by: row.text("added_by")?,
        by_group: maybe_by_group(row)?,
    })
}

/// Whoever is in a team by rules alone has nothing given by hand.
pub(in crate::store) fn joined(row: &Row) -> Result<Joined, Fault> {
    let by_hand = || Ok::<_, Fault>(ByHand { who: row.text("added_by")?, at: row.time("added_at")? });
    Ok(Joined {
        standing: standing(row)?,
        by_hand: row.maybe_number("given")?.map(|_| by_hand()).transpose()?,
        by_group: maybe_by_group(row)?,
    })
}

fn maybe_by_group(row: &Row) -> Result<Option<ByGroup>, Fault> {
    row.maybe_number("rule_owner")?.map(|_| by_group(row)).transpose()
}

pub(in crate::store) fn by_group(row: &Row) -> Result<ByGroup, Fault> {
    Ok(ByGroup {
        standing: standing_in(row, "rule_owner")?,
        group: row.text("seen_group")?,
        provider: row.word("label")?,
    })
}

pub(in crate::store) fn standing(row: &Row) -> Result<Standing, Fault> {
    standing_in(row, "owner")
}

fn standing_in(row: &Row, column: &'static str) -> Result<Standing, Fault> {
    match row.number(column)? {
        0 => Ok(Standing::Member),
        1 => Ok(Standing::Owner),
        _ => Err(row.inconsistent(column)),
    }
}

pub(in crate::store) fn owner(standing: Standing) -> i64 {
    i64::from(standing == Standing::Owner)
}
