// Changes by request: a member asks that an environment gets another description and a tag, an approver makes it another one and approves it, the portal changes it, and the member watches that.
import { readFile } from 'node:fs/promises';
import { boto3 } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { comesIn, invite, setUp } from '../support/people.ts';
import { linkFirst, makeTeam } from '../support/teams.ts';
import { expect, test } from '../support/test.ts';
import { metadataCertificate, metadataFile } from '../support/wizard.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '1s' } });

test('a_change_is_asked_for_approved_and_carried_out_and_never_over_what_others_did', async ({ page, portal, browser }) => {
  test.setTimeout(240_000);
  await setUp(page, portal);
  const memberLink = await invite(page, 'member@example.com', 'Member');
  const approverLink = await invite(page, 'approver@example.com', 'Approver');
  const member = await comesIn(browser, portal, memberLink, 'Team Member');
  const approver = await comesIn(browser, portal, approverLink, 'Team Approver');
  await makeTeam(page, 'Rates', 'member@example.com\napprover@example.com');

  // An environment of a blueprint, which leaves the description and a tag free.
  await page.goto('/admin/blueprints/new');
  await page.getByLabel('Name of the blueprint').fill('Laboratory');
  await page.getByLabel('Names begin with').fill('lab-');
  await page.getByLabel('Let them write the description').check();
  await page.getByLabel('Tags that they may fill in').fill('desk');
  await page.getByLabel('Requests of every member').check();
  await page.getByRole('button', { name: 'Save blueprint' }).click();
  await expect(page.getByText('The blueprint “Laboratory” is saved.')).toBeVisible();
  await member.goto('/requests/new');
  await member.getByRole('link', { name: 'Laboratory for Rates' }).click();
  await member.getByLabel('What it is for').fill('To try a model');
  await member.getByLabel('Name', { exact: true }).fill('lab-curves');
  await member.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(async () => {
    await member.goto('/');
    await expect(member.getByRole('link', { name: /^Sign in/ })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });

  // Asking: nothing different is nothing to ask for; what is wrong is said, and what was typed stays.
  await member.getByRole('link', { name: 'Ask for a change', exact: true }).click();
  const ask = new URL(member.url()).pathname;
  await look(member, 'change-new');
  await member.getByRole('button', { name: 'Ask for the change' }).click();
  await expect(member.getByText('Nothing is different from how the environment is now.').first()).toBeVisible();
  await member.getByLabel('Name', { exact: true }).fill('curves');
  await member.getByLabel('Description', { exact: false }).first().fill('Where curves are drawn');
  await member.getByLabel('Why it is to be changed').fill('Nobody knows what it is');
  await member.getByRole('button', { name: 'Ask for the change' }).click();
  await expect(member.getByText('Names of this blueprint begin with “lab-”').first()).toBeVisible();
  await expect(member.getByLabel('Why it is to be changed')).toHaveValue('Nobody knows what it is');
  await look(member, 'change-wrong');
  await member.getByLabel('Name', { exact: true }).fill('lab-curves');
  await member.getByLabel('Tag desk').fill('rates');
  await member.getByRole('button', { name: 'Ask for the change' }).click();
  await expect(member.getByText('Your request is sent.')).toBeVisible();
  await expect(member.getByRole('cell', { name: 'Where curves are drawn' }).first()).toBeVisible();
  await look(member, 'change-asked');
  const request = new URL(member.url()).pathname;
  await member.goto(ask);
  await expect(member.getByText('A change is asked for already')).toBeVisible();
  await look(member, 'change-already');

  // Deciding: what was filled in becomes another tag, and exactly that is approved.
  await approver.goto(request);
  await look(approver, 'change-decide');
  await approver.getByText('Change what was filled in').click();
  await approver.getByLabel('Tag desk').fill('curves');
  await approver.getByRole('button', { name: 'Save the changed plan' }).click();
  await expect(approver.getByText('The plan is changed.')).toBeVisible();
  await approver.getByRole('button', { name: 'Approve the change' }).click();
  await expect(approver.getByText('is approved. The portal applies it now')).toBeVisible();
  await expect(async () => {
    await member.goto(`${request}?follow=no`);
    await expect(member.getByText('The environment is changed', { exact: true })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await look(member, 'change-done');
  const described = '[one["description"] for one in finspace.list_environments()["environments"]]';
  expect(JSON.parse(await boto3(portal, described))).toEqual(['Where curves are drawn']);
  await page.goto('/environments');
  await page.getByRole('link', { name: 'lab-curves', exact: true }).click();
  await expect(page.getByText('Where curves are drawn').first()).toBeVisible();
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await expect(page.getByText(/As member@example\.com asked in request .*, approved by approver@example\.com/).first()).toBeVisible();

  // What others change meanwhile is not taken back: nobody can approve it any more.
  await member.goto(ask);
  await expect(member.getByLabel('Tag desk')).toHaveValue('curves');
  await member.getByLabel('Tag desk').fill('bonds');
  await member.getByLabel('Why it is to be changed').fill('It moves to another desk');
  await member.getByRole('button', { name: 'Ask for the change' }).click();
  await expect(member.getByText('Your request is sent.')).toBeVisible();
  const second = new URL(member.url()).pathname;
  const arn = '[one["environmentArn"] for one in finspace.list_environments()["environments"]][0]';
  await boto3(portal, `finspace.tag_resource(resourceArn=${arn}, tags={"desk": "theirs"}) and None`);
  await approver.goto(second);
  // Where a reading saw it already, the button says so and does nothing.
  await approver.getByRole('button', { name: 'Approve the change' }).click({ force: true });
  await expect(approver.getByText('The environment changed since this was asked for')).toBeVisible();
  await look(approver, 'change-moved');
});

test('a_member_renews_the_metadata_of_the_identity_provider_and_whoever_decides_reads_it', async ({ page, portal, browser }) => {
  test.setTimeout(240_000);
  await setUp(page, portal);
  const member = await comesIn(browser, portal, await invite(page, 'member@example.com', 'Member'), 'Team Member');
  const parameters = `{"samlMetadataDocument": open(${JSON.stringify(metadataFile)}).read(), "federationProviderName": "Example Bank"}`;
  await boto3(portal, `finspace.create_environment(name="risk", federationMode="FEDERATED", federationParameters=${parameters})`);
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('link', { name: 'risk', exact: true })).toBeVisible();
  await page.goto(await makeTeam(page, 'Rates', 'member@example.com'));
  await linkFirst(page);

  // The page shows which certificate ends. The file is read back before it is sent, where there are scripts; and it is not
  // lost when something else is wrong.
  await expect(async () => {
    await member.goto('/');
    await expect(member.getByRole('link', { name: /^Sign in/ })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await member.getByRole('link', { name: 'Ask for a change', exact: true }).click();
  await expect(member.getByText('It stays unless you give another one.')).toBeVisible();
  await expect(member.getByText(`${metadataCertificate[0]} until 1 January 2045`, { exact: false })).toBeVisible();
  await look(member, 'renewal-new');
  const renewed = (await readFile(metadataFile, 'utf8')).replace('sso/redirect', 'sso/redirect-2');
  const file = { name: 'idp.xml', mimeType: 'text/xml', buffer: Buffer.from(renewed) };
  await member.getByLabel('Metadata file').setInputFiles(file);
  if (test.info().project.use.javaScriptEnabled) {
    await expect(member.getByText('This is what the document says.', { exact: false }).first()).toBeVisible();
    await expect(member.locator('[data-peek]')).toContainText('sso/redirect-2');
  }
  await member.getByRole('button', { name: 'Ask for the change' }).click();
  await expect(member.getByText('Say why it is to be changed').first()).toBeVisible();
  await expect(member.getByLabel('Another SAML metadata document')).toHaveValue(/sso\/redirect-2/);
  await look(member, 'renewal-wrong');
  await member.getByLabel('Why it is to be changed').fill('The certificate ends');
  await member.getByRole('button', { name: 'Ask for the change' }).click();
  await expect(member.getByText('Your request is sent.')).toBeVisible();
  const request = new URL(member.url()).pathname;

  // Whoever decides sees what becomes different of it, and approves exactly that document.
  await page.goto(request);
  const difference = page.getByRole('table', { name: 'What the document says otherwise' });
  await expect(difference.getByRole('row', { name: /Entity ID/ })).toContainText('Unchanged');
  await expect(difference.getByRole('row', { name: /Sign-in addresses/ })).toContainText('sso/redirect-2');
  await look(page, 'renewal-decide');
  await page.getByRole('button', { name: 'Approve the change' }).click();
  await expect(async () => {
    await member.goto(`${request}?follow=no`);
    await expect(member.getByText('The environment is changed', { exact: true })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  const id = 'finspace.list_environments()["environments"][0]["environmentId"]';
  const environment = `finspace.get_environment(environmentId=${id})["environment"]["federationParameters"]`;
  const there = JSON.parse(await boto3(portal, environment)) as { samlMetadataDocument: string; federationProviderName: string };
  expect(there).toMatchObject({ samlMetadataDocument: renewed.trim(), federationProviderName: 'Example Bank' });
});
