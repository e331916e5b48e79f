// The dashboard: each number leads to the list that it counts.
import { boto3 } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { setUp } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '1s', PORTAL_LOCAL_FAULTS: 'true' } });

test('what_needs_somebody_is_counted_and_each_number_leads_to_its_list', async ({ page, portal, javaScriptEnabled }) => {
  await setUp(page, portal);
  await page.goto('/');
  await expect(page.getByText('No environments yet')).toBeVisible();
  await look(page, 'dashboard-none');
  const names = ['risk', 'rates', 'fail-creation-desk'];
  await boto3(portal, `[finspace.create_environment(name=name) for name in ${JSON.stringify(names)}]`);

  // An open page follows; without scripts the list's Refresh has FinSpace read again.
  const failing = page.getByRole('link', { name: '1 Failing' });
  if (javaScriptEnabled) {
    await expect(failing).toBeVisible({ timeout: 30_000 });
  } else {
    await expect(async () => {
      await page.goto('/environments');
      await page.getByRole('button', { name: 'Refresh' }).click();
      await page.goto('/');
      await expect(failing).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
  }
  await expect(page.getByRole('link', { name: '0 Changing now' })).toBeVisible();
  await look(page, 'dashboard');
  await page.getByRole('link', { name: '3 In no team' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Environments\s*3/);
  await expect(page.getByText('Show only: In no team')).toBeVisible();
  await look(page, 'list-filtered');
  await page.goBack();
  await failing.click();
  await expect(page.getByRole('row', { name: /fail-creation-desk/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'risk', exact: true })).toHaveCount(0);
  await page.getByLabel('Find in name, id, ARN and tags').fill('nothing is called that');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('row')).toHaveCount(0);
  await look(page, 'list-no-match');
});
