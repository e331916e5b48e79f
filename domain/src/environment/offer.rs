//! Legal values that the portal offered beside what was typed, and that were chosen.

use serde::{Deserialize, Serialize};

use super::{EditForm, EnvironmentForm};
use crate::tag::TagOffer;

/// What was chosen of the values on offer; whatever is empty was not.
///
/// Browsers send only what is ticked, so rows carry their places: a list would close the gaps and mistake one row for another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Offer {
    pub name: String,
    pub description: String,
    pub first_name: String,
    pub last_name: String,
    pub tags: TagOffer,
}

fn put(text: &mut String, offered: String) {
    if !offered.is_empty() {
        *text = offered;
    }
}

impl EnvironmentForm {
    /// Takes over the legal values that were chosen.
    pub fn accept(&mut self, offer: Offer) {
        put(&mut self.name, offer.name);
        put(&mut self.description, offer.description);
        put(&mut self.first_name, offer.first_name);
        put(&mut self.last_name, offer.last_name);
        self.tags.accept(offer.tags);
    }
}

impl EditForm {
    /// Takes over the legal values that were chosen.
    pub fn accept(&mut self, offer: Offer) {
        put(&mut self.name, offer.name);
        put(&mut self.description, offer.description);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::{TagForm, TagRow};

    #[test]
    fn a_chosen_value_takes_the_place_of_its_row_and_of_no_other() {
        let row = |key: &str, value: &str| TagRow { key: key.into(), value: value.into() };
        let mut form = EnvironmentForm {
            name: "risk_prod".into(),
            description: "as typed".into(),
            tags: TagForm { rows: vec![row("team", "risk"), row("cost centre", "é")] },
            ..Default::default()
        };
        let tags = TagOffer { rows: [(1, row("cost-centre", "")), (7, row("nobody", "asked"))].into() };
        form.accept(Offer { name: "risk-prod".into(), tags, ..Default::default() });
        assert_eq!((form.name.as_str(), form.description.as_str()), ("risk-prod", "as typed"));
        assert_eq!(form.tags.rows, [row("team", "risk"), row("cost-centre", "é")]);
    }
}
