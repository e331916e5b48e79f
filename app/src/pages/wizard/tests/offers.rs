//! Legal values that are ticked, rows with gaps, and forms that no page of ours has sent.

use domain::{
    environment::{EnvironmentForm, Step},
    tag::TagForm,
};

use super::{page, row};
use crate::{
    api::drafts::{Go, Save},
    sent_form::{SentForm, decoded},
};

const DRAFT: &str = "draft=77777777777777777777777777&step=extras";

fn accepted(sent: &SentForm) -> EnvironmentForm {
    let Save { mut form, offer, .. } = sent.decoded();
    form.accept(offer);
    form
}

#[test]
fn a_ticked_value_replaces_what_was_typed() {
    let typed = EnvironmentForm {
        name: "risk_prod".into(),
        description: "Rates, credit".into(),
        first_name: "Anne-Marie".into(),
        last_name: "O’Neill".into(),
        email_address: "a@example.com".into(),
        ..EnvironmentForm::default()
    };
    let basics = SentForm::of(&page(&typed, Step::Basics), "wizard-form").ticking("offer[name]");
    let form = accepted(&basics);
    assert_eq!((form.name.as_str(), form.description.as_str()), ("risk-prod", "Rates, credit"));
    let superuser = SentForm::of(&page(&typed, Step::Superuser), "wizard-form");
    let form = accepted(&superuser.ticking("offer[first_name]").ticking("offer[last_name]"));
    assert_eq!((form.first_name.as_str(), form.last_name.as_str()), ("AnneMarie", "ONeill"));
}

#[test]
fn a_ticked_value_of_one_row_leaves_the_other_rows_alone() {
    let rows = vec![row("owner", "risk"), row("cost centre", "42"), row("team", "Zoë")];
    let typed = EnvironmentForm { tags: TagForm { rows }, ..EnvironmentForm::default() };
    let sent = SentForm::of(&page(&typed, Step::Extras), "wizard-form").ticking("offer[tags][rows][2][value]");
    let rows = accepted(&sent).tags.without_spare().rows;
    assert_eq!(rows, [row("owner", "risk"), row("cost centre", "42"), row("team", "Zoe")]);
}

#[test]
fn removed_rows_leave_gaps_that_close() {
    let sent = format!(
        "{DRAFT}&form[tags][rows][12][key]=c&form[tags][rows][12][value]=3&form[tags][rows][2][key]=a\
         &form[tags][rows][7][key]=&form[tags][rows][7][value]=&form[data_bundles][1001]=z&form[data_bundles][4]=y"
    );
    let Save { form, .. } = decoded(&sent).unwrap();
    assert_eq!(form.tags.rows, [row("a", ""), row("", ""), row("c", "3")]);
    assert_eq!(form.data_bundles, ["y", "z"]);
}

#[test]
fn without_a_form_everything_is_empty() {
    let Save { go, form, offer, .. } = decoded(DRAFT).unwrap();
    assert_eq!((go, form, offer), (Go::Next, EnvironmentForm::default(), domain::environment::Offer::default()));
}

#[test]
fn what_nobody_knows_is_left_aside() {
    let more =
        "&nobody=1&form[nobody]=1&form[nobody2][x][y][z]=1&form[tags][nobody]=1&form[name]=a&offer[nobody][3]=x&";
    let Save { form, .. } = decoded(&format!("{DRAFT}{more}")).unwrap();
    assert_eq!(form, EnvironmentForm { name: "a".into(), ..EnvironmentForm::default() });
}

#[test]
fn a_form_of_the_wrong_shape_is_refused_and_breaks_nothing() {
    for bad in [
        "form[name][x]=1",
        "form[name]=1&form[name]=2",
        "form=1",
        "[]=1",
        "form[tags]=1",
        "form[tags][rows]=1",
        "form[tags][rows][x][key]=1",
        "form[tags][rows][99999999999999999999999]=1",
        "form[mode]=OTHER",
        "go=sideways",
        "offer[tags][rows][]=1",
    ] {
        assert!(decoded::<Save>(&format!("{DRAFT}&{bad}")).is_err(), "{bad}");
    }
    for bad in ["", "draft=", "draft=x&step=extras", "draft=77777777777777777777777777&step=nowhere"] {
        assert!(decoded::<Save>(bad).is_err(), "{bad}");
    }
}

#[test]
fn nesting_ends_where_the_deepest_field_does() {
    let deepest = "form[federation][attributes][0][key]=Email";
    let Save { form, .. } = decoded(&format!("{DRAFT}&{deepest}")).unwrap();
    assert_eq!(form.federation.attributes[0].key, "Email");
    let abyss = format!("{DRAFT}&form{}=1", "[x]".repeat(100_000));
    let Save { form, .. } = decoded(&abyss).unwrap();
    assert_eq!(form, EnvironmentForm::default());
}
