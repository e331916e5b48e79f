// The create wizard, walked step by step as a person does.
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** A real identity provider's metadata, in the shape that Okta gives. */
export const metadataFile = resolve(import.meta.dirname, '../../domain/tests/saml/okta.xml');

/** Begins a new environment from the list. */
export async function begin(page: Page): Promise<void> {
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Create environment' }).first().click();
  await expectStep(page, 'Basics');
}

export async function expectStep(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: `Create environment: ${name}` })).toBeVisible();
}

/** Goes on to a step by the button that names it. */
export async function next(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Next: ${name.toLowerCase()}` }).click();
  await expectStep(page, name);
}

/** Fills the first step. */
export async function basics(page: Page, name: string, description = ''): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Description').fill(description);
}

/** The shortest way from the list to an environment of that name. */
export async function create(page: Page, name: string): Promise<void> {
  await begin(page);
  await basics(page, name);
  await next(page, 'Sign-in');
  await next(page, 'Superuser');
  await next(page, 'Data bundles and tags');
  await next(page, 'Review');
  await page.getByRole('button', { name: 'Create environment' }).click();
}

/** Makes sure of a row to fill: with scripts a list of rows begins empty, without them with empty rows. */
export async function row(page: Page, button: string, label: string): Promise<void> {
  if (!(await page.getByLabel(label).first().isVisible())) await page.getByRole('button', { name: button }).click();
}
