// What a page weighs on its way to a browser that takes brotli, by kind of file.
import { get, type IncomingHttpHeaders } from 'node:http';
import type { Page, Request } from '@playwright/test';
import { expect } from './test.ts';

export const kinds = ['html', 'css', 'js', 'wasm'] as const;
export type Kind = (typeof kinds)[number];
export type Weight = Record<Kind, number>;

/** Loads the open page again, and weighs all that it asks for. Something that is of no known kind, or from elsewhere, is an error. */
export async function weigh(page: Page, scripts: boolean): Promise<Weight> {
  const requests: Request[] = [];
  const note = (request: Request) => requests.push(request);
  page.on('request', note);
  await page.reload();
  if (scripts && (await page.locator('leptos-island').count()) > 0) {
    await expect(page.locator('html')).toHaveAttribute('data-awake', 'yes');
  }
  page.off('request', note);
  const { origin } = new URL(page.url());
  const cookie = await cookieOf(page);
  const weight: Weight = { html: 0, css: 0, js: 0, wasm: 0 };
  for (const address of new Set(requests.filter(isAFile).map((request) => request.url()))) {
    expect(new URL(address).origin, `who is asked for ${address}`).toBe(origin);
    const { bytes, headers } = await fetchCompressed(address, cookie);
    expect(headers['content-encoding'], `the encoding of ${address}`).toBe('br');
    weight[kindOf(headers, address)] += bytes;
  }
  return weight;
}

/** Weighs the HTML alone of a page at an address, which is not drawn for that: the other files are the same everywhere. */
export async function weighHtml(page: Page, address: string): Promise<number> {
  const { bytes, headers } = await fetchCompressed(address, await cookieOf(page));
  expect(kindOf(headers, address), address).toBe('html');
  return bytes;
}

async function cookieOf(page: Page): Promise<string> {
  return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
}

// The icon is part of the page, and a stream of news has no weight.
function isAFile(request: Request): boolean {
  return !request.url().startsWith('data:') && request.resourceType() !== 'eventsource';
}

function kindOf(headers: IncomingHttpHeaders, address: string): Kind {
  const type = headers['content-type']?.split(';')[0] ?? 'none';
  const kind = { 'text/html': 'html', 'text/css': 'css', 'text/javascript': 'js', 'application/wasm': 'wasm' }[type];
  if (!kind) throw new Error(`No budget has a place for ${address}, which is ${type}.`);
  return kind as Kind;
}

// Node's own client takes the bytes as they come, where a browser's tools would unpack them.
function fetchCompressed(address: string, cookie: string): Promise<{ bytes: number; headers: IncomingHttpHeaders }> {
  const wanted = { accept: 'text/html,*/*', 'accept-encoding': 'br', cookie };
  return new Promise((resolve, reject) => {
    const request = get(address, { headers: wanted }, (answer) => {
      let bytes = 0;
      answer.on('data', (piece: Buffer) => (bytes += piece.length));
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve({ bytes, headers: answer.headers });
        else reject(new Error(`${address} answered ${answer.statusCode}`));
      });
      answer.on('error', reject);
    });
    request.on('error', reject);
  });
}
