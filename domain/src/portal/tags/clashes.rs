//! Where what was typed into the tags form meets what others changed meanwhile.

use super::{Portal, TagsNow, environment_object};
use crate::{
    Actor, Error,
    audit::{Event, Outcome},
    may::Deed,
    tag::{Clash, TagForm, clashes},
};

/// So many events of an environment are looked at to learn who changed its tags.
const EVENTS: i64 = 50;

impl Portal {
    /// The tags that `typed` changes from `shown` while somebody made something else of them, and who that was.
    pub async fn tag_clashes(
        &self,
        actor: &Actor,
        now: &TagsNow,
        shown: &TagForm,
        typed: &TagForm,
    ) -> Result<Vec<Clash>, Error> {
        self.see(actor, Deed::SeeEnvironments, "This environment")?;
        let tags = now.rows.iter().map(|row| (row.key.clone(), row.value.clone())).collect();
        let mut found = clashes(shown, typed, &tags);
        if found.is_empty() {
            return Ok(found);
        }
        let object = environment_object(&now.environment.connection, &now.environment.id);
        let events = self.store().events(&object, EVENTS).await.map_err(|e| self.failed(&e))?;
        for clash in &mut found {
            clash.who = made_so(&events, clash);
        }
        Ok(found)
    }
}

/// Who made it what it is now: only the last change that the log has of it can be the one, and it is not when somebody
/// changed the tag past the portal since.
fn made_so(events: &[Event], clash: &Clash) -> Option<String> {
    let field = format!("Tag {}", clash.key);
    let done = events.iter().filter(|event| event.outcome == Outcome::Done);
    let mut changes = done.flat_map(|event| event.changes.iter().map(move |change| (event, change)));
    let (event, change) = changes.find(|(_, change)| change.field == field)?;
    (change.after == clash.now).then(|| event.who.clone())
}
