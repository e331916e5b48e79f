// The second factor: an authenticator app set up, asked for at the sign-in, replaced by a recovery code, required, and reset.
import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { comesIn, createAdministrator, invite } from '../support/drawn.ts';
import { look } from '../support/look.ts';
import { administrator, password, setUp, signIn } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

const factorPage = '/account/second-factor';

test('a_code_of_the_app_is_asked_for_beside_the_password', async ({ page, portal }) => {
  await setUp(page, portal);
  await page.goto('/account');
  await page.getByRole('link', { name: 'Set up a second factor' }).click();
  await look(page, 'second-factor-none');
  const key = await begin(page);
  await expect(page.getByAltText('QR code for your authenticator app')).toBeVisible();
  await look(page, 'second-factor-offer');

  // Nothing counts before the first code is right, and a mistake makes no other key.
  await page.getByLabel('Code', { exact: true }).fill('123');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('nothing is set up yet').first()).toBeVisible();
  expect(await shownKey(page)).toBe(key);
  await page.getByLabel('Code', { exact: true }).fill(code(key));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('Keep your recovery codes now')).toBeVisible();
  const codes = await recoveryCodes(page);
  expect(codes).toHaveLength(10);
  await look(page, 'second-factor-on');
  await page.reload();
  await expect(page.getByText('Keep your recovery codes now')).toHaveCount(0);

  // The password alone leads to the page for the code, and the code to where one wanted to go.
  await signOut(page);
  await page.goto('/environments?status=CREATED');
  await signIn(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Second factor' })).toBeVisible();
  await look(page, 'sign-in-code');
  await page.getByLabel('Code', { exact: true }).fill('12 34');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('A code has 6 digits').first()).toBeVisible();
  // The code that set it up is used up; the next one counts already.
  await page.getByLabel('Code', { exact: true }).fill(code(key, 1));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/environments\?status=CREATED$/);

  // Without the app a recovery code does, once.
  await signOut(page);
  await page.goto('/sign-in');
  await signIn(page);
  await page.getByText('Use a recovery code').click();
  await look(page, 'sign-in-recovery');
  await page.getByLabel('Recovery code').fill(codes[0]?.toUpperCase() ?? '');
  await page.getByRole('button', { name: 'Sign in with a recovery code' }).click();
  await expect(page.getByText('9 are left')).toBeVisible();

  // Turning it off takes the password.
  await page.goto(factorPage);
  const off = page.locator('form').filter({ has: page.getByRole('button', { name: 'Turn the second factor off' }) });
  await off.getByLabel('Current password').fill('wrong words altogether');
  await page.getByRole('button', { name: 'Turn the second factor off' }).click();
  await expect(page.getByText('This is not your password').first()).toBeVisible();
  await expect(async () => {
    await off.getByLabel('Current password').fill(administrator.password);
    await page.getByRole('button', { name: 'Turn the second factor off' }).click();
    await expect(page.getByText('Your second factor is off')).toBeVisible({ timeout: 1000 });
  }).toPass();
});

test.describe('where it is required', () => {
  test.use({ settings: { PORTAL_REQUIRE_SECOND_FACTOR: 'everybody' } });

  test('people_set_it_up_before_they_do_anything_else_and_an_administrator_resets_it', async ({ page, portal, browser }) => {
    test.setTimeout(120_000);
    await page.goto(await portal.setUpLink());
    await createAdministrator(page);
    await expect(page.getByText('Set this up first')).toBeVisible();
    await look(page, 'second-factor-first');
    await page.goto('/admin/people');
    await expect(page).toHaveURL(new RegExp(`${factorPage}$`));
    await setUpApp(page);

    const email = 'operator@example.com';
    const operator = await comesIn(browser, portal, await invite(page, email, 'Operator'), 'Desk Person');
    await expect(operator).toHaveURL(new RegExp(`${factorPage}$`));
    await setUpApp(operator);
    await operator.goto('/environments');
    await expect(operator.getByRole('heading', { level: 1 })).toContainText('Environments');

    await page.goto('/admin/people');
    await page.getByRole('link', { name: 'Desk Person' }).click();
    await look(page, 'person-second-factor');
    await page.getByRole('button', { name: 'Reset second factor' }).click();
    await expect(page.getByText('The second factor of Desk Person is gone').first()).toBeVisible();
    await operator.goto('/environments');
    await operator.getByLabel('Email address').fill(email);
    await operator.getByLabel('Password').fill(password);
    await operator.getByRole('button', { name: 'Sign in' }).click();
    await expect(operator.getByText('Set this up first')).toBeVisible();
    await operator.context().close();
  });
});

/** Sets an app up on the page for it. */
async function setUpApp(page: Page): Promise<void> {
  const key = await begin(page);
  await page.getByLabel('Code', { exact: true }).fill(code(key));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('Keep your recovery codes now')).toBeVisible();
}

/** Begins, and gives the key that the page shows. */
async function begin(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  return shownKey(page);
}

async function shownKey(page: Page): Promise<string> {
  const key = await page.locator('code').filter({ hasText: /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/ }).innerText();
  return key.replaceAll(' ', '');
}

async function recoveryCodes(page: Page): Promise<string[]> {
  const text = await page.getByRole('region', { name: 'Recovery codes' }).innerText();
  return text.split('\n').filter((line) => /^([a-z2-7]{4}-){3}[a-z2-7]{4}$/.test(line));
}

async function signOut(page: Page): Promise<void> {
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out here' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
}

/** The code of now, or of so many steps later (RFC 6238). */
function code(key: string, later = 0): string {
  const bits = [...key].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac('sha1', secret).update(step).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}
