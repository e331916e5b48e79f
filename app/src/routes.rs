//! The table of routes.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::pages;

/// All pages, by path.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=pages::missing>
                <Route path=path!("/") view=pages::home ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=pages::sign_in ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/code") view=pages::sign_in_code ssr=SsrMode::Async/>
                <Route path=path!("/setup") view=pages::set_up ssr=SsrMode::Async/>
                <Route path=path!("/invitation") view=pages::invitation ssr=SsrMode::Async/>
                <Route path=path!("/admin/people") view=pages::people ssr=SsrMode::Async/>
                <Route path=path!("/admin/people/invite") view=pages::invite ssr=SsrMode::Async/>
                <Route path=path!("/admin/people/:id") view=pages::person ssr=SsrMode::Async/>
                <Route path=path!("/admin/people/:id/launchpad") view=pages::launchpad_of ssr=SsrMode::Async/>
                <Route path=path!("/launchpad") view=pages::launchpad ssr=SsrMode::Async/>
                <Route path=path!("/teams") view=pages::teams ssr=SsrMode::Async/>
                <Route path=path!("/teams/new") view=pages::new_team ssr=SsrMode::Async/>
                <Route path=path!("/teams/:id") view=pages::team ssr=SsrMode::Async/>
                <Route path=path!("/teams/:id/edit") view=pages::edit_team ssr=SsrMode::Async/>
                <Route path=path!("/teams/:id/link") view=pages::add_link ssr=SsrMode::Async/>
                <Route path=path!("/links/:id") view=pages::link ssr=SsrMode::Async/>
                <Route path=path!("/links/:id/change") view=pages::ask_change ssr=SsrMode::Async/>
                <Route path=path!("/go/:link") view=pages::go ssr=SsrMode::Async/>
                <Route path=path!("/requests") view=pages::requests ssr=SsrMode::Async/>
                <Route path=path!("/requests/new") view=pages::new_request ssr=SsrMode::Async/>
                <Route path=path!("/requests/:id") view=pages::request ssr=SsrMode::Async/>
                <Route path=path!("/requests/:id/history") view=pages::request_history ssr=SsrMode::Async/>
                <Route path=path!("/admin/blueprints") view=pages::blueprints ssr=SsrMode::Async/>
                <Route path=path!("/admin/blueprints/new") view=pages::new_blueprint ssr=SsrMode::Async/>
                <Route path=path!("/admin/blueprints/:id") view=pages::blueprint ssr=SsrMode::Async/>
                <Route path=path!("/notices") view=pages::notices ssr=SsrMode::Async/>
                <Route path=path!("/notices/:id") view=pages::notice ssr=SsrMode::Async/>
                <Route path=path!("/account/notices") view=pages::notice_choices ssr=SsrMode::Async/>
                <Route path=path!("/account") view=pages::account ssr=SsrMode::Async/>
                <Route path=path!("/account/second-factor") view=pages::second_factor ssr=SsrMode::Async/>
                <Route path=path!("/account/tokens") view=pages::tokens ssr=SsrMode::Async/>
                <Route path=path!("/api") view=pages::api_guide ssr=SsrMode::Async/>
                <Route path=path!("/unreadable") view=pages::unreadable ssr=SsrMode::Async/>
                <Route path=path!("/environments") view=pages::environments ssr=SsrMode::Async/>
                <Route path=path!("/environments/tags") view=pages::tagging ssr=SsrMode::Async/>
                <Route path=path!("/tags") view=pages::tag_keys ssr=SsrMode::Async/>
                <Route path=path!("/tags/values") view=pages::tag_values ssr=SsrMode::Async/>
                <Route path=path!("/environments/new") view=pages::drafts ssr=SsrMode::Async/>
                <Route path=path!("/environments/new/:draft/outcome") view=pages::outcome ssr=SsrMode::Async/>
                <Route path=path!("/environments/new/:draft/:step") view=pages::wizard ssr=SsrMode::Async/>
                <Route path=path!("/environments/:connection/:id") view=pages::environment ssr=SsrMode::Async/>
                <Route path=path!("/environments/:connection/:id/federation") view=pages::federation ssr=SsrMode::Async/>
                <Route path=path!("/environments/:connection/:id/history") view=pages::history ssr=SsrMode::Async/>
                <Route path=path!("/environments/:connection/:id/edit") view=pages::edit ssr=SsrMode::Async/>
                <Route path=path!("/environments/:connection/:id/edit/:draft") view=pages::edit_again ssr=SsrMode::Async/>
                <Route path=path!("/environments/:connection/:id/edit/:draft/review") view=pages::edit_review ssr=SsrMode::Async/>
                <Route path=path!("/environments/:connection/:id/tags") view=pages::tags ssr=SsrMode::Async/>
                <Route path=path!("/environments/:connection/:id/delete") view=pages::delete ssr=SsrMode::Async/>
                <Route path=path!("/admin/settings/general") view=pages::general ssr=SsrMode::Async/>
                <Route path=path!("/admin/settings/mail") view=pages::mail ssr=SsrMode::Async/>
                <Route path=path!("/admin/settings/webhooks") view=pages::webhooks ssr=SsrMode::Async/>
                <Route path=path!("/admin/settings/webhooks/new") view=pages::new_webhook ssr=SsrMode::Async/>
                <Route path=path!("/admin/settings/webhooks/:id") view=pages::webhook ssr=SsrMode::Async/>
                <Route path=path!("/admin/settings/connections") view=pages::connections ssr=SsrMode::Async/>
                <Route path=path!("/admin/log") view=pages::log ssr=SsrMode::Async/>
                <Route path=path!("/admin/settings/providers") view=pages::providers ssr=SsrMode::Async/>
                <Route path=path!("/admin/settings/providers/new") view=pages::new_provider ssr=SsrMode::Async/>
                <Route path=path!("/admin/settings/providers/:name") view=pages::provider ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}
