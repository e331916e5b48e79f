//! The address of the log: filters and page as a query string, and back.

use domain::audit::LogForm;
use form_urlencoded::Serializer;

use crate::paths;

/// Longer values are cut: nobody means them.
const LONGEST: usize = 300;

/// Reads the address of the log. Nothing is judged here: what is wrong is said on the page.
#[must_use]
pub fn read_log(address: &str) -> LogForm {
    let mut form = LogForm::default();
    let (_, parameters) = address.split_once('?').unwrap_or_default();
    for (name, value) in form_urlencoded::parse(parameters.as_bytes()) {
        let value = value.trim().chars().take(LONGEST).collect();
        match &*name {
            "who" => form.who = value,
            "action" => form.action = value,
            "object" => form.object = value,
            "outcome" => form.outcome = value,
            "from" => form.from = value,
            "until" => form.until = value,
            "text" => form.text = value,
            "before" => form.before = value,
            "after" => form.after = value,
            "size" => form.size = value,
            _ => {}
        }
    }
    form
}

/// What is said, in one order.
#[must_use]
pub fn log_parameters(form: &LogForm) -> Vec<(&'static str, String)> {
    let all = [
        ("text", &form.text),
        ("who", &form.who),
        ("action", &form.action),
        ("object", &form.object),
        ("outcome", &form.outcome),
        ("from", &form.from),
        ("until", &form.until),
        ("before", &form.before),
        ("after", &form.after),
        ("size", &form.size),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.clone())).collect()
}

fn address(path: &str, parameters: Vec<(&'static str, String)>) -> String {
    if parameters.is_empty() {
        return path.to_owned();
    }
    Serializer::for_suffix(format!("{path}?"), path.len() + 1).extend_pairs(parameters).finish()
}

/// The address of the log as a form asks for it.
#[must_use]
pub fn log_address(form: &LogForm) -> String {
    address(paths::LOG, log_parameters(form))
}

/// The address of the log with other filters, at its newest page.
#[must_use]
pub fn log_with(form: &LogForm, change: impl FnOnce(&mut LogForm)) -> String {
    let mut form = LogForm { before: String::new(), after: String::new(), ..form.clone() };
    change(&mut form);
    log_address(&form)
}

/// The filters alone, without what says which page of it is looked at.
#[must_use]
pub fn log_filter_parameters(form: &LogForm) -> Vec<(&'static str, String)> {
    log_parameters(&LogForm { before: String::new(), after: String::new(), size: String::new(), ..form.clone() })
}

/// The address of a file with all that passes the filters.
#[must_use]
pub fn log_export(path: &str, form: &LogForm) -> String {
    address(path, log_filter_parameters(form))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word() -> impl Strategy<Value = String> {
        any::<String>().prop_map(|text| text.trim().chars().take(40).collect::<String>().trim().to_owned())
    }

    proptest! {
        #[test]
        fn every_form_comes_back_from_its_address(words in proptest::array::uniform10(word())) {
            let [who, action, object, outcome, from, until, text, before, after, size] = words;
            let form = LogForm { who, action, object, outcome, from, until, text, before, after, size };
            let address = log_address(&form);
            prop_assert!(paths::own(&address).is_some(), "{address}");
            prop_assert_eq!(read_log(&address), form);
        }

        #[test]
        fn any_address_is_read(address in any::<String>()) {
            let _any = read_log(&address).parse();
        }
    }

    #[test]
    fn another_filter_begins_at_the_newest_page_and_a_file_has_no_pages() {
        let form = read_log("/admin/log?before=7&size=25&who=ada%40example.com&text=a+b&odd=1");
        assert_eq!(
            log_with(&form, |form| form.outcome = "done".into()),
            "/admin/log?text=a+b&who=ada%40example.com&outcome=done&size=25"
        );
        assert_eq!(log_export(paths::LOG_CSV, &form), "/admin/log.csv?text=a+b&who=ada%40example.com");
        assert_eq!(log_export(paths::LOG_JSON, &LogForm::default()), "/admin/log.json");
    }
}
