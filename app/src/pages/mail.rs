//! How the portal sends mail: what it is set to, a test, and what its mails say.

use domain::{may::Deed, portal::MailSeen};
use leptos::prelude::*;

use crate::{
    api::mail::{LetterShown, MailShown, show},
    components::{Rights, SettingsTab, SettingsTabs},
    page::{Content, page},
    paths,
    ui::{Alert, Button, CodeBlock, Details, Fact, KeyValue, PageHeader, Section, Tone},
};

pub fn mail() -> impl IntoView {
    page(|visit| async move {
        let shown = show().await?;
        Ok(Content::new("Mail", view! { <Whole shown rights=visit.rights()/> }))
    })
}

#[component]
fn Whole(shown: MailShown, rights: Rights) -> impl IntoView {
    let MailShown { seen, me, letters } = shown;
    let letters = letters.into_iter().map(|LetterShown { label, subject, body, text }| {
        view! {
            <Details summary=label>
                <p><b>"Subject: "</b>{subject.clone()}</p>
                // Its texts are escaped where it is made, as in the mail itself.
                <div class="letter" inner_html=body></div>
                <p class="note">"The same for mail programs that show text alone:"</p>
                <CodeBlock label=format!("Text of “{subject}”") text/>
            </Details>
        }
    });
    let letters = letters.collect_view();
    let state = view! { <State seen me rights=rights.clone()/> };
    view! {
        <PageHeader title="Mail" description="People are told by mail what waits for them and what became of what they asked for, as far as they want to be."/>
        <SettingsTabs tab=SettingsTab::Mail rights/>
        {state.into_any()}
        <Section title="What the mails say" description="Each of them with an example. A mail has one link, to the page on which one decides or watches.">
            {letters}
        </Section>
    }
}

#[component]
fn State(seen: MailSeen, me: String, rights: Rights) -> impl IntoView {
    let MailSeen { settings, waiting, given_up } = seen;
    let Some(settings) = settings else {
        return view! {
            <Alert tone=Tone::Info title="This portal sends no mail">
                "People find their notices in the portal. To send mail, start the server with "<code>"mail.url"</code>
                " and "<code>"mail.from"</code>", in its file, as flags or as variables: "<code>"portal --help"</code>" describes them."
            </Alert>
        }
        .into_any();
    };
    let user = settings.user.map(|user| view! { <Fact label="Signs in as">{user}</Fact> });
    let blocked = rights.blocked("test", Deed::ChangeSettings);
    view! {
        <Section title="Server" description="Set where the server is started; a password is never shown.">
            <KeyValue>
                <Fact label="Mail server">{settings.server}</Fact>
                <Fact label="Sender">{settings.from}</Fact>
                {user}
                <Fact label="On their way">{waiting}</Fact>
                <Fact label="Given up within 30 days">{given_up}</Fact>
            </KeyValue>
            <form method="post" action=paths::action::TEST_MAIL>
                <Button label="Send a test mail to me" blocked/>
                <span class="note">{format!(" Goes to {me}, and says here what the mail server answers.")}</span>
            </form>
        </Section>
    }
    .into_any()
}
