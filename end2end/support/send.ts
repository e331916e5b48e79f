// Forms as a browser sends them, without drawing their pages: for what a test needs and is not about. To draw them took a seventh of all tests' time.
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

const headers = { accept: 'text/html', 'sec-fetch-site': 'same-origin' };

/** Sends a form with the browser's session, and gives the page that it leads to: where that is, and its markup. */
export async function send(page: Page, action: string, fields: Record<string, string>): Promise<{ path: string; html: string }> {
  const answer = await page.request.post(action, { form: fields, headers });
  expect(answer.status(), `the answer to ${action}`).toBe(200);
  return { path: new URL(answer.url()).pathname, html: await answer.text() };
}

/** The secret that a link has. */
export function secretOf(link: string): string {
  return new URL(link).searchParams.get('secret') ?? '';
}

/** Asks for a page until its markup has these words, and opens it then: drawn each time, it would keep a core busy. */
export async function opensOnce(page: Page, path: string, words: string, timeout: number): Promise<void> {
  await expect(async () => {
    const answer = await page.request.get(path, { headers });
    expect(await answer.text()).toContain(words);
  }).toPass({ timeout, intervals: [500] });
  await page.goto(path);
}
