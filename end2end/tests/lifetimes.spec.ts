// The life of an environment: its deletion is asked for, approved, parked and called off; asked for again it happens once; and more time moves its end.
import type { Page } from '@playwright/test';
import { boto3 } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { comesIn, invite, setUp } from '../support/people.ts';
import { opensOnce } from '../support/send.ts';
import { makeTeam } from '../support/teams.ts';
import { expect, test } from '../support/test.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '1s', PORTAL_LOCAL_DELETE_TIME: '1s' } });

test('a_deletion_is_asked_for_parked_called_off_and_done_once_and_more_time_moves_an_end', async ({ page, portal, browser }) => {
  test.setTimeout(240_000);
  await setUp(page, portal);
  const member = await comesIn(browser, portal, await invite(page, 'member@example.com', 'Member'), 'Team Member');
  const approver = await comesIn(browser, portal, await invite(page, 'approver@example.com', 'Approver'), 'Team Approver');
  await makeTeam(page, 'Rates', 'member@example.com\napprover@example.com');

  // A blueprint that gives ten days, approved by itself.
  await page.goto('/admin/blueprints/new');
  await page.getByLabel('Name of the blueprint').fill('Laboratory');
  await page.getByLabel('Lifetime in days').fill('10');
  await page.getByLabel('Requests of every member').check();
  await page.getByRole('button', { name: 'Save blueprint' }).click();
  await expect(page.getByText('The blueprint “Laboratory” is saved.')).toBeVisible();
  await member.goto('/requests/new');
  await member.getByRole('link', { name: 'Laboratory for Rates' }).click();
  await member.getByLabel('What it is for').fill('To try a model');
  await member.getByLabel('Name', { exact: true }).fill('lab-curves');
  await member.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(async () => {
    await member.goto('/');
    await expect(member.getByRole('link', { name: /^Sign in/ })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await expect(member.getByText(/^Ends on .*, in 10 days$/)).toBeVisible();
  await look(member, 'launchpad-ends');

  // More time, by request.
  await member.getByRole('link', { name: 'Ask for deletion or more time' }).click();
  const link = new URL(member.url()).pathname;
  await member.getByText('Ask for more time', { exact: true }).first().click();
  await member.getByLabel('Days more').fill('0');
  await member.getByRole('button', { name: 'Ask for more time' }).click();
  await expect(member.getByText('Write a number of days from 1 to 365.').first()).toBeVisible();
  await look(member, 'lifetime-wrong');
  await member.getByLabel('Days more').fill('5');
  await member.getByLabel('What it is still needed for').fill('One more report');
  await member.getByRole('button', { name: 'Ask for more time' }).click();
  await expect(member.getByText('Your request is sent.')).toBeVisible();
  await look(member, 'request-more-time');
  await decide(approver, member, 'Approve more time');
  await member.goto(link);
  await expect(member.getByText(/^Ends on .*, in 15 days$/)).toBeVisible();

  // Deletion, by request: parked, and kept.
  await askForDeletion(member, link);
  await look(member, 'request-deletion');
  await decide(approver, member, 'Approve the deletion', 'request-decide-deletion');
  await member.goto('/');
  await expect(member.getByText(/^Deletes on /)).toBeVisible();
  await look(member, 'launchpad-parked');
  await member.getByRole('link', { name: 'See what is going on' }).click();
  await expect(member.getByText(/^Deletes on .*, as member@example.com asked$/)).toBeVisible();
  await expect(member.getByRole('link', { name: /^Sign in all the same/ })).toBeVisible();
  await look(member, 'go-parked');
  await member.goto(link);
  await look(member, 'lifetime-parked');
  await member.getByRole('button', { name: 'Keep it' }).click();
  await expect(member.getByText('is kept. Its deletion is called off.').first()).toBeVisible();
  await member.goto('/');
  await expect(member.getByRole('link', { name: /^Sign in/ })).toBeVisible();

  // Without a cooling-off it goes at once, and once.
  await page.goto('/admin/settings/general');
  await page.getByLabel('Days before a deletion begins').fill('0');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByText('The settings are saved.')).toBeVisible();
  await askForDeletion(member, link);
  await decide(approver, member, 'Approve the deletion');
  const go = link.replace('/links/', '/go/');
  await opensOnce(member, `${go}?follow=no`, 'It was deleted on ', 60_000);
  await expect(member.getByText(/It was deleted on .* member@example.com wanted that/)).toBeVisible();
  await look(member, 'go-deleted');
  expect(JSON.parse(await boto3(portal, 'finspace.list_environments()["environments"]'))).toEqual([]);
  await page.goto('/requests?kind=delete');
  await expect(page.getByText('Kept', { exact: true }).last()).toBeVisible();
  await look(page, 'requests-deletions');

  // An administrator sets an end by hand.
  await boto3(portal, 'finspace.create_environment(name="by-hand")');
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('link', { name: 'by-hand', exact: true }).click();
  await page.getByText('Set its end', { exact: true }).click();
  await page.getByLabel('Ends on (UTC)').fill('2099-01-01');
  await page.getByRole('button', { name: 'Set the end' }).click();
  await expect(page.getByText('This is too far away.').first()).toBeVisible();
  await look(page, 'environment-end');
});

async function askForDeletion(member: Page, link: string): Promise<void> {
  await member.goto(link);
  await member.getByText('Ask for its deletion', { exact: true }).click();
  await member.getByLabel('Why it can go').fill('The model works.');
  await member.getByRole('button', { name: 'Ask for deletion' }).click();
  await expect(member.getByText('Your request is sent.')).toBeVisible();
}

/** The approver approves the request whose page the member is on. */
async function decide(approver: Page, member: Page, button: string, shot?: string): Promise<void> {
  await approver.goto(new URL(member.url()).pathname);
  if (shot) await look(approver, shot);
  await approver.getByRole('button', { name: button }).click();
  await expect(approver.getByRole('button', { name: button })).toHaveCount(0);
}
