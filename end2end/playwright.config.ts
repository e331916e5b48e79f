// Every page twice: `html` has scripts switched off, `islands` has them on. A test with one of these words as its tag runs there alone.
import { defineConfig, devices } from '@playwright/test';
import { chromium } from './support/chromium.ts';

const report = process.env['END2END_REPORT'];

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  // A test that fails once has failed: there is no second try that hides a race.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  fullyParallel: true,
  // One more than the cores of the smallest machine: most of a test is waiting for something to be built.
  workers: 3,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: chromium,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    // Traces take their time. Whoever looks for a cause runs that one test with `--trace on`.
    trace: 'off',
  },
  projects: [
    { name: 'html', use: { javaScriptEnabled: false }, grepInvert: /@islands/ },
    { name: 'islands', use: { javaScriptEnabled: true }, grepInvert: /@html/ },
  ],
});
