//! Reading the log, and taking it away as a file.

use super::{Paged, Portal};
use crate::{
    Actor, Error,
    audit::{Action, COUNTED, Count, Event, Filter, Format, Line, Outcome, Page, Place, Query, Trail},
    may::Deed,
};

/// Lines that are read for an export at a time.
const BATCH: usize = 500;
/// Events on a page of what happened to something.
const EVENTS: usize = 50;

impl Portal {
    /// A page of the log.
    pub async fn log(&self, actor: &Actor, query: &Query) -> Result<Page, Error> {
        self.see(actor, Deed::SeeLog, "This page")?;
        let mut place = query.place;
        // One more than is shown tells whether there are more.
        let mut lines = self.lines(&query.filter, place, query.size + 1).await?;
        if matches!(place, Place::After(_)) && lines.len() <= query.size {
            // Nothing newer is left out: this is the newest page, which is whole.
            place = Place::Newest;
            lines = self.lines(&query.filter, place, query.size + 1).await?;
        }
        let more = lines.len() > query.size;
        if let Place::After(_) = place {
            lines.drain(..lines.len() - query.size);
        } else {
            lines.truncate(query.size);
        }
        let (newer, older) = match place {
            Place::Newest => (false, more),
            Place::Before(_) => (true, more),
            Place::After(position) => (more, position > 0),
        };
        let matching = match place {
            Place::Newest if !more => Count::Exactly(i64::try_from(lines.len()).unwrap_or(i64::MAX)),
            _ => self.count(&query.filter).await?,
        };
        Ok(Page { lines, newer, older, matching })
    }

    /// Begins an export of the lines that pass a filter now. That somebody takes them away is recorded first, in a line
    /// that is no part of it: it names the filter, and would often pass it for that alone.
    pub async fn export_log(&self, actor: &Actor, filter: Filter, format: Format) -> Result<Export, Error> {
        self.see(actor, Deed::ExportLog, "This page")?;
        let newest = self.lines(&Filter::default(), Place::Newest, 1).await?;
        let place = Place::Before(newest.first().map_or(1, |line| line.position + 1));
        let words = filter.in_words();
        let which = if words.is_empty() { "Everything".to_owned() } else { format!("What passes {words}") };
        let detail = format!("{which}, as {}", format.label());
        let event = self.event(Some(actor), Action::ExportLog, "log".into(), Outcome::Done, detail);
        self.store().record(&event).await.map_err(|e| self.failed(&e))?;
        Ok(Export { portal: self.clone(), filter, place })
    }

    /// A page of what happened to something, newest first. Who asks for it was asked whether they may.
    pub(super) async fn along(&self, trail: &Trail, page: usize) -> Result<Paged<Event>, Error> {
        let read = |from, most| self.store().trail(trail, from, most);
        Paged::read(page, EVENTS, read).await.map_err(|e| self.failed(&e))
    }

    async fn lines(&self, filter: &Filter, place: Place, most: usize) -> Result<Vec<Line>, Error> {
        self.store().lines(filter, place, most).await.map_err(|e| self.failed(&e))
    }

    async fn count(&self, filter: &Filter) -> Result<Count, Error> {
        let count = self.store().count_lines(filter, COUNTED + 1).await.map_err(|e| self.failed(&e))?;
        Ok(if count > COUNTED { Count::MoreThan(COUNTED) } else { Count::Exactly(count) })
    }
}

/// An export under way, which holds a batch at a time.
pub struct Export {
    portal: Portal,
    filter: Filter,
    place: Place,
}

impl Export {
    /// The next lines, newest first; none at the end.
    pub async fn next(&mut self) -> Result<Vec<Line>, Error> {
        let lines = self.portal.lines(&self.filter, self.place, BATCH).await?;
        if let Some(last) = lines.last() {
            self.place = Place::Before(last.position);
        }
        Ok(lines)
    }
}
