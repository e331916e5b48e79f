// Teams: an administrator makes one, a member finds their environment and signs in to it, and a member of another team sees nothing of it.
import type { Page } from '@playwright/test';
import { make } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { comesIn, invite, password, setUp } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '0s' } });

test('a_member_gets_from_an_invitation_to_the_sign_in_page_and_others_see_nothing', async ({ page, portal, browser }) => {
  test.setTimeout(240_000);
  await setUp(page, portal);
  await make(portal, 'rates-lab', {});
  await make(portal, 'rates-new', {});
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('link', { name: 'rates-lab', exact: true })).toBeVisible();
  const memberLink = await invite(page, 'member@example.com', 'Member');
  const otherLink = await invite(page, 'other@example.com', 'Member');
  const member = await comesIn(browser, portal, memberLink, 'Team Member');
  await member.goto('/');
  await expect(member.getByRole('heading', { level: 1, name: 'Nothing here yet' })).toBeVisible();
  const other = await comesIn(browser, portal, otherLink, 'Other Member');

  // Two teams; what is wrong is said at its field and nothing that was typed is lost.
  await page.getByRole('link', { name: 'Teams', exact: true }).click();
  await look(page, 'teams-none');
  await page.getByRole('link', { name: 'Make a team' }).first().click();
  await page.getByLabel('Description').fill('Rates desk in London');
  await page.getByRole('button', { name: 'Make team' }).click();
  await expect(page.getByText('Enter a name that people know the team by').first()).toBeVisible();
  await expect(page.getByLabel('Description')).toHaveValue('Rates desk in London');
  await look(page, 'team-new');
  await page.getByLabel('Name', { exact: true }).fill('Rates');
  await page.getByRole('button', { name: 'Make team' }).click();
  await expect(page.getByText('Nobody owns this team')).toBeVisible();
  await look(page, 'team-empty');
  const team = new URL(page.url()).pathname;
  await addPeople(page, 'member@example.com\nnobody@example.com');
  await expect(page.getByText('Nobody here signs in with nobody@example.com').first()).toBeVisible();
  await page.getByLabel('Email addresses').fill('member@example.com\nadmin@example.com');
  await page.getByRole('button', { name: 'Add to the team' }).click();
  await expect(page.getByText('2 people are in the team now.')).toBeVisible();
  await page.getByRole('row', { name: /First Administrator/ }).getByRole('button', { name: 'Make owner' }).click();
  await expect(page.getByText('First Administrator owns the team now.')).toBeVisible();
  await makeTeam(page, 'Bonds');
  await addPeople(page, 'other@example.com');
  await expect(page.getByText('Other Member is in the team')).toBeVisible();

  // An environment, found by its name.
  await page.goto(team);
  await page.getByRole('link', { name: 'Link an environment' }).first().click();
  await page.getByLabel('Find in name').fill('lab');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByLabel('Environment', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('Label').fill('Rates laboratory');
  await page.getByLabel('Section').fill('Laboratories');
  await look(page, 'team-link');
  await page.getByRole('button', { name: 'Link environment' }).click();
  await expect(page.getByText('“rates-lab” is linked.')).toBeVisible();
  await page.getByText('Permanent link', { exact: true }).first().click();
  const go = await page.locator('code').filter({ hasText: '/go/' }).first().innerText();
  expect(new URL(go).origin).toBe(portal.url);
  await look(page, 'team');

  // The member's tile, and the way through it.
  await member.goto('/');
  await expect(member.getByRole('heading', { name: 'Rates laboratory' })).toBeVisible();
  await look(member, 'launchpad');
  await member.getByText('Why is this here?').click();
  await expect(member.getByText('admin@example.com linked it on')).toBeVisible();
  await member.getByText('Permanent link', { exact: true }).click();
  const image = member.getByAltText('QR code of the permanent link');
  await expect(image).toBeVisible();
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);
  await look(member, 'launchpad-open');
  const sign = member.getByRole('link', { name: /^Sign in/ });
  await expect(sign).toHaveAttribute('rel', 'noopener noreferrer');
  const opened = member.context().waitForEvent('page');
  await sign.click();
  const tab = await opened;
  await tab.waitForURL(/amazonfinspace\.localhost/);
  expect(new URL(tab.url()).hostname).toMatch(/amazonfinspace\.localhost$/);
  await tab.close();
  await expect(async () => {
    await member.goto('/');
    await expect(member.getByText('Opened last')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
  await member.getByRole('button', { name: 'Put Rates laboratory among the favourites' }).click();
  await expect(member.getByRole('heading', { level: 2, name: 'Favourites' })).toBeVisible();
  await member.goto(team);
  await expect(member.getByRole('button', { name: 'Edit', exact: true })).toHaveAccessibleDescription(/^Only administrators and owners of the team/);
  await look(member, 'team-member');

  // Who is signed out comes to the same place: a form may not lead away, so a page in between goes on.
  const late = await (await browser.newContext({ baseURL: portal.url })).newPage();
  await late.goto(new URL(go).pathname);
  await late.getByLabel('Email address').fill('member@example.com');
  await late.getByLabel('Password').fill(password);
  await late.getByRole('button', { name: 'Sign in' }).click();
  await late.waitForURL(/amazonfinspace\.localhost/);

  // Somebody of another team.
  await other.goto('/');
  await expect(other.getByText('No environments yet')).toBeVisible();
  await expect(other.getByText('Rates')).toHaveCount(0);
  await look(other, 'launchpad-empty');
  for (const path of [team, `${team}/edit`, new URL(go).pathname, '/go/aaaaaaaaaaaa']) {
    expect((await other.goto(path))?.status(), path).toBe(404);
  }
  await expect(other.getByText('Ask for access')).toBeVisible();
  await look(other, 'go-refused');

  // Another environment takes the place, and the address stays; then it is gone, and the link says so.
  await page.goto(team);
  await page.getByRole('link', { name: 'Rates laboratory', exact: true }).click();
  await page.getByText('Day by day').click();
  await expect(page.getByRole('table', { name: 'Clicks by day, newest first' }).getByRole('row')).toHaveCount(31);
  await look(page, 'link');
  await page.getByLabel('Environment', { exact: true }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Lead to this environment' }).click();
  await expect(page.getByText('The link leads to “rates-new” now.')).toBeVisible();
  await page.goto('/environments');
  await page.getByRole('link', { name: 'rates-new', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Rates', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Delete' }).click();
  await page.getByLabel('Name of the environment').fill('rates-new');
  await page.getByRole('button', { name: 'Delete environment' }).click();
  await expect(page.getByText('“rates-new” is being deleted.')).toBeVisible();
  // The page would load itself again while it is looked at.
  await member.goto(`${new URL(go).pathname}?follow=no`);
  await expect(member.getByRole('heading', { name: 'Whom to ask' })).toBeVisible();
  await expect(member.getByRole('link', { name: 'admin@example.com' })).toHaveAttribute('href', 'mailto:admin@example.com');
  await look(member, 'go-waiting');

  // What a person sees is looked at, read-only.
  await page.goto('/admin/people?text=team+member');
  await page.getByRole('link', { name: 'Team Member' }).click();
  await page.getByRole('link', { name: 'See their launchpad' }).click();
  await expect(page.getByText('You see what they see, and can change nothing')).toBeVisible();
  await expect(page.getByRole('button', { name: /favourites/ })).toHaveCount(0);
  await look(page, 'launchpad-of');
  await page.goto(`${team}/edit`);
  await look(page, 'team-edit');
  await page.getByLabel('Name of the team').fill('Rates');
  await page.getByRole('button', { name: 'Delete team' }).click();
  await expect(page.getByText('“Rates” is deleted.')).toBeVisible();
  await look(page, 'teams');
  expect((await member.goto(new URL(go).pathname))?.status()).toBe(404);
});

async function makeTeam(page: Page, name: string): Promise<void> {
  await page.goto('/teams/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Make team' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

async function addPeople(page: Page, addresses: string): Promise<void> {
  await page.getByText('Add people', { exact: true }).click();
  await page.getByLabel('Email addresses').fill(addresses);
  await page.getByRole('button', { name: 'Add to the team' }).click();
}
