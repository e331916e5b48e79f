//! The query string: parameters by name, percent-decoded, a plus being a plus.

use percent_encoding::percent_decode_str;

/// The parameters in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    /// Reads the part of a URL after its question mark.
    pub fn of(text: &str) -> Self {
        let parameters = text.split('&').filter(|parameter| !parameter.is_empty());
        let pairs = parameters.map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (decoded(name), decoded(value))
        });
        Self { pairs: pairs.collect() }
    }

    /// The first value of `name`.
    pub fn first(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All values of `name`, in order.
    pub fn all(&self, name: &str) -> Vec<String> {
        let found = self.pairs.iter().filter(|(own, _)| own == name);
        found.map(|(_, value)| value.clone()).collect()
    }
}

/// `text` without its percent signs; bytes that are no UTF-8 become U+FFFD, which no pattern of the model takes.
pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_repeat_and_decode() {
        let query = Query::of("tagKeys=a%2Bb&tagKeys=c+d&&x&maxResults=5");
        assert_eq!(query.all("tagKeys"), ["a+b", "c+d"]);
        assert_eq!(query.first("maxResults"), Some("5"));
        assert_eq!(query.first("x"), Some(""));
        assert_eq!(query.first("y"), None);
    }
}
