// The `test` that every file here imports: Playwright's own, with a portal, and with a watch on what the browser complains about.
import { test as base, expect } from '@playwright/test';
import { Portal, type Settings } from './portal.ts';

type Options = { settings: Settings };
type Fixtures = { own: Settings; portal: Portal; complaints: string[] };

export const test = base.extend<Options & Fixtures>({
  /** `test.use({ settings: { PORTAL_…: '…' } })` starts the portal with more settings. */
  settings: [{}, { option: true }],

  /** What all tests of a kind need of their portal, beside what `settings` says. */
  own: async ({}, use) => {
    await use({});
  },

  portal: async ({ own, settings }, use, info) => {
    const portal = await Portal.start({ ...own, ...settings });
    await use(portal);
    if (info.status !== info.expectedStatus) await info.attach('portal', { body: portal.output, contentType: 'text/plain' });
    await portal.stop();
  },

  baseURL: async ({ portal }, use) => {
    await use(portal.url);
  },

  // A script that fails, a policy that blocks or a call to somebody else fails the test, even when the page looks right.
  complaints: [
    async ({ page, portal }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(`error in a script: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error' && !isAnAnswer(message.text())) complaints.push(`console: ${message.text()}`);
      });
      page.on('request', (request) => {
        const { hostname, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && !isHere(hostname)) complaints.push(`a call to ${request.url()} from ${portal.url}`);
      });
      await use(complaints);
      expect(complaints, 'what the browser complained about').toEqual([]);
    },
    { auto: true },
  ],
});

// Chromium reports each answer of 400 and above as an error; which answers are right is for the tests to say.
function isAnAnswer(text: string): boolean {
  return /^Failed to load resource: the server responded with a status of \d+/.test(text);
}

function isHere(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname.endsWith('.localhost');
}

export { expect };
