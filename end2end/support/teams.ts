// What administrators do for teams.
import type { Page } from '@playwright/test';
import { send } from './send.ts';
import { expect } from './test.ts';

/** Makes a team with the people of these addresses, one a line, and gives the path of its page. No page is drawn. */
export async function makeTeam(page: Page, name: string, addresses: string): Promise<string> {
  const { path } = await send(page, '/api/teams/make', { 'form[name]': name });
  const team = path.replace('/teams/', '');
  const { html } = await send(page, '/api/members/add', { team, 'form[members]': addresses, 'form[standing]': 'member' });
  expect(html, `what the page of ${name} says`).toMatch(/ (is|are) in the team (and|now)/);
  return path;
}

/** Links the first environment that is there to the team whose page is open. */
export async function linkFirst(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Link an environment' }).first().click();
  await page.getByLabel('Environment', { exact: true }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Link environment' }).click();
  await expect(page.getByText('is linked.')).toBeVisible();
}
