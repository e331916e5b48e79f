// What administrators do for teams.
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** Makes a team with the people of these addresses, one a line. */
export async function makeTeam(page: Page, name: string, addresses: string): Promise<void> {
  await page.goto('/teams/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Make team' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.getByText('Add people', { exact: true }).click();
  await page.getByLabel('Email addresses').fill(addresses);
  await page.getByRole('button', { name: 'Add to the team' }).click();
  await expect(page.getByText(/in the team/).first()).toBeVisible();
}

/** Links the first environment that is there to the team whose page is open. */
export async function linkFirst(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Link an environment' }).first().click();
  await page.getByLabel('Environment', { exact: true }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Link environment' }).click();
  await expect(page.getByText('is linked.')).toBeVisible();
}
