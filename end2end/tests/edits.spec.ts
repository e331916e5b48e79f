// An edit that somebody else overtook: nothing is overwritten, both changes are shown, and what was typed is kept.
import { boto3, make } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { setUp } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '0s' } });

test('an_edit_that_was_overtaken_shows_what_changed_and_applies_once_that_is_taken_over', async ({ page, portal }) => {
  await setUp(page, portal);
  await make(portal, 'rates-lab', {});
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('link', { name: 'rates-lab', exact: true }).click();
  const id = new URL(page.url()).pathname.split('/').pop();
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Name', { exact: true }).fill('rates-desk');
  await page.getByRole('button', { name: 'Review changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Review changes to rates-lab' })).toBeVisible();
  // Whoever leaves finds it again among the drafts.
  await page.goto('/environments/new');
  const draft = page.getByRole('table', { name: 'Your drafts' }).getByRole('row', { name: /^rates-lab Edit/ });
  await draft.getByRole('link', { name: 'Resume' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Review changes to rates-lab' })).toBeVisible();
  await boto3(portal, `finspace.update_environment(environmentId="${id}", description="Curves")`);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('The environment changed since you began', { exact: true })).toBeVisible();
  await expect(page.getByRole('table', { name: 'What changed meanwhile' })).toContainText('Curves');
  await expect(page.getByRole('button', { name: 'Save changes' })).toHaveAttribute('aria-disabled', 'true');
  await look(page, 'edit-overtaken');
  await page.getByRole('button', { name: 'Take over what changed' }).click();
  await expect(page.getByText('The environment changed since you began', { exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'rates-desk' })).toBeVisible();
  await expect(page.getByText('Curves').first()).toBeVisible();
});
