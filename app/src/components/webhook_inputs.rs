//! The inputs of a webhook.

use domain::{
    Field, Problems,
    webhook::{NAME_MOST, Shape, Webhook, WebhookField, WebhookForm},
};
use leptos::prelude::*;

use super::error_at;
use crate::ui::{Checkbox, Choice, FieldGroup, InputType, RadioCards, TextField};

#[component]
pub fn WebhookInputs(form: WebhookForm, problems: Problems) -> impl IntoView {
    let of = |field| error_at(&problems, Field::Webhook(field));
    let (of_name, of_address) = (of(WebhookField::Name), of(WebhookField::Address));
    let (of_shape, of_occasions) = (of(WebhookField::Shape), of(WebhookField::Occasions));
    let shapes = Shape::ALL.map(|shape| Choice::new(shape.as_str(), shape.label()).hint(shape.meaning())).to_vec();
    let name = WebhookField::Occasions.input();
    let boxes = Webhook::occasions().enumerate().map(|(place, occasion)| {
        view! {
            <Checkbox name=format!("{name}[{place}]") label=occasion.label() value=occasion.as_str()
                checked=form.occasions.has(occasion)/>
        }
    });
    let boxes = boxes.collect::<Vec<_>>();
    view! {
        <TextField name=WebhookField::Name.input() label=WebhookField::Name.label() value=form.name
            limit=u32::try_from(NAME_MOST).unwrap_or(u32::MAX) error=of_name
            hint="By which you know it again, such as the channel that it posts to."/>
        <TextField name=WebhookField::Address.input() label=WebhookField::Address.label() value=form.address
            r#type=InputType::Url error=of_address
            hint="As the other program gives it, beginning with https://. Keep it like a password: whoever knows it can write there."/>
        <RadioCards name=WebhookField::Shape.input() label=WebhookField::Shape.label() choices=shapes value=form.shape
            error=of_shape/>
        <FieldGroup name label=WebhookField::Occasions.label() error=of_occasions>{boxes}</FieldGroup>
        <Checkbox name=WebhookField::Enabled.input() label=WebhookField::Enabled.label() checked=form.enabled
            hint="Without a tick nothing is sent there, and nothing is kept for later."/>
    }
}
