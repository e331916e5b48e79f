// Requests: a member asks, an approver of their team amends and approves, one environment is created, and a member of another team sees nothing of it.
import { boto3 } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { comesIn, invite, setUp } from '../support/people.ts';
import { ask } from '../support/requests.ts';
import { makeTeam } from '../support/teams.ts';
import { expect, test } from '../support/test.ts';
import { row } from '../support/wizard.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '2s' } });

test('a_member_asks_an_approver_amends_and_approves_and_one_environment_is_created', async ({ page, portal, browser }) => {
  test.setTimeout(240_000);
  await setUp(page, portal);
  const memberLink = await invite(page, 'member@example.com', 'Member');
  const approverLink = await invite(page, 'approver@example.com', 'Approver');
  const otherLink = await invite(page, 'other@example.com', 'Member');
  const member = await comesIn(browser, portal, memberLink, 'Team Member');
  const approver = await comesIn(browser, portal, approverLink, 'Team Approver');
  const other = await comesIn(browser, portal, otherLink, 'Other Member');
  await makeTeam(page, 'Rates', 'member@example.com\napprover@example.com');
  await makeTeam(page, 'Bonds', 'other@example.com');

  // Without a blueprint nobody can ask.
  await member.goto('/requests');
  await expect(member.getByText('No requests yet')).toBeVisible();
  await look(member, 'requests-none');

  // A blueprint: what is wrong is said at its field, and nothing that was typed is lost.
  await page.goto('/');
  await page.getByRole('link', { name: 'Requests' }).click();
  await page.getByRole('link', { name: 'Blueprints', exact: true }).click();
  await look(page, 'blueprints-none');
  await page.getByRole('link', { name: 'Make a blueprint' }).first().click();
  await page.getByLabel('Words for those who ask').fill('A small environment to try models in.');
  await page.getByLabel('Teams that may use it').fill('Nowhere');
  await page.getByRole('button', { name: 'Save blueprint' }).click();
  await expect(page.getByText('Enter a name by which people choose it').first()).toBeVisible();
  await expect(page.getByLabel('Words for those who ask')).toHaveValue('A small environment to try models in.');
  await look(page, 'blueprint-new');
  await page.getByLabel('Name of the blueprint').fill('Laboratory');
  await page.getByLabel('Teams that may use it').fill('Rates');
  await page.getByLabel('Names begin with').fill('lab-');
  await page.getByLabel('Tags that they must fill in').fill('desk');
  await page.getByLabel('Environments per team').fill('1');
  await page.locator('textarea[name="form[description]"]').fill('For trying models');
  await page.getByRole('button', { name: 'Save blueprint' }).click();
  await expect(page.getByText('The blueprint “Laboratory” is saved.')).toBeVisible();
  await look(page, 'blueprints');
  await page.getByRole('link', { name: 'Laboratory' }).click();
  await look(page, 'blueprint');

  // Asking: first wrong, then kept for later, then sent.
  await member.goto('/');
  await member.getByRole('link', { name: 'Ask for an environment' }).first().click();
  await look(member, 'request-choose');
  await member.getByRole('link', { name: 'Laboratory for Rates' }).click();
  await member.getByLabel('What it is for').fill('To try a new curve model');
  await member.getByLabel('Name', { exact: true }).fill('curves');
  await member.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(member.getByText('Names of this blueprint begin with “lab-”').first()).toBeVisible();
  await expect(member.getByLabel('What it is for')).toHaveValue('To try a new curve model');
  await look(member, 'request-new');
  await member.getByLabel('Name', { exact: true }).fill('lab-curves');
  await member.getByRole('button', { name: 'Save for later' }).click();
  await expect(member.getByText('Only you see this draft.')).toBeVisible();
  await look(member, 'request-draft');
  await member.getByLabel('Tag desk').fill('rates');
  await member.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(member.getByText('Your request is sent.')).toBeVisible();
  await expect(member.getByText('Waiting for a decision').first()).toBeVisible();
  await look(member, 'request-asked');
  const request = new URL(member.url()).pathname;
  await member.goto('/');
  await expect(member.getByRole('heading', { name: 'What you asked for' })).toBeVisible();

  // Deciding: what waits is counted, the plan is changed, and then exactly that is approved.
  await page.goto('/');
  await expect(page.getByRole('link', { name: '1 Waiting for you', exact: true })).toBeVisible();
  await look(page, 'dashboard-waiting');
  await approver.goto('/');
  await expect(approver.getByRole('heading', { name: 'Waiting for you' })).toBeVisible();
  await look(approver, 'launchpad-waiting');
  await approver.getByRole('link', { name: /^Requests 1/ }).click();
  await approver.getByRole('link', { name: 'lab-curves', exact: true }).click();
  await approver.getByLabel('Your comment').fill('I call it after the desk.');
  await approver.getByRole('button', { name: 'Add comment' }).click();
  await expect(approver.getByText('I call it after the desk.')).toBeVisible();
  await look(approver, 'request-decide');
  await approver.getByText('Change what was filled in').click();
  await approver.getByLabel('Name', { exact: true }).fill('lab-rates-curves');
  await approver.getByRole('button', { name: 'Save the changed plan' }).click();
  await expect(approver.getByText('The plan is changed.')).toBeVisible();
  await expect(approver.getByRole('cell', { name: 'lab-rates-curves' }).first()).toBeVisible();
  await approver.getByRole('button', { name: 'Approve and create' }).click();
  await expect(approver.getByText('is approved. The portal creates it now')).toBeVisible();

  // The member watches it come, and ends on its sign-in page.
  await expect(async () => {
    await member.goto(`${request}?follow=no`);
    await expect(member.getByRole('link', { name: /^Sign in/ })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 90_000 });
  await expect(member.getByText('Ready', { exact: true })).toBeVisible();
  await look(member, 'request-ready');
  const opened = member.context().waitForEvent('page');
  await member.getByRole('link', { name: /^Sign in/ }).click();
  const tab = await opened;
  await tab.waitForURL(/amazonfinspace\.localhost/);
  await tab.close();
  const names = await boto3(portal, '[one["name"] for one in finspace.list_environments()["environments"]]');
  expect(JSON.parse(names)).toEqual(['lab-rates-curves']);
  await member.goto('/');
  await expect(member.getByRole('heading', { level: 2, name: 'Requested' })).toBeVisible();
  await look(member, 'launchpad-requested');

  // Nothing is left of the blueprint, and a stranger sees nothing of all that.
  await member.goto('/requests/new');
  await member.getByRole('link', { name: 'Laboratory for Rates' }).click();
  await expect(member.getByText('Nothing is left of this blueprint')).toBeVisible();
  await other.goto('/requests');
  await expect(other.getByText('No requests yet')).toBeVisible();
  for (const path of [request, '/requests/aaaaaaaaaaaaaaaaaaaaaaaaaa', '/admin/blueprints']) {
    expect((await other.goto(path))?.status(), path).toBe(404);
  }
  await page.goto('/requests');
  await look(page, 'requests');
});

test('approvers_decide_one_after_the_other', async ({ page, portal, browser }) => {
  test.setTimeout(180_000);
  await setUp(page, portal);
  const ownerLink = await invite(page, 'owner@example.com', 'Approver');
  const bossLink = await invite(page, 'boss@example.com', 'Member');
  const memberLink = await invite(page, 'member@example.com', 'Member');
  const owner = await comesIn(browser, portal, ownerLink, 'Desk Owner');
  const boss = await comesIn(browser, portal, bossLink, 'The Boss');
  const member = await comesIn(browser, portal, memberLink, 'Team Member');
  await makeTeam(page, 'Rates', 'owner@example.com\nmember@example.com');
  await page.goto('/admin/blueprints/new');
  await page.getByLabel('Name of the blueprint').fill('Production');
  await page.getByLabel('One after the other').check();
  await page.getByLabel('Approvers in their order').fill('team\nNobody at all');
  await page.getByRole('button', { name: 'Save blueprint' }).click();
  await expect(page.getByText('There is no team and nobody called “Nobody at all”. Look names of teams up').first()).toBeVisible();
  await expect(page.getByLabel('Approvers in their order')).toHaveValue('team\nNobody at all');
  await page.getByLabel('Approvers in their order').fill('team\nboss@example.com');
  await page.getByRole('button', { name: 'Save blueprint' }).click();
  await expect(page.getByText('The blueprint “Production” is saved.')).toBeVisible();

  const request = await ask(member, 'Production for Rates', 'rates-production');
  await expect(member.getByText('the approvers of Rates')).toBeVisible();

  // It is there for the second one to read, and waits for the first.
  await boss.goto(request);
  await expect(boss.getByText('It waits for the approvers of Rates now.')).toBeAttached();
  await expect(boss.getByRole('button', { name: 'Approve' })).toBeDisabled();
  await look(boss, 'request-not-your-turn');
  await owner.goto(request);
  await owner.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(owner.getByText('boss@example.com').first()).toBeVisible();
  await boss.goto('/');
  await boss.getByRole('link', { name: 'rates-production', exact: true }).click();
  await boss.getByRole('button', { name: 'Approve and create' }).click();
  await member.goto(request);
  await expect(member.getByText('Approved').first()).toBeVisible();
});

test('a_blueprint_offers_values_and_a_superuser_and_approves_by_itself', async ({ page, portal, browser }) => {
  test.setTimeout(180_000);
  await setUp(page, portal);
  const link = await invite(page, 'member@example.com', 'Member');
  const member = await comesIn(browser, portal, link, 'Team Member');
  await makeTeam(page, 'Rates', 'member@example.com');
  await page.goto('/admin/blueprints/new');
  await page.getByLabel('Name of the blueprint').fill('Laboratory');
  await page.getByLabel('Tags that they must fill in').fill('desk = rates, bonds');
  await page.getByLabel('Tags that they may fill in').fill('stage = live');
  await page.getByLabel('Let them name the superuser').check();
  await page.getByLabel('Requests of every member').check();
  await page.getByLabel('By itself up to so many per team').fill('1');
  await row(page, 'Add tag');
  await page.getByLabel('Key', { exact: true }).first().fill('stage');
  await page.getByLabel('Value', { exact: true }).first().fill('test');
  await page.getByRole('button', { name: 'Save blueprint' }).click();
  await expect(page.getByText('“stage” begins with “test” below.').first()).toBeVisible();
  await expect(page.getByLabel('Requests of every member')).toBeChecked();
  await page.getByLabel('Tags that they may fill in').fill('stage = live, test');
  await page.getByRole('button', { name: 'Save blueprint' }).click();
  await expect(page.getByText('The blueprint “Laboratory” is saved.')).toBeVisible();
  await page.getByRole('link', { name: 'Laboratory' }).click();
  await look(page, 'blueprint-choices');

  // They begin with what the blueprint and their account say, and are told that nobody has to decide.
  await member.goto('/requests/new');
  await member.getByRole('link', { name: 'Laboratory for Rates' }).click();
  await expect(member.getByText('Nobody has to: it is approved at once.')).toBeVisible();
  await expect(member.getByLabel('Tag stage')).toHaveValue('test');
  await expect(member.getByLabel('Email address')).toHaveValue('member@example.com');
  await expect(member.getByLabel('Last name')).toHaveValue('Member');
  await member.getByLabel('What it is for').fill('To try a curve model');
  await member.getByLabel('Name', { exact: true }).fill('curves');
  await member.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(member.getByText('Fill in “desk”.').first()).toBeVisible();
  await look(member, 'request-choices');
  await member.getByLabel('Tag desk').selectOption('bonds');
  await member.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(member.getByText('The blueprint approved your request by itself').first()).toBeVisible();
  await member.goto(`${new URL(member.url()).pathname}?follow=no`);
  await expect(member.getByText('as long as the team has no more than 1 of it').first()).toBeVisible();

  // The next one is for somebody to decide.
  await member.goto('/requests/new');
  await member.getByRole('link', { name: 'Laboratory for Rates' }).click();
  await expect(member.getByText('The owners of the team, and its members with the role Approver.')).toBeVisible();
});
