// A walk along every link that somebody is offered, from the first page on.
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** A form as it would be sent; one whose buttons are all blocked is not offered. */
export type Form = { action: string; fields: [string, string][]; inParts: boolean; offered: boolean };

/** The forms of every page that links lead to, by the page's address. Each link has to lead somewhere. */
export async function walk(page: Page): Promise<Map<string, Form[]>> {
  const found = new Map<string, Form[]>();
  const known = new Set<string>();
  const ways: [path: string, from: string][] = [['/', 'nowhere']];
  for (let way = ways.shift(); way; way = ways.shift()) {
    const [path, from] = way;
    if (known.has(kind(path))) continue;
    known.add(kind(path));
    const status = await open(page, path);
    expect(status, `${path}, which ${from} links to`).toBeLessThan(400);
    const here = new URL(page.url()).pathname;
    found.set(path, await page.locator('form[method=post]').evaluateAll(read));
    const links = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    for (const link of links) if (!link.startsWith('/go/')) ways.push([link.split('#')[0] ?? link, here]);
  }
  return found;
}

/** Pages of one kind differ only in what a filter or a number of a page is set to. */
function kind(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://portal');
  return [pathname, ...[...searchParams.keys()].sort()].join('?');
}

/** Goes there; a download is asked for without going. */
async function open(page: Page, path: string): Promise<number> {
  try {
    return (await page.goto(path, { waitUntil: 'domcontentloaded' }))?.status() ?? 0;
  } catch (error) {
    if (!String(error).includes('Download is starting')) throw error;
    return (await page.request.get(path)).status();
  }
}

function read(forms: (SVGElement | HTMLElement)[]): Form[] {
  return forms.map((form) => {
    const buttons = [...form.querySelectorAll('button')];
    const pressed = buttons.filter(({ name }) => name).slice(0, 1);
    return {
      action: form.getAttribute('action') ?? '',
      fields: [
        ...[...new FormData(form as HTMLFormElement)].map(([name, value]): [string, string] => [name, String(value)]),
        ...pressed.map(({ name, value }): [string, string] => [name, value]),
      ],
      inParts: (form as HTMLFormElement).enctype === 'multipart/form-data',
      offered: buttons.some((button) => button.getAttribute('aria-disabled') !== 'true'),
    };
  });
}
