//! News as a letter: one place makes the subject, the lines and the link of every mail, in text and in HTML.

use crate::notice::News;

/// The most characters of a subject.
const SUBJECT_MOST: usize = 150;

/// A letter as it is sent and as its preview shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    pub lines: Vec<String>,
    /// What the link is called, by its effect.
    pub next: String,
    /// The whole address that it leads to.
    pub link: String,
    /// Why one gets it.
    pub foot: String,
}

impl Letter {
    /// The letter about some news. `link` and `choices` are whole addresses: where the news lead, and where one chooses
    /// what one is told.
    #[must_use]
    pub fn of(news: &News, portal: &str, link: &str, choices: &str) -> Self {
        let headline = news.headline();
        let lines = [headline.clone() + ".", news.detail.clone()];
        Self {
            subject: one_line(&headline),
            lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
            next: news.occasion.next().to_owned(),
            link: link.to_owned(),
            foot: format!("You get this from {portal}. Choose what you are told: {choices}"),
        }
    }

    /// As text.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { lines, next, link, foot, .. } = self;
        format!("{}\n\n{next}:\n{link}\n\n-- \n{foot}\n", lines.join("\n\n"))
    }

    /// As HTML, for whoever reads it there. It loads nothing from anywhere.
    #[must_use]
    pub fn html(&self) -> String {
        format!("<!doctype html><html lang=\"en\"><body>{}</body></html>", self.body())
    }

    /// What an HTML mail shows.
    #[must_use]
    pub fn body(&self) -> String {
        let lines: String = self.lines.iter().map(|line| ["<p>", &escaped(line), "</p>"].concat()).collect();
        let (next, link, foot) = (escaped(&self.next), escaped(&self.link), escaped(&self.foot));
        format!("{lines}<p><a href=\"{link}\">{next}</a></p><hr><p><small>{foot}</small></p>")
    }
}

/// A header ends at the end of its line: what is to stand in one has one.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SUBJECT_MOST).collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::occasion::Occasion;

    fn letter(about: &str) -> Letter {
        let news = News { about: about.into(), ..News::example(Occasion::Asked, jiff::Timestamp::UNIX_EPOCH) };
        Letter::of(
            &news,
            "Portal",
            "https://portal.example.com/requests/x",
            "https://portal.example.com/account/notices",
        )
    }

    #[test]
    fn nothing_in_a_name_becomes_a_header_or_markup() {
        let letter = letter("a\r\nBcc: eve@example.com <script>");
        assert!(!letter.subject.contains(['\r', '\n']), "{}", letter.subject);
        assert!(!letter.html().contains("<script>") && letter.html().contains("&lt;script&gt;"));
        assert!(super::one_line(&"é".repeat(500)).chars().count() == SUBJECT_MOST);
    }

    #[test]
    fn every_occasion_has_a_letter_with_one_link() {
        for occasion in Occasion::ALL {
            let news = News::example(occasion, jiff::Timestamp::UNIX_EPOCH);
            let letter = Letter::of(&news, "Portal", "https://portal.example.com/x", "https://portal.example.com/y");
            assert_eq!(letter.text().matches("https://portal.example.com/x").count(), 1, "{occasion:?}");
            assert_eq!(letter.html().matches("<a href").count(), 1, "{occasion:?}");
        }
    }
}
