// Debian's browser, since a test tool's own browser download needs a network that not everybody has.
// Its shell without windows comes first: it has no screen to draw on, and tests take a third less time.
import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

const known = [process.env['CHROMIUM'], '/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function path(): string {
  const found = known.find((candidate) => candidate && existsSync(candidate));
  if (!found) throw new Error(`No Chromium at ${known.filter(Boolean).join(', ')}: install it, or set CHROMIUM to its path.`);
  return found;
}

// The sandbox needs a user who is not root; the other flags keep the browser from calling home during a test.
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

export const chromium: LaunchOptions = {
  executablePath: path(),
  args: process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet,
};
