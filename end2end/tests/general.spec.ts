// General settings: what an administrator decides shows on every page, for strangers too, and the wizard asks for the tags.
import { look } from '../support/look.ts';
import { setUp } from '../support/people.ts';
import { expect, test } from '../support/test.ts';
import { basics, begin, next } from '../support/wizard.ts';

test('what_an_administrator_decides_holds_from_the_next_page_on', async ({ page, portal, browser }) => {
  await setUp(page, portal);
  await page.goto('/admin/settings/connections');
  await page.getByRole('link', { name: 'General', exact: true }).click();
  await look(page, 'general');
  await page.getByLabel('Name of the portal').fill('Rates portal');
  await page.getByLabel('Notice').fill('FinSpace is being moved on Saturday.');
  await page.getByLabel('Whom to ask').fill('desk@example.com');
  await page.getByLabel('Keys').fill('owner aws:x');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByText('“aws:x”').first()).toBeVisible();
  await expect(page.getByLabel('Name of the portal')).toHaveValue('Rates portal');
  await page.getByLabel('Keys').fill('owner');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByText('The settings are saved.')).toBeVisible();
  await expect(page.getByText('FinSpace is being moved on Saturday.')).toBeVisible();
  await expect(page).toHaveTitle('General settings · Rates portal');
  await look(page, 'general-saved');

  const stranger = await (await browser.newContext({ baseURL: portal.url })).newPage();
  await stranger.goto('/sign-in');
  await expect(stranger.getByText('FinSpace is being moved on Saturday.')).toBeVisible();
  await expect(stranger.getByRole('link', { name: 'desk@example.com' })).toHaveAttribute('href', 'mailto:desk@example.com');
  await look(stranger, 'sign-in-notice');

  await begin(page);
  await basics(page, 'rates-lab');
  for (const step of ['Sign-in', 'Superuser', 'Data bundles and tags']) await next(page, step);
  await expect(page.getByLabel('Key (required)')).toHaveValue('owner');
});
