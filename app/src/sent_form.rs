//! What a browser sends of a form on a page. For tests: names and values are taken from the HTML that people get.

use html_escape::decode_html_entities;
use serde::de::DeserializeOwned;

/// A start tag with its attributes, and what follows it in the page.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, String)>,
    rest: &'a str,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// The start tags of a piece of HTML, without what stands in templates.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (tag, after) = tag(rest);
        rest = match tag.name {
            "template" => after.split_once("</template>").map_or("", |(_, after)| after),
            // Nothing in there is a tag.
            "textarea" => after.split_once("</textarea>").map_or("", |(_, after)| after),
            _ => after,
        };
        tags.push(tag);
    }
    tags
}

fn tag(html: &str) -> (Tag<'_>, &str) {
    let end = |text: &str| text.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap_or(text.len());
    let (name, mut rest) = html.split_at(end(html));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (Tag { name, attributes, rest: after }, after);
        }
        assert!(!rest.is_empty(), "a tag without an end: {html:.80}");
        let (key, after) = rest.split_at(end(rest));
        rest = after;
        let mut value = "";
        if let Some(quoted) = after.strip_prefix("=\"") {
            (value, rest) = quoted.split_once('"').expect("a value between quotation marks");
        } else {
            assert!(!after.starts_with('='), "a value without quotation marks: {after:.80}");
        }
        attributes.push((key, decode_html_entities(value).into_owned()));
    }
}

/// A form as it will be sent.
pub(crate) struct SentForm {
    pub action: String,
    pub pairs: Vec<(String, String)>,
    /// Boxes that are not ticked.
    boxes: Vec<(String, String)>,
}

impl SentForm {
    /// The form with this id. Lines end as browsers send them.
    pub fn of(html: &str, id: &str) -> Self {
        let inside = html.find(&format!("id=\"{id}\"")).expect("the form");
        let from = html[..inside].rfind('<').expect("its tag");
        let (form, inside) = tag(&html[from + 1..]);
        assert_eq!(form.name, "form");
        let inside = inside.split_once("</form>").expect("its end").0;
        let action = form.get("action").expect("an action").to_owned();
        let mut sent = Self { action, pairs: Vec::new(), boxes: Vec::new() };
        for tag in tags(inside) {
            let Some(name) = tag.get("name").map(str::to_owned) else { continue };
            let value = match tag.name {
                "input" => input(&tag),
                "textarea" => decode_html_entities(tag.rest.split_once("</textarea>").expect("its end").0)
                    .strip_prefix('\n')
                    .map(str::to_owned)
                    .expect("the line break that the parser drops"),
                // Only the button that was pressed is sent, and a file goes its own way.
                _ => continue,
            };
            let value = value.replace("\r\n", "\n").replace('\n', "\r\n");
            match tag.get("type") {
                Some("file") => {}
                Some("checkbox" | "radio") if !tag.has("checked") => sent.boxes.push((name, value)),
                _ => sent.pairs.push((name, value)),
            }
        }
        sent
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.pairs.push((name.into(), value.into()));
        self
    }

    /// Ticks the box of a name.
    pub fn ticking(mut self, name: &str) -> Self {
        let place = self.boxes.iter().position(|(known, _)| known == name).expect("a box of that name");
        self.pairs.push(self.boxes.swap_remove(place));
        self
    }

    pub fn encoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.pairs).finish()
    }

    /// What a server function makes of it.
    pub fn decoded<T: DeserializeOwned>(&self) -> T {
        decoded(&self.encoded()).unwrap_or_else(|error| panic!("{error}"))
    }
}

/// Reads a form as server functions do.
pub(crate) fn decoded<T: DeserializeOwned>(encoded: &str) -> Result<T, serde_qs::Error> {
    serde_qs::Config::new(5, false).deserialize_str(encoded)
}

/// The value as browsers keep it: one line where there is one line.
fn input(tag: &Tag<'_>) -> String {
    let value = tag.get("value").unwrap_or_default();
    match tag.get("type") {
        Some("text" | "password" | "search") => value.replace(['\r', '\n'], ""),
        Some("url" | "email") => value.replace(['\r', '\n'], "").trim().to_owned(),
        Some("checkbox" | "radio") if !tag.has("value") => "on".into(),
        _ => value.to_owned(),
    }
}

/// Nothing that people typed has become an element or a handler.
pub(crate) fn assert_no_foreign_markup(html: &str) {
    for tag in tags(html) {
        let handler = tag.attributes.iter().find(|(name, _)| name.starts_with("on"));
        assert!(!matches!(tag.name, "script" | "img") && handler.is_none(), "<{}> {handler:?}", tag.name);
    }
}

/// What every form owes to those who do not see it: ids are there once, and whatever names an id finds it.
pub(crate) fn assert_tied_together(html: &str) {
    let tags = tags(html);
    let mut ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
    ids.sort_unstable();
    let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "ids that are there twice: {twice:?}");
    for tag in &tags {
        let link = tag.get("href").and_then(|href| href.strip_prefix('#'));
        let named = ["for", "list"].into_iter().filter_map(|name| tag.get(name)).chain(link);
        let described = tag.get("aria-describedby").unwrap_or_default().split_whitespace();
        for id in named.chain(described) {
            assert!(ids.contains(&id), "<{}> names “{id}”, which is not on the page", tag.name);
        }
    }
}
