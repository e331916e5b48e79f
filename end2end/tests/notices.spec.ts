// Telling people: an approver hears by notice and mail what waits, decides from the mail's link, and the asker lands on the sign-in page from theirs.
import { look } from '../support/look.ts';
import { linkIn } from '../support/mail.ts';
import { expect, test } from '../support/mailing.ts';
import { comesIn, invite, setUp } from '../support/people.ts';
import { ask, makeBlueprint } from '../support/requests.ts';
import { makeTeam } from '../support/teams.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '2s', PORTAL_WEBHOOKS_PRIVATE: 'true' } });

test('people_are_told_what_waits_and_what_became_of_it_and_mails_lead_there', async ({ page, portal, mail, browser }) => {
  test.setTimeout(240_000);
  await setUp(page, portal);
  const memberLink = await invite(page, 'member@example.com', 'Member');
  const ownerLink = await invite(page, 'owner@example.com', 'Member');
  const member = await comesIn(browser, portal, memberLink, 'Team Member');
  const owner = await comesIn(browser, portal, ownerLink, 'Team Owner');
  await makeTeam(page, 'Rates', 'owner@example.com\nmember@example.com');
  await makeBlueprint(page, 'Laboratory');

  // Nobody owns the team, so the administrator hears of it and decides.
  await member.goto('/notices');
  await expect(member.getByText('No notices yet')).toBeVisible();
  await look(member, 'notices-none');
  await ask(member, 'Laboratory for Rates', 'curves');

  const asked = await mail.letter('admin@example.com', /curves.*waits for your decision/);
  const decide = linkIn(asked, 'requests');
  await page.goto('/notices');
  await expect(page.getByRole('link', { name: 'Notices 1 unread' })).toBeVisible();
  await expect(page.getByRole('link', { name: '“curves” waits for your decision' })).toBeVisible();
  await look(page, 'notices');
  await page.goto(decide);
  await page.getByRole('button', { name: 'Approve and create' }).click();
  await expect(page.getByText('is approved. The portal creates it now')).toBeVisible();
  await page.goto('/notices');
  await page.getByRole('link', { name: '“curves” waits for your decision' }).click();
  await expect(page).toHaveURL(decide);
  await page.goto('/notices');
  await expect(page.getByRole('link', { name: /unread/ })).toHaveCount(0);

  // The asker gets there from the mail.
  const ready = await mail.letter('member@example.com', /curves.*is ready: you can sign in/);
  await member.goto(linkIn(ready, 'go'));
  await expect(member).toHaveURL(/amazonfinspace\.localhost/);
  await member.goto('/notices');
  await expect(member.getByRole('link', { name: '“curves” is ready: you can sign in' })).toBeVisible();
  await member.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(member.getByText('All notices are marked as read.')).toBeVisible();
  await owner.goto('/notices');
  await expect(owner.getByText('No notices yet')).toBeVisible();

  // What people choose.
  await member.goto('/account');
  await member.getByRole('link', { name: 'Choose what you are told' }).click();
  await look(member, 'notice-choices');
  await member.getByRole('group', { name: 'By mail' }).getByLabel('Your request is approved').uncheck();
  await member.getByRole('button', { name: 'Save choice' }).click();
  await expect(member.getByText('Your choice is saved.')).toBeVisible();

  // What administrators look after.
  await page.goto('/admin/settings/mail');
  await look(page, 'mail');
  await page.getByRole('button', { name: 'Send a test mail to me' }).click();
  await expect(page.getByText('The mail server took it')).toBeVisible();
  await page.getByRole('link', { name: 'Webhooks', exact: true }).click();
  await look(page, 'webhooks-none');
  await page.getByRole('link', { name: 'Add webhook' }).first().click();
  await page.getByLabel('Name of the webhook').fill('Desk channel');
  await page.getByRole('button', { name: 'Add webhook' }).click();
  await expect(page.getByText('Choose one thing at least').first()).toBeVisible();
  await expect(page.getByLabel('Name of the webhook')).toHaveValue('Desk channel');
  await look(page, 'webhook-new');
  // Nobody listens there.
  await page.getByLabel('Address').fill('http://127.0.0.1:9/');
  await page.getByLabel('Your environment is ready').check();
  await page.getByRole('button', { name: 'Add webhook' }).click();
  await expect(page.getByText('Copy the secret now')).toBeVisible();
  await look(page, 'webhook-made');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('It cannot be reached').first()).toBeVisible();
  await look(page, 'webhook');
  await page.goto('/admin/settings/webhooks');
  await look(page, 'webhooks');
});
