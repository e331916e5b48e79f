// What people do first, on its pages, as they do it: for the tests that are about this. Others take people.ts.
import type { Browser, Page } from '@playwright/test';
import { look } from './look.ts';
import { administrator, password } from './people.ts';
import type { Portal } from './portal.ts';
import { expect } from './test.ts';

/** Becomes the first administrator by the printed link, and is signed in. */
export async function setUp(page: Page, portal: Portal): Promise<void> {
  await page.goto(await portal.setUpLink());
  await createAdministrator(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Environments');
}

/** Fills and sends the page that a set-up link leads to. */
export async function createAdministrator(page: Page): Promise<void> {
  await page.getByLabel('Your name').fill(administrator.name);
  await page.getByLabel('Email address').fill(administrator.email);
  await page.getByLabel('Password', { exact: true }).fill(administrator.password);
  await page.getByLabel('Password again').fill(administrator.password);
  await page.getByRole('button', { name: 'Create administrator and sign in' }).click();
}

/** Makes an invitation and gives the link that the page shows. */
export async function invite(page: Page, email: string, role?: string): Promise<string> {
  await page.goto('/admin/people/invite');
  await page.getByLabel('Email address').fill(email);
  if (role) await page.getByLabel(role, { exact: true }).check();
  await page.getByRole('button', { name: 'Make invitation link' }).click();
  await expect(page.getByText(`Send this link to ${email}`)).toBeVisible();
  return shownLink(page);
}

/** The invitation's link that the page shows this once. */
export async function shownLink(page: Page): Promise<string> {
  return page.locator('code').filter({ hasText: '/invitation?secret=' }).innerText();
}

/** Opens an invitation in a browser of its own and chooses a password. */
export async function comesIn(browser: Browser, portal: Portal, link: string, name: string, shot?: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: portal.url })).newPage();
  await page.goto(link);
  if (shot) await look(page, shot);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Password again').fill(password);
  await page.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(page.getByText('Welcome.')).toBeVisible();
  return page;
}
