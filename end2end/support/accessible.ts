// No page may have an axe-core violation, in light or in dark, with scripts or without.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { expect } from './test.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const everything = ['best-practice', 'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
// What depends on the theme: a theme is nothing but colours.
const colours = ['color-contrast', 'link-in-text-block'];

/** Checks the page as it stands, in both themes, against WCAG 2.2 AA and axe-core's best practices. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  for (const [colorScheme, rules] of [['light', everything], ['dark', colours]] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violations(page, rules), `axe-core in ${colorScheme} on ${page.url()}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

// One readable line for each element at fault.
async function violations(page: Page, rules: readonly string[]): Promise<string[]> {
  const { violations } = (await page.evaluate(run(rules))) as AxeResults;
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
  );
}

// Where the page's scripts are off, timers never fire but promises go on; axe-core's timers only yield, so promises stand in for them.
function run(runOnly: readonly string[]): string {
  const options = JSON.stringify({
    runOnly,
    resultTypes: ['violations'],
    // Fetching style sheets again is for rules that are not among these, and needs timers.
    preload: false,
  });
  return `(async () => {
    const timer = window.setTimeout;
    if (!matchMedia('(scripting: enabled)').matches) window.setTimeout = (work) => { Promise.resolve().then(work); return 0; };
    try { return await axe.run(document, ${options}); } finally { window.setTimeout = timer; }
  })()`;
}
