//! The address of a list: filter, sort and page as a query string, and back.

use domain::{
    environment::{Mode, Status},
    inventory::{Concern, Query, SIZES, Sort},
};
use form_urlencoded::Serializer;

use crate::paths;

/// The page size that needs no mention.
const USUAL: usize = 50;
/// Longer texts to look for are cut: nobody means them.
const LONGEST: usize = 300;

/// Reads the address of the list. What makes no sense is as if it were not there.
#[must_use]
pub fn read_query(address: &str) -> Query {
    let mut query = Query { page: 1, size: USUAL, ..Query::default() };
    let (_, parameters) = address.split_once('?').unwrap_or_default();
    for (name, value) in form_urlencoded::parse(parameters.as_bytes()) {
        let value = value.trim();
        let word = || Some(value.chars().take(LONGEST).collect::<String>()).filter(|word| !word.is_empty());
        match &*name {
            "text" => query.text = word().unwrap_or_default(),
            "status" => query.status = word().map(Status::from),
            "only" => query.concern = Concern::parse(value),
            "connection" => query.connection = word(),
            "mode" => query.mode = [Mode::Local, Mode::Federated].into_iter().find(|mode| mode.as_str() == value),
            "team" => query.team = word(),
            "tag_key" => query.tag_key = word(),
            "tag_value" => query.tag_value = word(),
            "lacks" => query.lacks = word(),
            "sort" => query.sort = Sort::ALL.into_iter().find(|sort| sort.as_str() == value).unwrap_or_default(),
            "order" => query.descending = value == "descending",
            "page" => query.page = value.parse().unwrap_or(1).max(1),
            "size" => query.size = value.parse().ok().filter(|size| SIZES.contains(size)).unwrap_or(USUAL),
            _ => {}
        }
    }
    query
}

/// The parameters of a query, in one order, without those that say the usual.
#[must_use]
pub fn parameters(query: &Query) -> Vec<(&'static str, String)> {
    let filters = [
        ("text", Some(query.text.clone()).filter(|text| !text.is_empty())),
        ("status", query.status.as_ref().map(|status| status.as_str().to_owned())),
        ("only", query.concern.map(|concern| concern.as_str().to_owned())),
        ("connection", query.connection.clone()),
        ("mode", query.mode.map(|mode| mode.as_str().to_owned())),
        ("team", query.team.clone()),
        ("tag_key", query.tag_key.clone()),
        ("tag_value", query.tag_value.clone()),
        ("lacks", query.lacks.clone()),
        ("sort", (query.sort != Sort::default()).then(|| query.sort.as_str().to_owned())),
        ("order", query.descending.then(|| "descending".to_owned())),
        ("page", (query.page > 1).then(|| query.page.to_string())),
        ("size", (query.size != USUAL && SIZES.contains(&query.size)).then(|| query.size.to_string())),
    ];
    filters.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The address of a query's list.
#[must_use]
pub fn list_address(query: &Query) -> String {
    list_at(paths::ENVIRONMENTS, query)
}

/// The address of a file with all that a query lets through, in its order.
#[must_use]
pub fn list_export(path: &str, query: &Query) -> String {
    list_at(path, &Query { page: 1, size: USUAL, ..query.clone() })
}

/// The same query at another path.
#[must_use]
pub fn list_at(path: &str, query: &Query) -> String {
    let parameters = parameters(query);
    if parameters.is_empty() {
        return path.to_owned();
    }
    Serializer::for_suffix(format!("{path}?"), path.len() + 1).extend_pairs(parameters).finish()
}

/// The address of a changed query, at its first page.
#[must_use]
pub fn list_with(query: &Query, change: impl FnOnce(&mut Query)) -> String {
    let mut query = Query { page: 1, ..query.clone() };
    change(&mut query);
    list_address(&query)
}

/// The address of the same order without any filter.
#[must_use]
pub fn unfiltered(query: &Query) -> String {
    list_address(&Query { sort: query.sort, descending: query.descending, size: query.size, ..Query::default() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word() -> impl Strategy<Value = String> {
        any::<String>().prop_map(|text| text.trim().chars().take(40).collect::<String>().trim().to_owned())
    }

    fn some_word() -> impl Strategy<Value = Option<String>> {
        word().prop_map(|word| Some(word).filter(|word| !word.is_empty()))
    }

    prop_compose! {
        fn queries()(
            text in word(), status in some_word(), connection in some_word(), team in some_word(), tag_key in some_word(), tag_value in some_word(), lacks in some_word(),
            mode in 0..3_usize, concern in 0..6_usize, sort in 0..Sort::ALL.len(), descending: bool, page in 1..usize::MAX, size in 0..SIZES.len(),
        ) -> Query {
            let mode = [None, Some(Mode::Local), Some(Mode::Federated)][mode];
            let status = status.map(Status::from);
            let concern = Concern::ALL.get(concern).copied();
            Query { text, status, concern, connection, mode, team, tag_key, tag_value, lacks, sort: Sort::ALL[sort], descending, page, size: SIZES[size] }
        }
    }

    proptest! {
        #[test]
        fn every_query_comes_back_from_its_address(query in queries()) {
            let address = list_address(&query);
            prop_assert!(paths::own(&address).is_some(), "{address}");
            prop_assert_eq!(read_query(&address), query);
        }

        #[test]
        fn any_address_is_read(address in any::<String>()) {
            let query = read_query(&address);
            prop_assert!(query.page >= 1 && SIZES.contains(&query.size));
        }
    }

    #[test]
    fn what_makes_no_sense_is_ignored() {
        let odd = "/environments?page=-3&size=7&sort=colour&order=up&mode=BOTH&text=+&tag_key=&status=&x=y&page=x";
        assert_eq!(read_query(odd), read_query("/environments"));
        assert_eq!(list_address(&read_query(odd)), "/environments");
    }

    #[test]
    fn a_form_without_scripts_is_understood() {
        let query = read_query(
            "/environments?text=risk+prod&status=CREATED&connection=&mode=LOCAL&tag_key=a%26b&tag_value=%C3%A9",
        );
        assert_eq!((query.text.as_str(), query.status, query.connection), ("risk prod", Some(Status::Created), None));
        assert_eq!((query.tag_key.as_deref(), query.tag_value.as_deref()), (Some("a&b"), Some("é")));
    }

    #[test]
    fn a_file_has_the_filters_and_the_order_and_no_page() {
        let query = read_query("/environments?text=a&team=Market+Risk&sort=status&order=descending&page=7&size=100");
        let asked = "?text=a&team=Market+Risk&sort=status&order=descending";
        assert_eq!(list_export(paths::ENVIRONMENTS_CSV, &query), format!("/environments.csv{asked}"));
        assert_eq!(list_export(paths::ENVIRONMENTS_JSON, &read_query("/environments?size=25")), "/environments.json");
    }

    #[test]
    fn another_filter_begins_at_the_first_page() {
        let query = read_query("/environments?page=7&size=100&text=a");
        assert_eq!(list_with(&query, |query| query.sort = Sort::Status), "/environments?text=a&sort=status&size=100");
        assert_eq!(unfiltered(&query), "/environments?size=100");
    }
}
