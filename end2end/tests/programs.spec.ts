// A program of a member asks for an environment, one of an administrator approves what it read, and people see all of it on the pages.
import type { APIRequestContext, Page } from '@playwright/test';
import { look } from '../support/look.ts';
import { comesIn, invite, setUp } from '../support/people.ts';
import { makeTeam } from '../support/teams.ts';
import { expect, test } from '../support/test.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '0s' } });

test('a_program_asks_and_another_one_approves_what_it_read', async ({ page, portal, browser, playwright }) => {
  test.setTimeout(180_000);
  await setUp(page, portal);
  const member = await comesIn(browser, portal, await invite(page, 'member@example.com', 'Member'), 'Team Member');
  await makeTeam(page, 'Rates', 'member@example.com');
  await page.goto('/admin/blueprints/new');
  await page.getByLabel('Name of the blueprint').fill('Laboratory');
  await page.getByRole('button', { name: 'Save blueprint' }).click();
  await expect(page.getByText('The blueprint “Laboratory” is saved.')).toBeVisible();

  const program = async (person: Page): Promise<APIRequestContext> => {
    await person.goto('/account/tokens');
    await person.getByLabel('Name of the token').fill('Robot');
    await person.getByLabel('Requests', { exact: true }).check();
    await person.getByRole('button', { name: 'Make token' }).click();
    const token = await person.locator('code').filter({ hasText: /^fsp_/ }).innerText();
    return playwright.request.newContext({ baseURL: portal.url, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  };

  // It learns what is open to the member, and asks once, however often it is sent.
  const asks = await program(member);
  const { blueprints } = await (await asks.get('/api/v1/blueprints')).json();
  expect(blueprints).toMatchObject([{ name: 'Laboratory', teams: [{ name: 'Rates' }] }]);
  const data = { blueprint: blueprints[0].id, team: blueprints[0].teams[0].id, why: 'To try a model', name: 'by-program' };
  const ask = (): ReturnType<typeof asks.post> => asks.post('/api/v1/requests', { headers: { 'idempotency-key': 'k' }, data });
  const [first, second] = [await ask(), await ask()];
  expect([first.status(), second.status()]).toEqual([201, 201]);
  expect(await second.json()).toEqual(await first.json());
  await member.goto('/requests');
  await expect(member.getByRole('link', { name: 'by-program', exact: true })).toHaveCount(1);

  // Nobody approves what they did not read.
  const path = first.headers()['location'] ?? '';
  const decides = await program(page);
  expect((await decides.post(`${path}/approve`)).status()).toBe(428);
  const read = await decides.get(path);
  await asks.post(`${path}/comments`, { data: { words: 'For two weeks' } });
  const approve = (version: string | undefined): ReturnType<typeof decides.post> =>
    decides.post(`${path}/approve`, { headers: { 'if-match': version ?? '' } });
  expect((await approve(read.headers()['etag'])).status()).toBe(412);
  expect((await approve((await decides.get(path)).headers()['etag'])).status()).toBe(200);

  // The member lands on the sign-in page by the pages, and the log says which token did what.
  await expect(async () => {
    await member.goto(`${path.replace('/api/v1', '')}?follow=no`);
    await expect(member.getByRole('link', { name: /^Sign in/ })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 90_000 });
  await expect(member.getByText('For two weeks')).toBeVisible();
  await page.goto('/admin/log');
  await expect(page.getByText('(with token “Robot”)').first()).toBeVisible();
  await page.goto('/api');
  await expect(page.getByText(`${portal.url}/api/v1/requests`).first()).toBeVisible();
  await look(page, 'api-guide-requests');
  await asks.dispose();
  await decides.dispose();
});
