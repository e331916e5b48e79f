//! One's own notices, and what one wants to be told.

use domain::{
    id::NoticeId,
    notice::{Choices, Notice, Target},
    occasion::Occasions,
    portal::Paged,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// A page of notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticesShown {
    pub notices: Paged<Notice>,
    pub now: jiff::Timestamp,
}

/// What one chose, and whether there is a choice of mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoicesShown {
    pub choices: Choices,
    pub sends_mail: bool,
}

#[server(endpoint = "notices/list")]
pub async fn list(#[server(default)] page: usize) -> Result<NoticesShown, ApiError> {
    use crate::context;
    let portal = context::portal();
    Ok(NoticesShown { notices: portal.notices(&context::actor()?, page).await?, now: portal.now() })
}

/// Where a notice leads. Whoever goes there has read it; a browser that only looks ahead has not.
#[server(endpoint = "notices/open")]
pub async fn open(id: NoticeId) -> Result<Target, ApiError> {
    use crate::context;
    let (portal, actor) = (context::portal(), context::actor()?);
    let notice = portal.notice(&actor, &id).await?;
    if !context::is_only_a_look() {
        portal.read_notices(&actor, Some(&id)).await?;
    }
    Ok(notice.news.target)
}

/// Marks all of them as read.
#[server(endpoint = "notices/read")]
pub async fn read() -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice as Told,
        paths,
    };
    let done = context::portal().read_notices(&context::actor()?, None).await;
    let told = Told::done("All notices are marked as read.");
    context::answer(done, |()| Then::go(paths::NOTICES).telling(told), || Back::to(paths::NOTICES)).await
}

#[server(endpoint = "notices/choices")]
pub async fn chosen() -> Result<ChoicesShown, ApiError> {
    use crate::context;
    let portal = context::portal();
    Ok(ChoicesShown { choices: portal.choices(&context::actor()?).await?, sends_mail: portal.sends_mail() })
}

/// What is not ticked is not sent, so nothing sent is nothing wanted.
#[server(endpoint = "notices/choose")]
pub async fn choose(#[server(default)] portal: Occasions, #[server(default)] mail: Occasions) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice as Told,
        paths,
    };
    let choices = Choices { portal, mail };
    let done = context::portal().choose_notices(&context::actor()?, &choices).await;
    let told = Told::done("Your choice is saved. It holds from the next notice on.");
    context::answer(done, |()| Then::go(paths::NOTICE_CHOICES).telling(told), || Back::to(paths::NOTICE_CHOICES)).await
}
