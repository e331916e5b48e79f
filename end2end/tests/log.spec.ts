// What people do is in the audit log: found by filters, shared by its address, taken away as a file.
import { readFile } from 'node:fs/promises';
import { expectAccessible } from '../support/accessible.ts';
import { administrator, setUp, signIn } from '../support/people.ts';
import { look } from '../support/look.ts';
import { expect, test } from '../support/test.ts';
import { create, row } from '../support/wizard.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '1s' } });

test('what_was_done_is_found_by_filters_shared_and_taken_away', async ({ page, portal, browser }) => {
  // Three things: an environment, its tags, and a sign-in that was refused.
  await setUp(page, portal);
  await create(page, 'rates-desk');
  await expect(page.getByRole('heading', { level: 1, name: 'rates-desk' })).toBeVisible();
  const environment = page.url();
  await page.goto(`${environment}/tags`);
  await row(page, 'Add tag');
  await page.getByLabel('Key').first().fill('team');
  await page.getByLabel('Value').first().fill('rates');
  await page.getByRole('button', { name: 'Save tags' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'rates-desk' })).toBeVisible();
  const elsewhere = await browser.newContext({ baseURL: portal.url });
  const other = await elsewhere.newPage();
  await other.goto('/sign-in');
  await other.getByLabel('Email address').fill(administrator.email);
  await other.getByLabel('Password').fill('not the password at all');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByText('do not belong together')).toBeVisible();

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit log' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Audit log' })).toBeVisible();
  const rows = page.getByRole('table', { name: 'Events, newest first' }).locator('tbody tr');
  await expect(rows.first()).toContainText('Wrong address or password');
  await look(page, 'audit-log');

  await page.getByLabel('What').selectOption('Change tags');
  await page.getByLabel('Outcome').selectOption('Done');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(rows).toHaveCount(1);
  await rows.getByText('1 change').click();
  await expect(rows.getByText('Tag team')).toBeVisible();
  await expect(rows.getByText('rates', { exact: true })).toBeVisible();
  await expect(rows.getByRole('link', { name: 'rates-desk' })).toHaveAttribute('href', new URL(environment).pathname);
  await look(page, 'audit-log-filtered');

  // Somebody else sees the same at the same address, as soon as they have signed in.
  const address = page.url();
  await expect(async () => {
    await other.goto(address);
    await signIn(other);
    await expect(other.getByRole('heading', { level: 1, name: 'Audit log' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  expect(other.url()).toBe(address);
  await expect(other.locator('tbody tr')).toHaveCount(1);
  await elsewhere.close();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^audit-log-.*\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^position,at,who,action/);
  expect(lines[1]).toContain('tag_environment');
  expect(lines[1]).toContain('Tag team: added rates');

  await page.goto('/admin/log?action=export_log');
  await expect(rows).toHaveCount(1);
});

test('a_filter_that_makes_no_sense_is_said_and_kept', async ({ page, portal }) => {
  await setUp(page, portal);
  await page.goto('/admin/log?text=nobody+did+this');
  await expect(page.getByText('No event matches')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Clear filters' }).first().click();
  await expect(page).toHaveURL(/\/admin\/log$/);
  await page.getByLabel('From (UTC)').fill('yesterday');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('alert').first()).toContainText('This is no time.');
  await expect(page.getByLabel('From (UTC)')).toHaveValue('yesterday');
  await look(page, 'audit-log-wrong-filter');
});

test('the_history_of_an_environment_tells_what_changed', async ({ page, portal }) => {
  await setUp(page, portal);
  await create(page, 'fx-desk');
  await expect(page.getByRole('heading', { level: 1, name: 'fx-desk' })).toBeVisible();
  await page.getByRole('link', { name: 'History' }).click();
  const row = page.getByRole('table', { name: 'Events, newest first' }).locator('tbody tr').first();
  await row.locator('summary').click();
  await expect(row.getByText('Name', { exact: true })).toBeVisible();
  await expectAccessible(page);
});
