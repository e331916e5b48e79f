// The keyboard alone: the way past the navigation, along the list in the order in which it is read, through the account menu, and into the dark.
import type { Page } from '@playwright/test';
import { make } from '../support/endpoint.ts';
import { setUp } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '0s' } });

test('the_keyboard_reaches_everything_in_its_order_and_sees_where_it_is', { tag: '@islands' }, async ({ page, portal }) => {
  await setUp(page, portal);
  for (const name of ['rates-lab', 'fx-options']) await make(portal, name, {});
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('link', { name: 'rates-lab', exact: true })).toBeVisible();

  // The first stop leads past the navigation.
  await load(page);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await page.keyboard.press('Tab');
  expect((await stop(page))?.isInMain, 'the stop after skipping').toBe(true);

  // Every stop shows itself, and none stands before the one that was left: lines go down, and along a line it goes to the right.
  await load(page);
  const stops: Stop[] = [];
  for (let next = await step(page); next; next = await step(page)) stops.push(next);
  const names = stops.map(({ name }) => name);
  for (const name of ['Environments', 'Refresh', 'Create environment', 'Apply', 'rates-lab']) expect(names).toContain(name);
  for (const { name, isSeen } of stops) expect(isSeen, `the focus on ${name}`).toBe(true);
  const backwards = stops.filter((stop, n) => isBefore(stop, stops[n - 1]));
  expect(backwards, 'stops that stand before the one that was left').toEqual([]);

  // The menu opens, is entered, and gives the focus back.
  const button = page.getByRole('button', { name: /account menu/ });
  const menu = page.locator('#account-menu');
  await load(page);
  await until(page, /account menu/);
  await page.keyboard.press('Enter');
  await expect(menu).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(menu.getByRole('link', { name: 'Account' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();

  // The dark stays.
  await page.keyboard.press('Enter');
  await until(page, /^Dark$/);
  await page.keyboard.press('Space');
  await expectDark(page);
  await page.reload();
  await expectDark(page);
  await expect(page.locator('#account-menu button[value=dark]')).toHaveAttribute('aria-pressed', 'true');
});

async function load(page: Page): Promise<void> {
  await page.goto('/environments');
  await expect(page.locator('html')).toHaveAttribute('data-awake', 'yes');
}

async function expectDark(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('body')).toHaveCSS('color-scheme', 'dark');
}

type Stop = { name: string; isInMain: boolean; isSeen: boolean; top: number; bottom: number; left: number; right: number };

function isBefore(stop: Stop, left: Stop | undefined): boolean {
  if (!left) return false;
  const isOnItsLine = stop.top < left.bottom && stop.bottom > left.top;
  return stop.bottom <= left.top || (isOnItsLine && stop.right <= left.left);
}

/** Goes on to the next stop; after the last one there is none. */
async function step(page: Page): Promise<Stop | undefined> {
  await page.keyboard.press('Tab');
  return stop(page);
}

async function until(page: Page, name: RegExp): Promise<void> {
  for (let here = await step(page); !here || !name.test(here.name); here = await step(page)) {
    expect(here, `a stop called ${name}`).toBeDefined();
  }
}

/** Where the focus is on the page, and whether one sees it. */
async function stop(page: Page): Promise<Stop | undefined> {
  return page.evaluate(() => {
    const here = document.activeElement;
    if (!(here instanceof HTMLElement) || here === document.body) return undefined;
    const { outlineStyle, outlineWidth } = getComputedStyle(here);
    const { top, bottom, left, right } = here.getBoundingClientRect();
    const isInView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    const label = 'labels' in here ? (here.labels as NodeListOf<HTMLElement> | null)?.[0]?.innerText : undefined;
    return {
      name: (here.ariaLabel ?? label ?? here.innerText).trim(),
      isInMain: here.closest('main') !== null,
      isSeen: isInView && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      top: top + scrollY,
      bottom: bottom + scrollY,
      left,
      right,
    };
  });
}
