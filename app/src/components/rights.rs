//! What the reader of a page may do: a button that they may not use stays, and says why.

use domain::{
    Actor,
    may::{Deed, Facts, may},
    team::Standing,
};

use crate::ui::Blocked;

/// The person in front of the page, as far as buttons are concerned.
#[derive(Clone, Debug, Default)]
pub struct Rights(pub Option<Actor>);

impl Rights {
    #[must_use]
    pub fn may(&self, deed: Deed) -> bool {
        self.reason(deed, Facts::default()).is_none()
    }

    /// Why not; `None` when they may. It is the answer that the call behind the button would give.
    #[must_use]
    pub fn reason(&self, deed: Deed, facts: Facts) -> Option<String> {
        match &self.0 {
            Some(actor) => may(actor, deed, facts).err().map(|denied| denied.reason),
            None => Some("Sign in first.".into()),
        }
    }

    /// Why they may not change a team in which they are this.
    #[must_use]
    pub fn team_reason(&self, standing: Option<Standing>) -> Option<String> {
        self.reason(Deed::ManageTeam, Facts::in_team(standing))
    }

    /// The same for a button; `id` is a word that is unique on the page.
    #[must_use]
    pub fn blocked(&self, id: &'static str, deed: Deed) -> Option<Blocked> {
        self.reason(deed, Facts::default()).map(|why| Blocked::new(id, why))
    }
}
