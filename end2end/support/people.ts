// What people do first: they set the portal up and sign in.
import type { Page } from '@playwright/test';
import type { Portal } from './portal.ts';
import { expect } from './test.ts';

export const administrator = {
  name: 'First Administrator',
  email: 'admin@example.com',
  password: 'green lamp over seven rivers',
};

/** Becomes the first administrator by the printed link, and is signed in. */
export async function setUp(page: Page, portal: Portal): Promise<void> {
  await page.goto(await portal.setUpLink());
  await page.getByLabel('Your name').fill(administrator.name);
  await page.getByLabel('Email address').fill(administrator.email);
  await page.getByLabel('Password', { exact: true }).fill(administrator.password);
  await page.getByLabel('Password again').fill(administrator.password);
  await page.getByRole('button', { name: 'Create administrator and sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Environments');
}

/** Signs in on a page that asks for it. */
export async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Email address').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
