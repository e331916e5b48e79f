//! Which environments somebody wants to see, and the page of them.

use std::{cmp::Ordering, collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{Concern, Entry, Inventory, Ties};
use crate::{
    environment::{Mode, Status},
    id::{ConnectionName, EnvironmentId},
};

/// The page sizes on offer.
pub const SIZES: [usize; 4] = [25, 50, 100, 200];

/// The columns that can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    #[default]
    Name,
    Status,
    Connection,
    Mode,
    Changed,
}

impl Sort {
    pub const ALL: [Self; 5] = [Self::Name, Self::Status, Self::Connection, Self::Mode, Self::Changed];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::Connection => "connection",
            Self::Mode => "mode",
            Self::Changed => "changed",
        }
    }

    fn compare(self, a: &Entry, b: &Entry) -> Ordering {
        let (x, y) = (&a.environment, &b.environment);
        match self {
            Self::Name => Ordering::Equal,
            Self::Status => x.status.cmp(&y.status),
            Self::Connection => x.connection.cmp(&y.connection),
            Self::Mode => x.mode.cmp(&y.mode),
            // Newest first is what people want of a time.
            Self::Changed => b.changed_at.cmp(&a.changed_at),
        }
    }
}

/// Filter, sort and page: what the list's address says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Anywhere in name, id, description, ARN or a tag.
    pub text: String,
    pub status: Option<Status>,
    pub concern: Option<Concern>,
    pub connection: Option<String>,
    pub mode: Option<Mode>,
    /// The name of a team that has a link to them, in whatever case, or its id.
    pub team: Option<String>,
    pub tag_key: Option<String>,
    pub tag_value: Option<String>,
    /// A key that they are without, as far as their tags are known.
    pub lacks: Option<String>,
    pub sort: Sort,
    pub descending: bool,
    /// From 1.
    pub page: usize,
    pub size: usize,
}

/// The environments of one page, and where the page stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    pub entries: Vec<Arc<Entry>>,
    /// How many match.
    pub matching: usize,
    /// How many there are.
    pub all: usize,
    /// The page that is shown, from 1: past the last one it is the last one.
    pub number: usize,
    pub pages: usize,
    pub size: usize,
    /// The query names a team that is not there, so that nothing matches.
    pub unknown_team: bool,
}

/// Where an environment stands in the list by name, whatever comes and goes around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// In lower case.
    name: String,
    connection: ConnectionName,
    id: EnvironmentId,
}

impl Place {
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        let environment = &entry.environment;
        let (connection, id) = (environment.connection.clone(), environment.id.clone());
        Self { name: environment.name.to_lowercase(), connection, id }
    }
}

impl Query {
    /// Whether anything is filtered out.
    #[must_use]
    pub fn filters(&self) -> bool {
        !self.text.trim().is_empty()
            || self.status.is_some()
            || self.concern.is_some()
            || self.connection.is_some()
            || self.mode.is_some()
            || self.team.is_some()
            || self.tag_key.is_some()
            || self.tag_value.is_some()
            || self.lacks.is_some()
    }

    fn size(&self) -> usize {
        if SIZES.contains(&self.size) { self.size } else { 50 }
    }
}

/// A query with its texts lowered once, not once per entry.
struct Sieve<'q> {
    query: &'q Query,
    ties: &'q Ties,
    words: Vec<String>,
}

impl<'q> Sieve<'q> {
    fn of(query: &'q Query, ties: &'q Ties) -> Self {
        Self { query, ties, words: query.text.to_lowercase().split_whitespace().map(str::to_owned).collect() }
    }

    fn passes(&self, entry: &Entry) -> bool {
        let (query, environment) = (self.query, &entry.environment);
        query.status.as_ref().is_none_or(|status| *status == environment.status)
            && query.concern.is_none_or(|concern| concern.is_of(entry, self.ties))
            && query.mode.is_none_or(|mode| mode == environment.mode)
            && query.connection.as_deref().is_none_or(|name| name == environment.connection.as_str())
            && self.passes_team(entry)
            && self.passes_tags(entry)
            && self.words.iter().all(|word| says(entry, word))
    }

    /// Nothing is of a team that is not known.
    fn passes_team(&self, entry: &Entry) -> bool {
        let environment = &entry.environment;
        let place = || (environment.connection.clone(), environment.id.clone());
        self.query.team.is_none() || self.ties.of_team.as_ref().is_some_and(|theirs| theirs.contains(&place()))
    }

    fn passes_tags(&self, entry: &Entry) -> bool {
        let wanted = (self.query.tag_key.as_deref(), self.query.tag_value.as_deref());
        let lacks = self.query.lacks.as_deref();
        if wanted == (None, None) && lacks.is_none() {
            return true;
        }
        let Some(tags) = &entry.tags else { return false };
        let has = match wanted {
            (Some(key), None) => tags.contains_key(key),
            (Some(key), Some(value)) => tags.get(key).is_some_and(|v| v == value),
            (None, Some(value)) => tags.values().any(|v| v == value),
            (None, None) => true,
        };
        has && lacks.is_none_or(|key| !tags.contains_key(key))
    }
}

/// Whether a lower-case word stands anywhere in what is known of an environment.
fn says(entry: &Entry, word: &str) -> bool {
    let environment = &entry.environment;
    let holds = |text: &str| contains(text, word);
    holds(&environment.name)
        || holds(environment.id.as_str())
        || environment.description.as_deref().is_some_and(holds)
        || holds(&environment.arn)
        || entry.tags.iter().flatten().any(|(key, value)| holds(key) || holds(value))
}

/// Case-insensitive for ASCII without a copy of the text: FinSpace's own texts are ASCII.
fn contains(text: &str, lower: &str) -> bool {
    let (text, lower) = (text.as_bytes(), lower.as_bytes());
    lower.is_empty() || text.windows(lower.len()).any(|part| part.eq_ignore_ascii_case(lower))
}

/// The positions of the entries in every order but the name's, which is the order they stand in.
pub(super) fn orders(entries: &[Arc<Entry>]) -> BTreeMap<Sort, Vec<u32>> {
    Sort::ALL
        .into_iter()
        .filter(|sort| *sort != Sort::Name)
        .map(|sort| {
            let mut order: Vec<u32> = (0..u32::try_from(entries.len()).unwrap_or(u32::MAX)).collect();
            order.sort_by(|a, b| sort.compare(&entries[*a as usize], &entries[*b as usize]));
            (sort, order)
        })
        .collect()
}

impl Inventory {
    /// The query without a status or connection that does not exist, so that an old or mistyped address still leads to a
    /// list. The statuses of the API are kept when nothing has them now: something will.
    #[must_use]
    pub fn meant(&self, query: &Query) -> Query {
        let in_use = |status: &Status| self.statuses().iter().any(|(known, _)| known == status);
        let status = query.status.clone().filter(|status| Status::ALL.contains(status) || in_use(status));
        let connection =
            query.connection.clone().filter(|name| self.connections.iter().any(|c| c.name.as_str() == name));
        Query { status, connection, ..query.clone() }
    }

    /// The page that a query asks for. The ties need not be known for a query without a team, and without a concern
    /// that needs them.
    #[must_use]
    pub fn page(&self, query: &Query, ties: &Ties) -> Page {
        let all = self.entries.len();
        let at = self.order(query);
        let size = query.size();
        if !query.filters() {
            let (number, pages) = clamp(query.page, all, size);
            let from = (number - 1) * size;
            let entries = (from..all.min(from + size)).map(|i| Arc::clone(&self.entries[at(i)])).collect();
            return Page { entries, matching: all, all, number, pages, size, unknown_team: false };
        }
        let matching = self.matching(query, ties);
        let (number, pages) = clamp(query.page, matching.len(), size);
        let entries = matching.iter().skip((number - 1) * size).take(size).map(|entry| Arc::clone(entry)).collect();
        let unknown_team = query.team.is_some() && ties.of_team.is_none();
        Page { entries, matching: matching.len(), all, number, pages, size, unknown_team }
    }

    /// All that match, in the order of the list, whatever page is asked for.
    #[must_use]
    pub fn all_matching(&self, query: &Query, ties: &Ties) -> Vec<Arc<Entry>> {
        self.matching(query, ties).into_iter().map(Arc::clone).collect()
    }

    fn matching(&self, query: &Query, ties: &Ties) -> Vec<&Arc<Entry>> {
        let (at, sieve) = (self.order(query), Sieve::of(query, ties));
        (0..self.entries.len()).map(|place| &self.entries[at(place)]).filter(|entry| sieve.passes(entry)).collect()
    }

    /// What stands at each place of the list.
    fn order(&self, query: &Query) -> impl Fn(usize) -> usize + '_ {
        let (all, order, descending) = (self.entries.len(), self.orders.get(&query.sort), query.descending);
        move |place| {
            let place = if descending { all - 1 - place } else { place };
            order.map_or(place, |order| order[place] as usize)
        }
    }

    /// At most so many matching environments by name, from a place on, and whether there are more. Unlike a page, what
    /// comes after a place stays the same while others come and go before it.
    #[must_use]
    pub fn after(&self, query: &Query, ties: &Ties, place: Option<&Place>, most: usize) -> (Vec<Arc<Entry>>, bool) {
        let begin = place.map_or(0, |place| self.entries.partition_point(|entry| Place::of(entry) <= *place));
        let sieve = Sieve::of(query, ties);
        let mut matching = self.entries[begin..].iter().filter(|entry| sieve.passes(entry));
        let entries = matching.by_ref().take(most).cloned().collect();
        (entries, matching.next().is_some())
    }
}

fn clamp(wanted: usize, count: usize, size: usize) -> (usize, usize) {
    let pages = count.div_ceil(size).max(1);
    (wanted.clamp(1, pages), pages)
}
