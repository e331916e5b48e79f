// The people of a test: they are set up, invited and signed in as their browser would do it, and no page is drawn yet. drawn.ts does it on the pages.
import type { Browser, Page } from '@playwright/test';
import type { Portal } from './portal.ts';
import { secretOf, send } from './send.ts';
import { expect } from './test.ts';

export const administrator = {
  name: 'First Administrator',
  email: 'admin@example.com',
  password: 'green lamp over seven rivers',
};

/** What everybody who was invited chooses. */
export const password = 'nine loud bells in a fog';

/** Becomes the first administrator by the printed link, and is signed in. */
export async function setUp(page: Page, portal: Portal): Promise<void> {
  const { name, email, password } = administrator;
  const { path } = await send(page, '/api/setup/finish', {
    secret: secretOf(await portal.setUpLink()),
    'form[display_name]': name,
    'form[email_address]': email,
    'form[password]': password,
    'form[password_again]': password,
  });
  expect(path, 'where the first administrator lands').toBe('/environments');
}

/** Signs in on a page that asks for it. */
export async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Email address').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Makes an invitation and gives the link that the page shows. */
export async function invite(page: Page, email: string, role?: string): Promise<string> {
  const { html } = await send(page, '/api/invitations/invite', {
    'form[email_address]': email,
    ...(role && { 'form[roles][0]': role.toLowerCase() }),
  });
  const [link] = /http:\/\/[^\s<]+\/invitation\?secret=[0-9a-f]+/.exec(html) ?? [];
  if (!link) throw new Error(`No invitation's link on the page for ${email}:\n${html}`);
  return link;
}

/** Accepts an invitation in a browser of its own and chooses a password. */
export async function comesIn(browser: Browser, portal: Portal, link: string, name: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: portal.url })).newPage();
  const { html } = await send(page, '/api/invitation/accept', {
    secret: secretOf(link),
    'form[display_name]': name,
    'form[password]': password,
    'form[password_again]': password,
  });
  expect(html, `the first page of ${name}`).toContain('Welcome.');
  return page;
}
