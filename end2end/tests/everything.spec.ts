// Everything that an administrator is offered, tried by an auditor, an operator and a stranger.
import type { Page } from '@playwright/test';
import { make } from '../support/endpoint.ts';
import { comesIn, invite, setUp } from '../support/people.ts';
import { makeTeam } from '../support/teams.ts';
import { expect, test } from '../support/test.ts';
import { walk, type Form, type Place } from '../support/walk.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '0s' } });

/** What a browser may send before anybody is signed in. */
const open = ['/api/session/sign-in', '/api/session/sign-out', '/api/theme'];

// What is sent is the same with scripts.
test('what_people_are_offered_leads_somewhere_and_what_they_are_not_is_refused', { tag: '@html' }, async ({ page, portal, browser }) => {
  test.setTimeout(300_000);
  await setUp(page, portal);
  await make(portal, 'rates-lab', {});
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('link', { name: 'rates-lab', exact: true })).toBeVisible();
  const auditor = await comesIn(browser, portal, await invite(page, 'auditor@example.com', 'Auditor'), 'Audit Person');
  const operator = await comesIn(browser, portal, await invite(page, 'operator@example.com', 'Operator'), 'Operating Person');
  const stranger = await (await browser.newContext({ baseURL: portal.url })).newPage();
  await makeTeam(page, 'Rates', 'admin@example.com');
  await page.goto('/environments/new');

  const all = await walk(page);
  for (const [who, visitor] of [['the auditor', auditor], ['the operator', operator]] as const) {
    const own = await walk(visitor);
    const offered = new Set(different(own).map((form) => form.action));
    expect(offered.size, `what ${who} is offered`).toBeGreaterThan(3);
    for (const path of all.keys()) {
      const { status } = await got(visitor, path);
      expect(status < 400 || status === 404, `${path} by ${who}: ${status}`).toBe(true);
    }
    for (const form of different(all).filter(({ action }) => !offered.has(action))) {
      expect([403, 404], `${form.action} by ${who}`).toContain(await sent(visitor, portal.url, form));
    }
  }
  for (const path of all.keys()) {
    const { status, location } = await got(stranger, path);
    expect([status, location], `${path} by a stranger`).toEqual([303, expect.stringMatching(/^\/sign-in/)]);
  }
  for (const form of different(all).filter(({ action }) => !open.includes(action))) {
    expect(await sent(stranger, portal.url, form), `${form.action} by a stranger`).toBe(401);
  }

  // Nothing of all that was done.
  await page.goto('/environments');
  await expect(page.getByRole('link', { name: 'rates-lab', exact: true })).toBeVisible();
  await page.goto('/admin/people');
  await expect(page.getByText('Disabled')).toHaveCount(0);
  await page.goto('/teams');
  await expect(page.getByRole('link', { name: 'Rates', exact: true })).toBeVisible();
});

/** One form of each action that is offered. */
function different(all: Map<string, Place>): Form[] {
  const offered = [...all.values()].flatMap(({ forms }) => forms).filter((form) => form.offered);
  return [...new Map(offered.map((form) => [form.action, form])).values()];
}

async function got(page: Page, path: string): Promise<{ status: number; location: string | undefined }> {
  const answer = await page.request.get(path, { maxRedirects: 0, headers: { accept: 'text/html' } });
  return { status: answer.status(), location: answer.headers()['location'] };
}

/** Sends a form as a program would, with the browser's session. */
async function sent(page: Page, origin: string, { action, fields, inParts }: Form): Promise<number> {
  const headers = { accept: 'application/json', origin };
  if (inParts) {
    const multipart = new FormData();
    for (const [name, value] of fields) multipart.append(name, value);
    return (await page.request.post(action, { multipart, headers })).status();
  }
  const data = new URLSearchParams(fields).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return (await page.request.post(action, { data, headers: { ...headers, ...type } })).status();
}
