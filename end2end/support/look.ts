// A page as people look at it: accessible in both themes, its pictures taken, and no wider than a phone.
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { picture } from './picture.ts';
import { expect } from './test.ts';

/** Checks the page as it stands, and takes its pictures under that name. */
export async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await picture(page, name);
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, `${name} at 320 pixels`).toBeLessThanOrEqual(320);
  if (before) await page.setViewportSize(before);
}
