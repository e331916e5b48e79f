// How a request ends when nothing comes of it, and when a person has to decide what came of it.
import { make, order, state } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { comesIn, invite, setUp } from '../support/people.ts';
import { ask, makeBlueprint } from '../support/requests.ts';
import { opensOnce } from '../support/send.ts';
import { makeTeam } from '../support/teams.ts';
import { expect, test } from '../support/test.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '0s', PORTAL_LOCAL_FAULTS: 'true' } });

test('a_request_is_withdrawn_by_who_asked_and_declined_with_words', async ({ page, portal, browser }) => {
  test.setTimeout(120_000);
  await setUp(page, portal);
  const member = await comesIn(browser, portal, await invite(page, 'member@example.com', 'Member'), 'Team Member');
  await makeTeam(page, 'Rates', 'member@example.com');
  await makeBlueprint(page, 'Laboratory');

  const withdrawn = await ask(member, 'Laboratory for Rates', 'fx-options');
  await member.getByRole('button', { name: 'Withdraw' }).click();
  await member.goto(withdrawn);
  await expect(member.getByText('Withdrawn', { exact: true }).first()).toBeVisible();
  await look(member, 'request-withdrawn');

  const declined = await ask(member, 'Laboratory for Rates', 'curves');
  await page.goto(declined);
  await page.getByText('Decline', { exact: true }).click();
  await page.getByRole('button', { name: 'Decline the request' }).click();
  await expect(page.getByLabel('Why, and what to do instead')).toHaveAttribute('aria-invalid', 'true');
  await look(page, 'request-decline-wrong');
  await page.getByLabel('Why, and what to do instead').fill('Use the one that is there.');
  await page.getByRole('button', { name: 'Decline the request' }).click();
  await member.goto(declined);
  await expect(member.getByText('The request was declined')).toBeVisible();
  await expect(member.getByText('Use the one that is there.').first()).toBeVisible();
  await look(member, 'request-declined');
  expect((await state(portal)).calls['CreateEnvironment'] ?? 0).toBe(0);
});

// The portal looks again half a minute after an answer was lost, and two minutes after it where that look could not see all tags. What the page
// says then is the same with scripts.
test('two_environments_of_one_request_wait_for_a_person', { tag: '@html' }, async ({ page, portal, browser }) => {
  test.setTimeout(240_000);
  await setUp(page, portal);
  const member = await comesIn(browser, portal, await invite(page, 'member@example.com', 'Member'), 'Team Member');
  await makeTeam(page, 'Rates', 'member@example.com');
  await makeBlueprint(page, 'Laboratory');
  const request = await ask(member, 'Laboratory for Rates', 'drop-after-curves');

  // The answer is lost, the first look comes before the list has it, and meanwhile somebody makes another one with its tags.
  await order(portal, 'list-lag', { time: '10s' });
  await page.goto(request);
  await page.getByRole('button', { name: 'Approve and create' }).click();
  await expect(async () => expect((await state(portal)).environments).toHaveLength(1)).toPass({ timeout: 20_000 });
  const { tags } = (await state(portal)).environments[0] ?? { tags: {} };
  await make(portal, 'curves-again', tags);
  await opensOnce(page, `${request}?follow=no`, 'A person has to decide', 180_000);
  await expect(page.getByText('A person has to decide')).toBeVisible();
  await look(page, 'request-undecided');
  expect((await state(portal)).calls['CreateEnvironment'], 'calls of the portal and of somebody').toBe(2);
});
