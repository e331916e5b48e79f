//! One's own notices.

use super::{Paged, Portal};
use crate::{
    Actor, Error,
    id::NoticeId,
    may::Deed,
    notice::{Choices, Notice},
};

/// Notices on a page.
const ROWS: usize = 25;

impl Portal {
    /// A page of one's own notices, newest first.
    pub async fn notices(&self, actor: &Actor, page: usize) -> Result<Paged<Notice>, Error> {
        self.see(actor, Deed::SeeNotices, "This page")?;
        let read = |from, most| self.store().notices(&actor.person, from, most);
        Paged::read(page, ROWS, read).await.map_err(|e| self.failed(&e))
    }

    /// One of them, to go where it leads.
    pub async fn notice(&self, actor: &Actor, id: &NoticeId) -> Result<Notice, Error> {
        self.see(actor, Deed::SeeNotices, "This notice")?;
        let found = self.store().notice(&actor.person, id).await.map_err(|e| self.failed(&e))?;
        found.ok_or_else(|| Error::NotFound("This notice".into()))
    }

    /// Marks one of them as read, or all. It is private, so no event tells of it.
    pub async fn read_notices(&self, actor: &Actor, one: Option<&NoticeId>) -> Result<(), Error> {
        self.see(actor, Deed::SeeNotices, "This page")?;
        self.store().mark_read(&actor.person, one, self.now()).await.map_err(|e| self.failed(&e))
    }

    /// What one wants to hear of.
    pub async fn choices(&self, actor: &Actor) -> Result<Choices, Error> {
        self.see(actor, Deed::SeeNotices, "This page")?;
        Ok(self.store().choices(&actor.person).await.map_err(|e| self.failed(&e))?.unwrap_or_default())
    }

    /// Chooses what one wants to hear of. It is private, so no event tells of it.
    pub async fn choose_notices(&self, actor: &Actor, choices: &Choices) -> Result<(), Error> {
        self.see(actor, Deed::SeeNotices, "This page")?;
        self.store().save_choices(&actor.person, choices).await.map_err(|e| self.failed(&e))
    }
}
