//! What the pieces promise to people who see, hear or only type.

use leptos::prelude::*;

use super::*;

fn html(view: impl IntoView) -> String {
    view.to_html().replace("<!>", "")
}

#[test]
fn an_error_is_tied_to_its_field_and_linked_from_the_summary() {
    let field = html(view! {
        <TextField name="first_name" label="First name" hint="As FinSpace will show it." error="Only letters." limit=50/>
    });
    assert!(field.contains(r#"for="field-first-name""#), "{field}");
    assert!(field.contains(r#"aria-invalid="true""#), "{field}");
    assert!(
        field.contains(r#"aria-describedby="field-first-name-error field-first-name-hint field-first-name-count""#),
        "{field}"
    );
    for part in ["error", "hint", "count"] {
        assert!(field.contains(&format!(r#"id="field-first-name-{part}""#)), "{field}");
    }
    let summary = html(view! { <FieldErrorSummary errors=vec![FieldError::new("first_name", "Only letters.")]/> });
    assert!(summary.contains(r##"href="#field-first-name""##), "{summary}");
    assert!(summary.contains(r#"role="alert""#), "{summary}");
}

#[test]
fn a_field_without_news_describes_nothing_but_is_ready_for_an_error() {
    let field = html(view! { <TextField name="name" label="Name"/> });
    assert!(!field.contains("aria-describedby") && !field.contains("aria-invalid"), "{field}");
    assert!(field.contains(r#"id="field-name-error" aria-live="polite""#), "{field}");
    let none = html(view! { <FieldErrorSummary errors=vec![]/> });
    assert!(!none.contains("alert"), "{none}");
}

#[test]
fn a_text_area_gives_back_exactly_what_was_typed() {
    let field = html(view! { <TextArea name="description" label="Description" value="\nR&amp;D </textarea><b>"/> });
    // The parser drops the first of the two line breaks.
    assert!(field.contains(">\n\nR&amp;amp;D &lt;/textarea>&lt;b></textarea>"), "{field}");
}

#[test]
fn the_chosen_value_is_selected_and_no_other() {
    let choices = || vec![Choice::new("LOCAL", "Local"), Choice::new("FEDERATED", "Federated")];
    let select = html(view! { <Select name="mode" label="Sign-in mode" choices=choices() value="FEDERATED"/> });
    assert!(select.contains(r#"<option value="FEDERATED" selected>"#), "{select}");
    assert_eq!(select.matches(" selected").count(), 1, "{select}");
    let cards = html(view! { <RadioCards name="mode" label="Sign-in mode" choices=choices() value="FEDERATED"/> });
    assert_eq!(cards.matches(" checked").count(), 1, "{cards}");
}

#[test]
fn a_blocked_button_sends_nothing_and_says_why() {
    let blocked = || Some(Blocked::new("delete", "Only an administrator can delete."));
    for button in [
        html(view! { <Button label="Delete environment" blocked=blocked()/> }),
        html(view! { <Button label="Delete environment" href="/delete" blocked=blocked()/> }),
    ] {
        assert!(button.contains(r#"type="button""#) && !button.contains("/delete"), "{button}");
        assert!(button.contains(r#"aria-disabled="true" aria-describedby="why-delete""#), "{button}");
        assert!(button.contains("Only an administrator can delete.</span>"), "{button}");
    }
}

#[test]
fn a_link_to_another_site_opens_apart_and_says_so() {
    let link = html(view! { <Button label="Sign in" href="https://example.com" opens=Opens::NewTab/> });
    assert!(link.contains(r#"target="_blank""#) && link.contains("noopener noreferrer"), "{link}");
    assert!(link.contains("opens in a new tab"), "{link}");
}

#[test]
fn words_from_people_stay_words() {
    let words = r#"<script>"&'"#;
    for page in [
        html(view! { <PageHeader title=words description=words crumbs=vec![Crumb::new(words, words)]/> }),
        html(view! { <Badge tone=Tone::Success label=words/> }),
        html(view! { <CodeBlock label=words text=words/> }),
        html(view! { <Flashbar flashes=vec![Flash::new(Tone::Danger, words).body(words).error_id(words)]/> }),
        html(view! { <Chip label=words value=words remove=words/> }),
        html(view! { <TextField name="q" label=words value=words error=words hint=words suggestion=words/> }),
    ] {
        assert!(!page.contains("<script>") && !page.contains(r#""&'"#), "{page}");
    }
}

#[test]
fn the_ends_of_a_list_lead_nowhere() {
    let links = PageLinks { next: "/list?page=2".into(), last: "/list?page=9".into(), ..PageLinks::default() };
    let page = html(view! { <Pagination from=1 to=50 of=1204 noun="environments" links/> });
    assert!(page.contains("1–50 of 1,204"), "{page}");
    assert_eq!(page.matches(r#"aria-disabled="true""#).count(), 2, "{page}");
    assert_eq!(page.matches("href=").count(), 2, "{page}");
    let empty = html(view! { <Pagination from=0 to=0 of=0 noun="environments" links=PageLinks::default()/> });
    assert!(empty.contains("0 of 0") && !empty.contains("href="), "{empty}");
}

#[test]
fn no_piece_carries_a_style_or_a_handler() {
    let page = html(view! {
        <TopBar product="Portal" home="/" end=view! {
            <AccountMenu name="Anna" account="/account" sign_out="/sign-out">
                <ThemeSwitch action="/theme" theme=Theme::Dark/>
            </AccountMenu>
        }/>
        <Progress label="Adding" done=0 of=0/>
        <Details summary="More" state=DetailsState::Open>"text"</Details>
        <Steps label="Steps" steps=vec![Step { label: "Basics".into(), state: StepState::Current, way: StepWay::Link("/basics".into()) }]/>
    });
    assert!(!page.contains(" style=") && !page.contains(" on"), "{page}");
    assert!(page.contains(r#"value="dark" aria-pressed="true""#), "{page}");
    assert!(page.contains(r#"aria-current="step""#), "{page}");
}
