//! The rows of the list, written as text.
//!
//! A list has hundreds of rows and every reader causes it anew, so a row costs a few copies into one text and nothing
//! else; everything that is not ours is escaped by [`Rows::text`].

use std::fmt::Write;

use domain::{environment::Status, inventory::Entry, tag};
use jiff::Timestamp;

use super::{ago, datetime, exact, sign_in, tone};
use crate::{paths, ui::Glyph};

/// So many tags of a row are written out.
const TAGS: usize = 2;
/// So many characters of a tag are.
const TAG: usize = 48;

/// The `<tr>`s of these entries with the region of each, and why its tags cannot be read, as they are told at `now`.
#[must_use]
pub fn environment_rows<'e>(
    entries: impl IntoIterator<Item = (&'e Entry, &'e str, Option<&'e str>)>,
    now: Timestamp,
) -> String {
    let mut rows = Rows { out: String::with_capacity(64 * 1024), now };
    for (entry, region, denied) in entries {
        rows.row(entry, region, denied);
    }
    rows.out
}

/// The first tags of an environment and the number of the others, for a cell of another table.
#[must_use]
pub fn environment_tags(entry: &Entry, denied: Option<&str>, most: usize) -> String {
    let environment = &entry.environment;
    let detail = paths::environment(&environment.connection, &environment.id);
    let mut rows = Rows { out: String::new(), now: entry.changed_at };
    rows.tags(entry, denied, most, &detail);
    rows.out
}

struct Rows {
    out: String,
    now: Timestamp,
}

impl Rows {
    fn row(&mut self, entry: &Entry, region: &str, denied: Option<&str>) {
        let environment = &entry.environment;
        let detail = paths::environment(&environment.connection, &environment.id);
        self.put("<tr id=\"").put(environment.connection.as_str()).put("/").put(environment.id.as_str());
        self.put("\"><th scope=\"row\" class=\"wrap\" data-label=\"Name\"><div><a href=\"").put(&detail).put("\">");
        self.text(&environment.name).put("</a><div class=\"row-id\">").put(environment.id.as_str());
        self.put("</div></div></th><td data-label=\"Status\" data-say=\"").text(&environment.name).put("\">");
        self.badge(&environment.status).put("</td><td data-label=\"Sign-in mode\">").put(environment.mode.label());
        self.put("</td><td data-label=\"Connection\"><div>").put(environment.connection.as_str());
        self.put("<div class=\"row-id\">").text(region).put("</div></div></td><td data-label=\"Tags\">");
        self.tags(entry, denied, TAGS, &detail)
            .put("</td><td data-label=\"Changed\" class=\"nowrap\">")
            .time(entry.changed_at);
        self.put("</td><td class=\"actions\">").sign_in(entry).put("</td></tr>");
    }

    /// What is ours or was checked, as it is.
    fn put(&mut self, markup: &str) -> &mut Self {
        self.out.push_str(markup);
        self
    }

    /// What is not ours, as text or inside a quoted attribute.
    fn text(&mut self, text: &str) -> &mut Self {
        html_escape::encode_double_quoted_attribute_to_string(text, &mut self.out);
        self
    }

    fn badge(&mut self, status: &Status) -> &mut Self {
        let tone = tone(status);
        self.put("<span class=\"badge\" data-tone=\"").put(tone.word()).put("\">").put(tone.glyph().svg());
        self.text(status.label()).put("</span>")
    }

    fn time(&mut self, at: Timestamp) -> &mut Self {
        self.put("<time data-ago datetime=\"").put(&datetime(at)).put("\" title=\"").put(&exact(at)).put("\">");
        let words = ago(at, self.now);
        self.put(&words).put("</time>")
    }

    /// The first tags and the number of the others; the portal's own are no news to anybody.
    fn tags(&mut self, entry: &Entry, denied: Option<&str>, most: usize, detail: &str) -> &mut Self {
        let tags = match (&entry.tags, denied) {
            (Some(tags), _) => tags,
            (None, None) => return self.put("<span class=\"none\">Not read yet</span>"),
            (None, Some(why)) => {
                return self.put("<span class=\"none\" title=\"").text(why).put("\">Not readable</span>");
            }
        };
        let mut others = tags.iter().filter(|(key, _)| !key.starts_with(tag::OWN_PREFIX));
        let first: Vec<_> = others.by_ref().take(most).collect();
        if first.is_empty() {
            return self.put("<span class=\"none\">None</span>");
        }
        self.put("<div class=\"chips\">");
        for (key, value) in first {
            self.put("<span class=\"chip\"><span>").cut(key).put(": <b>").cut(value).put("</b></span></span>");
        }
        let more = others.count();
        if more > 0 {
            self.put("<a class=\"small nowrap\" href=\"").put(detail).put("#tags\">");
            // Writing into a String cannot fail.
            let _ = write!(self.out, "and {more} more</a>");
        }
        self.put("</div>")
    }

    fn cut(&mut self, text: &str) -> &mut Self {
        match text.char_indices().nth(TAG) {
            Some((end, _)) => self.text(&text[..end]).put("…"),
            None => self.text(text),
        }
    }

    fn sign_in(&mut self, entry: &Entry) -> &mut Self {
        let environment = &entry.environment;
        match sign_in(environment) {
            Ok(url) => {
                self.put("<a class=\"button button-link\" target=\"_blank\" rel=\"noopener noreferrer\" href=\"")
                    .text(&url);
                self.put("\">Sign in").put(Glyph::External.svg()).put("<span class=\"visually-hidden\"> to ");
                self.text(&environment.name).put(" (opens in a new tab)</span></a>")
            }
            Err(why) => {
                let id = format!("why-{}-{}", environment.connection, environment.id);
                self.put("<span class=\"blocked\"><button type=\"button\" class=\"button button-link\" aria-disabled=\"true\" aria-describedby=\"");
                self.put(&id).put("\" popovertarget=\"").put(&id).put("\" title=\"").put(why);
                self.put("\">Sign in<span class=\"visually-hidden\"> to ").text(&environment.name);
                self.put("</span></button><span class=\"blocked-reason\" popover=\"auto\" id=\"").put(&id).put("\">");
                self.put(why).put("</span></span>")
            }
        }
    }
}
