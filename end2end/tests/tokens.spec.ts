// A token is made, shown once, used by a program, and worth nothing once it is withdrawn.
import { expectAccessible } from '../support/accessible.ts';
import { administrator, setUp } from '../support/people.ts';
import { look } from '../support/look.ts';
import { expect, test } from '../support/test.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '0s' } });

test('a_token_is_made_shown_once_used_and_withdrawn', async ({ page, portal, playwright }) => {
  await setUp(page, portal);
  await page.goto('/account');
  await page.getByRole('link', { name: 'Manage API tokens' }).click();
  await expect(page.getByText('You have no tokens')).toBeVisible();
  await look(page, 'tokens-none');

  // What is wrong is said at its field, and what was typed stays.
  await page.getByLabel('Name of the token').fill('Nightly report');
  await page.getByLabel('Read', { exact: true }).uncheck();
  await page.getByRole('button', { name: 'Make token' }).click();
  await expect(page.getByText('Choose at least one').first()).toBeVisible();
  await expect(page.getByLabel('Name of the token')).toHaveValue('Nightly report');
  await expectAccessible(page);

  await page.getByLabel('Read', { exact: true }).check();
  await page.getByLabel('Environments', { exact: true }).check();
  await page.getByLabel('Works for').selectOption('7 days');
  await page.getByRole('button', { name: 'Make token' }).click();
  await expect(page.getByText('Copy your new token now')).toBeVisible();
  const token = await page.locator('code').filter({ hasText: /^fsp_/ }).innerText();
  await expect(page.getByText(`curl -H "Authorization: Bearer ${token}" ${portal.url}/api/v1/environments`)).toBeVisible();
  await look(page, 'tokens-made');
  await page.reload();
  await expect(page.getByText('fsp_')).toHaveCount(0);
  const row = page.getByRole('table', { name: 'API tokens, newest first' }).getByRole('row').filter({ hasText: 'Nightly report' });
  await expect(row).toContainText('Never');
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1280, height: 720 });

  // A program has no cookies, and needs none.
  const program = await playwright.request.newContext({
    baseURL: portal.url,
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  });
  const me = await (await program.get('/api/v1/me')).json();
  expect(me).toMatchObject({ email: administrator.email, token: { name: 'Nightly report', scopes: ['read', 'environments'] } });
  const create = (): ReturnType<typeof program.post> =>
    program.post('/api/v1/environments', {
      headers: { 'idempotency-key': 'nightly-1' },
      data: { connection: 'local', name: 'made-by-program' },
    });
  const [first, second] = [await create(), await create()];
  expect([first.status(), second.status()]).toEqual([201, 201]);
  expect(await second.json()).toEqual(await first.json());
  const refused = await program.put(`${first.headers()['location']}/tags`, { data: { tags: { desk: 'rates' } } });
  expect(refused.status()).toBe(403);
  expect(await refused.text()).toContain('Use one with the scope “tags”');

  // The list shows what the program made, and the log says by which token.
  await page.goto('/environments');
  await expect(page.getByRole('link', { name: 'made-by-program', exact: true })).toHaveCount(1);
  await page.goto('/admin/log');
  await expect(page.getByText('(with token “Nightly report”)').first()).toBeVisible();

  // An administrator finds it at its owner, too.
  await page.goto('/admin/people');
  await page.getByRole('link', { name: administrator.name }).click();
  await expect(row).toBeVisible();
  await expect(row).not.toContainText('Never');
  await look(page, 'person-tokens');

  await page.goto('/account/tokens');
  await row.getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText('The token is withdrawn.')).toBeVisible();
  const gone = await program.get('/api/v1/me');
  expect(gone.status()).toBe(401);
  expect(gone.headers()['www-authenticate']).toBe('Bearer');
  expect(gone.headers()['content-type']).toBe('application/problem+json');
  await program.dispose();
});

test('the_guide_tells_how_to_call', async ({ page, portal }) => {
  await setUp(page, portal);
  await page.goto('/account/tokens');
  await page.getByRole('link', { name: 'How to call the API' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'API' })).toBeVisible();
  await expect(page.getByText(`${portal.url}/api/v1/openapi.json`)).toBeVisible();
  await look(page, 'api-guide');
});
