//! Where two people change the same tag.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{OWN_PREFIX, TagForm, TagRow};

/// A tag that somebody changed while its page was open, and that the page's form changes to something else. `None` is "not
/// there".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    pub key: String,
    /// As the page showed it.
    pub shown: Option<String>,
    pub now: Option<String>,
    pub typed: Option<String>,
    /// Who made it what it is now, as far as the log knows.
    pub who: Option<String>,
}

impl Clash {
    /// What it was, what it is by whom, and what the form makes of it.
    #[must_use]
    pub fn in_words(&self) -> String {
        let was = self.shown.as_ref().map(|shown| format!("was “{shown}” and ")).unwrap_or_default();
        let is = self.now.as_ref().map_or_else(|| "is gone".into(), |now| format!("is “{now}” now"));
        let who = match &self.who {
            Some(who) => format!(", by {who}."),
            None => "; the log does not know by whom.".into(),
        };
        let typed = self.typed.as_ref().map_or_else(|| "removed it".into(), |typed| format!("gave it “{typed}”"));
        format!("“{}” {was}{is}{who} You {typed}.", self.key)
    }
}

impl TagForm {
    /// The tags as a page showed them, with these as they are now: it shows them, too, so that a form which is sent again
    /// goes over what its sender has seen. Of what others changed besides, nothing is taken over, and nothing taken back.
    #[must_use]
    pub fn knowing(mut self, clashes: &[Clash]) -> Self {
        self.rows.retain(|row| clashes.iter().all(|clash| clash.key != row.key.trim()));
        let now = clashes.iter().filter_map(|clash| Some((clash.key.clone(), clash.now.clone()?)));
        self.rows.extend(now.map(|(key, value)| TagRow { key, value }));
        self
    }
}

/// Where the way from `shown` to `typed` meets what others did since.
pub(crate) fn clashes(shown: &TagForm, typed: &TagForm, now: &BTreeMap<String, String>) -> Vec<Clash> {
    let by_key = |form: &TagForm| -> BTreeMap<String, String> {
        let rows = form.pairs().map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()));
        rows.filter(|(key, value)| !value.is_empty() && !key.starts_with(OWN_PREFIX)).collect()
    };
    let (shown, typed) = (by_key(shown), by_key(typed));
    let mut keys: Vec<&String> = shown.keys().chain(typed.keys()).collect();
    keys.sort();
    keys.dedup();
    let clash = |key: &String| {
        let of = |tags: &BTreeMap<String, String>| tags.get(key).cloned();
        let (shown, now, typed) = (of(&shown), of(now), of(&typed));
        let clashes = typed != shown && now != shown && now != typed;
        clashes.then(|| Clash { key: key.clone(), shown, now, typed, who: None })
    };
    keys.into_iter().filter_map(clash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(rows: &[(&str, &str)]) -> TagForm {
        TagForm { rows: rows.iter().map(|(k, v)| TagRow { key: (*k).into(), value: (*v).into() }).collect() }
    }

    fn tags(rows: &[(&str, &str)]) -> BTreeMap<String, String> {
        rows.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn only_what_both_changed_and_not_alike_clashes() {
        let shown = form(&[("alike", "1"), ("mine", "1"), ("theirs", "1"), ("untouched", "1"), ("both", "1")]);
        let typed =
            form(&[("alike", "2"), ("mine", "2"), ("theirs", "1"), ("untouched", "1"), (" both ", "2 "), ("", "")]);
        let now =
            tags(&[("alike", "2"), ("mine", "1"), ("theirs", "2"), ("untouched", "1"), ("both", "3"), ("new", "1")]);
        let found = clashes(&shown, &typed, &now);
        assert_eq!(found.iter().map(|clash| clash.key.as_str()).collect::<Vec<_>>(), ["both"]);
        assert!(clashes(&shown.knowing(&found), &typed, &now).is_empty(), "what was shown is in nobody's way");
    }

    #[test]
    fn what_is_gone_or_added_or_removed_is_told_so() {
        let words = |shown: &[(&str, &str)], typed: &[(&str, &str)], now: &[(&str, &str)]| {
            let found = clashes(&form(shown), &form(typed), &tags(now));
            let known = form(shown).knowing(&found);
            assert_eq!(known.rows, form(now).rows);
            Clash { who: Some("eve".into()), ..found[0].clone() }.in_words()
        };
        let (one, two, three) = ([("a", "1")], [("a", "2")], [("a", "3")]);
        assert_eq!(words(&one, &two, &[]), "“a” was “1” and is gone, by eve. You gave it “2”.");
        assert_eq!(words(&[], &two, &three), "“a” is “3” now, by eve. You gave it “2”.");
        assert_eq!(words(&one, &[], &three), "“a” was “1” and is “3” now, by eve. You removed it.");
    }

    #[test]
    fn the_portals_own_never_clash() {
        assert!(
            clashes(&form(&[("portal:operation", "1")]), &form(&[]), &tags(&[("portal:operation", "2")])).is_empty()
        );
    }
}
