// What a page may weigh, compressed with brotli, and that all of it comes from here. More than 5 % over a budget fails.
import type { Page } from '@playwright/test';
import { make } from '../support/endpoint.ts';
import { comesIn, invite, setUp } from '../support/people.ts';
import type { Portal } from '../support/portal.ts';
import { ask, makeBlueprint } from '../support/requests.ts';
import { linkFirst, makeTeam } from '../support/teams.ts';
import { expect, test } from '../support/test.ts';
import { walk } from '../support/walk.ts';
import { kinds, weigh, weighHtml, type Weight } from '../support/weight.ts';
import { basics, begin, federate, next } from '../support/wizard.ts';

const KB = 1000;
const GRACE = 1.05;
const budgets: Weight = { html: 14 * KB, css: 12 * KB, js: 8 * KB, wasm: 90 * KB };

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '0s', PORTAL_LOCAL_QUOTA: '100' } });

test('the_pages_before_signing_in_keep_their_budgets', async ({ page, portal, javaScriptEnabled }) => {
  await page.goto(await portal.setUpLink());
  await expectLight(page, 'set-up', javaScriptEnabled);
  await page.goto('/sign-in');
  await expectLight(page, 'sign-in', javaScriptEnabled);
});

test('the_wizard_keeps_its_budgets', async ({ page, portal, javaScriptEnabled }) => {
  test.slow();
  await setUp(page, portal);
  await begin(page);
  await basics(page, 'rates-london');
  for (const step of ['Sign-in', 'Superuser', 'Data bundles and tags', 'Review']) {
    await next(page, step);
    await expectLight(page, step, javaScriptEnabled);
  }
});

test('the_wizard_keeps_its_budgets_with_a_document_read_back', async ({ page, portal, javaScriptEnabled }) => {
  await setUp(page, portal);
  await begin(page);
  await basics(page, 'rates-london');
  await next(page, 'Sign-in');
  await federate(page);
  await next(page, 'Superuser');
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('table', { name: 'Certificates' })).toBeVisible();
  await expectLight(page, 'Sign-in with a document', javaScriptEnabled);
  for (const step of ['Superuser', 'Data bundles and tags', 'Review']) await next(page, step);
  await expect(page.getByText('Example Bank').first()).toBeVisible();
  await expectLight(page, 'Review with a document', javaScriptEnabled);
});

// What is sent is the same with scripts.
test('every_page_that_an_administrator_can_walk_to_keeps_its_budget', { tag: '@html' }, async ({ page, portal, browser }) => {
  test.setTimeout(180_000);
  await setUp(page, portal);
  await make(portal, 'rates-lab', { desk: 'rates' });
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Refresh' }).click();
  const member = await comesIn(browser, portal, await invite(page, 'member@example.com', 'Member'), 'Team Member');
  await page.goto(await makeTeam(page, 'Rates', 'member@example.com'));
  await linkFirst(page);
  await makeBlueprint(page, 'Laboratory');
  await ask(member, 'Laboratory for Rates', 'curves');
  await begin(page);
  await basics(page, 'rates-london');
  await next(page, 'Sign-in');

  const places = [...(await walk(page))].filter(([, { isPage }]) => isPage);
  expect(places.length, 'pages that were found').toBeGreaterThan(40);
  const heavy: string[] = [];
  for (const [path] of places) {
    const bytes = await weighHtml(page, portal.url + path);
    const told = `${path}: html ${(bytes / KB).toFixed(1)} KB`;
    console.log(`   ${told}`);
    if (bytes > budgets.html * GRACE) heavy.push(told);
  }
  expect(heavy, 'pages over their budget').toEqual([]);
});

test('fifty_rows_and_an_environment_keep_their_budgets', async ({ page, portal, javaScriptEnabled }) => {
  test.slow();
  await setUp(page, portal);
  await page.goto('/environments');
  await expectLight(page, 'the empty list', javaScriptEnabled);
  await fill(portal, 60);
  await page.getByRole('button', { name: 'Refresh' }).click();
  // The header is a row, too.
  await expect(page.getByRole('row')).toHaveCount(51);
  await expectLight(page, 'fifty rows', javaScriptEnabled);
  await page.getByRole('link', { name: 'desk-000', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('desk-000');
  const environment = page.url();
  await expectLight(page, 'an environment', javaScriptEnabled);
  for (const part of ['edit', 'federation', 'tags', 'delete']) {
    await page.goto(`${environment}/${part}`);
    await expectLight(page, part, javaScriptEnabled);
  }
  await page.goto('/admin/log');
  await expectLight(page, 'the audit log', javaScriptEnabled);
});

async function expectLight(page: Page, name: string, scripts: boolean): Promise<void> {
  const weight = await weigh(page, scripts);
  const told = kinds.map((kind) => `${kind} ${(weight[kind] / KB).toFixed(1)} KB`).join(', ');
  console.log(`   ${name}: ${told}`);
  // A page without its style or without a word was not weighed at all.
  expect(Math.min(weight.html, weight.css), `${name}: ${told}`).toBeGreaterThan(0);
  if (!scripts) expect(weight.js + weight.wasm, `scripts on ${name} for a browser that runs none`).toBe(0);
  for (const kind of kinds) expect(weight[kind] / budgets[kind], `${kind} on ${name}: ${told}`).toBeLessThanOrEqual(GRACE);
}

async function fill(portal: Portal, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const name = `desk-${String(n).padStart(3, '0')}`;
    await make(portal, name, { 'cost-center': `cc-${n * 37}`, owner: `${name}@example.com`, stage: n % 2 ? 'test' : 'production' });
  }
}
