// What people do about requests: a blueprint is made, and a member asks with it.
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** Makes a blueprint that every team may use, or one team alone. */
export async function makeBlueprint(page: Page, name: string, team = ''): Promise<void> {
  await page.goto('/admin/blueprints/new');
  await page.getByLabel('Name of the blueprint').fill(name);
  await page.getByLabel('Teams that may use it').fill(team);
  await page.getByRole('button', { name: 'Save blueprint' }).click();
  await expect(page.getByText(`The blueprint “${name}” is saved.`)).toBeVisible();
}

/** Asks for an environment of that name, and gives the path of the request. */
export async function ask(member: Page, blueprint: string, name: string): Promise<string> {
  await member.goto('/requests/new');
  await member.getByRole('link', { name: blueprint }).click();
  await member.getByLabel('What it is for').fill('To try a curve model');
  await member.getByLabel('Name', { exact: true }).fill(name);
  await member.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(member.getByText('Your request is sent.')).toBeVisible();
  return new URL(member.url()).pathname;
}
