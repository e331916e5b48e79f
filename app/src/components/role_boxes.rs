//! The roles as boxes to tick, each with its sentence.

use domain::{Field, role::Role, role::Roles};
use leptos::prelude::*;

use crate::ui::{Checkbox, FieldGroup, Need};

/// The boxes of a form. `held` says why one of them had better stay ticked.
#[component]
pub fn RoleBoxes(roles: Roles, #[prop(optional_no_strip)] held: Option<(Role, &'static str)>) -> impl IntoView {
    let name = Field::Roles.input();
    let boxes = Role::ALL.into_iter().enumerate().map(|(place, role)| {
        let hint = match held {
            Some((held, why)) if held == role => format!("{} {why}", role.meaning()),
            _ => role.meaning().to_owned(),
        };
        view! {
            <Checkbox name=format!("{name}[{place}]") label=role.label() value=role.as_str() checked=roles.has(role) hint/>
        }
    });
    let boxes = boxes.collect::<Vec<_>>();
    view! {
        <FieldGroup name label=Field::Roles.label() need=Need::Unmarked hint="Rights add up. Without a role a person has their account and nothing else.">
            {boxes}
        </FieldGroup>
    }
}
