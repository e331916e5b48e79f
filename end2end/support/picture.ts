// Pictures of a page for people to look at: light and dark, wide and as narrow as a page must still work.
import { resolve } from 'node:path';
import { test, type Page } from '@playwright/test';

const folder = resolve(import.meta.dirname, '../screenshots');
const widths = { wide: { width: 1280, height: 800 }, narrow: { width: 320, height: 640 } };

/**
 * Writes `screenshots/<name>-<wide|narrow>-<light|dark>.png`, each of the whole page; once, by the browser with scripts. Where nobody looks at
 * them, it is left out.
 */
export async function picture(page: Page, name: string): Promise<void> {
  if (test.info().project.name !== 'islands' || process.env['CI']) return;
  const before = page.viewportSize();
  for (const [width, size] of Object.entries(widths)) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (before) await page.setViewportSize(before);
}
