// A walk along every link that somebody is offered, from the first page on.
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** A form as it would be sent; one whose buttons are all blocked is not offered. */
export type Form = { action: string; fields: [string, string][]; inParts: boolean; offered: boolean };

/** What a link leads to: a page of its own with its forms, or a file, or another page. */
export type Place = { isPage: boolean; forms: Form[] };

/** Every place that links lead to, by its address. Each link has to lead somewhere. */
export async function walk(page: Page): Promise<Map<string, Place>> {
  const found = new Map<string, Place>();
  const known = new Set<string>();
  const ways: [path: string, from: string][] = [['/', 'nowhere']];
  for (let way = ways.shift(); way; way = ways.shift()) {
    const [path, from] = way;
    if (known.has(kind(path))) continue;
    known.add(kind(path));
    // With the browser's session and without drawing anything: there are many pages.
    const answer = await page.request.get(path, { headers: { accept: 'text/html' } });
    expect(answer.status(), `${path}, which ${from} links to`).toBeLessThan(400);
    const isHtml = answer.headers()['content-type']?.startsWith('text/html') ?? false;
    const { forms, links } = await page.evaluate(read, isHtml ? await answer.text() : '');
    const isPage = isHtml && answer.url().endsWith(path);
    found.set(path, { isPage, forms });
    for (const link of links) if (!link.startsWith('/go/')) ways.push([link.split('#')[0] ?? link, path]);
  }
  return found;
}

/** Pages of one kind differ only in what a filter or a number of a page is set to. */
function kind(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://portal');
  return [pathname, ...[...searchParams.keys()].sort()].join('?');
}

function read(html: string): { forms: Form[]; links: string[] } {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const forms = [...page.querySelectorAll<HTMLFormElement>('form[method=post]')].map((form): Form => {
    const buttons = [...form.querySelectorAll('button')];
    const pressed = buttons.filter(({ name }) => name).slice(0, 1);
    return {
      action: form.getAttribute('action') ?? '',
      fields: [
        ...[...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]),
        ...pressed.map(({ name, value }): [string, string] => [name, value]),
      ],
      inParts: form.enctype === 'multipart/form-data',
      offered: buttons.some((button) => button.getAttribute('aria-disabled') !== 'true'),
    };
  });
  const links = [...page.querySelectorAll('a[href^="/"]')].map((link) => link.getAttribute('href') ?? '');
  return { forms, links };
}
