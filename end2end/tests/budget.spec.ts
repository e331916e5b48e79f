// What a page may weigh, compressed with brotli, and that all of it comes from here. More than 5 % over a budget fails.
import type { Page } from '@playwright/test';
import { address } from '../support/endpoint.ts';
import { setUp } from '../support/people.ts';
import type { Portal } from '../support/portal.ts';
import { expect, test } from '../support/test.ts';
import { kinds, weigh, type Weight } from '../support/weight.ts';
import { basics, begin, next } from '../support/wizard.ts';

const KIB = 1024;
const GRACE = 1.05;
const budgets: Weight = { html: 14 * KIB, css: 12 * KIB, js: 8 * KIB, wasm: 90 * KIB };

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

test('fifty_rows_and_an_environment_keep_their_budgets', async ({ page, portal, javaScriptEnabled }) => {
  test.slow();
  await setUp(page, portal);
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
  const told = kinds.map((kind) => `${kind} ${(weight[kind] / KIB).toFixed(1)} KiB`).join(', ');
  console.log(`   ${name}: ${told}`);
  // A page without its style or without a word was not weighed at all.
  expect(Math.min(weight.html, weight.css), `${name}: ${told}`).toBeGreaterThan(0);
  if (!scripts) expect(weight.js + weight.wasm, `scripts on ${name} for a browser that runs none`).toBe(0);
  for (const kind of kinds) expect(weight[kind] / budgets[kind], `${kind} on ${name}: ${told}`).toBeLessThanOrEqual(GRACE);
}

// As another client does it; the endpoint asks nobody for a signature.
async function fill(portal: Portal, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const name = `desk-${String(n).padStart(3, '0')}`;
    const tags = { 'cost-center': `cc-${n * 37}`, owner: `${name}@example.com`, stage: n % 2 ? 'test' : 'production' };
    const made = await fetch(`${address(portal)}/environment`, { method: 'POST', body: JSON.stringify({ name, tags }) });
    expect(made.status, await made.text()).toBe(200);
  }
}
