// Every error of the API arrives as words with what to do next, and nothing typed is lost.
import { boto3, make } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { setUp } from '../support/people.ts';
import { expect, test } from '../support/test.ts';
import { create } from '../support/wizard.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '1s', PORTAL_LOCAL_FAULTS: 'true', PORTAL_LOCAL_QUOTA: '2' } });

const refusals: [name: string, title: RegExp][] = [
  ['quota-a', /The quota of environments is used up/],
  ['throttle-a', /FinSpace asks to slow down/],
  ['denied-a', /FinSpace denied access/],
];

test('a_refused_creation_says_why_and_keeps_everything', async ({ page, portal }) => {
  await setUp(page, portal);
  for (const [name, title] of refusals) {
    await create(page, name);
    await expect(page.getByText(title).first(), name).toBeVisible();
    await expect(page.getByText('Nothing was created.').first()).toBeVisible();
    await expect(page.getByText(name).first()).toBeVisible();
    await look(page, `wizard-refused-${name}`);
  }
});

test('a_lost_answer_is_searched_for_and_found', async ({ page, portal, javaScriptEnabled }) => {
  await setUp(page, portal);
  await create(page, 'drop-after-a');
  const found = page.getByRole('heading', { level: 1, name: 'drop-after-a', exact: true });
  // With scripts the page goes on by itself, maybe before it could be seen.
  while (!javaScriptEnabled && !(await found.isVisible())) await page.getByRole('button', { name: 'Look now' }).click();
  await expect(found).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('cell', { name: /whose answer was lost/ })).toBeVisible();
});

test('a_call_that_may_not_have_arrived_is_not_sent_again_at_once', async ({ page, portal }) => {
  await setUp(page, portal);
  await create(page, 'drop-before-a');
  await expect(page.getByText('No answer came from FinSpace').first()).toBeVisible();
  const again = page.getByRole('button', { name: 'Send the call again' });
  await expect(again).toHaveAttribute('aria-disabled', 'true');
  await expect(again).toHaveAccessibleDescription(/Possible after 3 more readings/);
  await look(page, 'outcome-lost');
  await page.getByRole('button', { name: 'Look now' }).click();
  await expect(page.locator('dt:has-text("Calls sent so far") + dd')).toHaveText('1');
  expect(await boto3(portal, 'len(finspace.list_environments()["environments"])')).toBe('0');
});

test.describe('with_a_connection_that_is_down', () => {
  const connections = [
    '{ name = "local", region = "us-east-1", endpoint_url = "local" }',
    // Nobody listens on the discard port.
    '{ name = "far-away", region = "us-east-2", endpoint_url = "http://127.0.0.1:9" }',
  ];
  test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '1s', PORTAL_CONNECTIONS: `[${connections.join(', ')}]` } });

  test('the_others_stay_in_the_list', async ({ page, portal }) => {
    await setUp(page, portal);
    await make(portal, 'still-here', {});
    await page.goto('/environments');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(page.getByRole('link', { name: 'still-here', exact: true })).toBeVisible();
    await expect(page.getByRole('alert').or(page.locator('.alert')).filter({ hasText: 'far-away' }).first()).toBeVisible();
    await look(page, 'list-connection-down');
  });
});
