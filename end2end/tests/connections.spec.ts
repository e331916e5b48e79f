// The connections: how each is, and what a check of one finds, with and without scripts.
import { setUp } from '../support/people.ts';
import { look } from '../support/look.ts';
import { expect, test } from '../support/test.ts';
import { create } from '../support/wizard.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '1s' } });

test('a_check_says_what_a_connection_can_do', async ({ page, portal }) => {
  await setUp(page, portal);
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Connections' })).toBeVisible();
  await page.getByRole('button', { name: 'Check connection' }).click();
  await expect(page.getByText('There is no environment yet to try it with.')).toHaveCount(2);
  await create(page, 'rates-desk');
  await page.goto('/admin/settings/connections');
  await expect(page.getByText('Identity in use')).toHaveCount(0);
  await page.getByRole('button', { name: 'Check connection' }).click();
  await expect(page.getByText('Works')).toHaveCount(3);
  await expect(page.getByText('which the embedded endpoint does not check')).toBeVisible();
  await look(page, 'connections');
});
