// The portal starts on an empty folder, lets its first administrator in by the printed link, and lets nobody else.
import { look } from '../support/look.ts';
import { expect, test } from '../support/test.ts';

test('the_printed_link_opens_the_set_up_page', async ({ page, portal }) => {
  const answer = await page.goto(await portal.setUpLink());
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page.getByLabel('Email address')).toBeVisible();
  await look(page, 'set-up');
});

test('a_page_of_320_pixels_does_not_scroll_sideways', async ({ page, portal }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(await portal.setUpLink());
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(320);
});

test('a_stranger_is_sent_away_from_the_environments', async ({ page }) => {
  await page.goto('/environments');
  expect(new URL(page.url()).pathname).not.toBe('/environments');
});

test('health_and_readiness_are_answered', async ({ request }) => {
  expect((await request.get('/healthz')).status()).toBe(200);
  expect((await request.get('/readyz')).status()).toBe(200);
});

test('the_portal_comes_back_after_it_was_killed', async ({ page, portal }) => {
  const pid = portal.pid;
  await portal.kill();
  await portal.restart();
  expect(portal.pid).not.toBe(pid);
  const answer = await page.goto(await portal.setUpLink());
  expect(answer?.status()).toBe(200);
});
