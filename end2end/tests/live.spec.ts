// The list follows what others do at FinSpace.
import { boto3 } from '../support/endpoint.ts';
import { setUp } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '1s' } });

// Without scripts a list that rests is read again by its Refresh button: the next test.
test('an_environment_made_by_boto3_appears_in_the_open_list', { tag: '@islands' }, async ({ page, portal }) => {
  await setUp(page, portal);
  await page.goto('/environments');
  await expect(page.locator('html')).toHaveAttribute('data-awake', 'yes');
  let loads = 0;
  page.on('load', () => (loads += 1));
  await boto3(portal, 'finspace.create_environment(name="from-a-script")');
  await expect(page.getByRole('link', { name: 'from-a-script', exact: true })).toBeVisible({ timeout: 30_000 });
  expect(loads, 'the page was not loaded again').toBe(0);
});

test('an_environment_made_by_boto3_appears_after_refresh', async ({ page, portal }) => {
  await setUp(page, portal);
  await boto3(portal, 'finspace.create_environment(name="from-a-script")');
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('link', { name: 'from-a-script', exact: true })).toBeVisible();
});
