//! Telling what checks find: to those who can mend it, or know whom to ask.

use super::{Portal, Telling, others, parse_place};
use crate::{
    Error,
    audit::Event,
    notice::{News, Target},
};

impl Portal {
    /// A line that tells what a check found. Of what is gone by now nobody hears.
    pub(super) async fn of_check(&self, event: &Event) -> Result<Option<Telling>, Error> {
        let place = event.object.split_once('/').and_then(|(_, place)| parse_place(place));
        let Some((connection, environment)) = place else { return Ok(None) };
        let inventory = self.inventory();
        let Some(entry) = inventory.get(&connection, &environment) else { return Ok(None) };
        let news = News::of_check(event, &entry.environment.name, Target::Environment(connection, environment));
        let people = others(self.operators().await?, event);
        Ok(Some(Telling { news, people, once: event.id.to_string() }))
    }
}
