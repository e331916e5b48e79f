// The dashboard: each number leads to the list that it counts.
import { boto3, make } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { comesIn, invite, setUp } from '../support/people.ts';
import { makeTeam } from '../support/teams.ts';
import { expect, test } from '../support/test.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '1s', PORTAL_LOCAL_FAULTS: 'true' } });

test('what_needs_somebody_is_counted_and_each_number_leads_to_its_list', async ({ page, portal, javaScriptEnabled }) => {
  await setUp(page, portal);
  await page.goto('/');
  await expect(page.getByText('No environments yet')).toBeVisible();
  await look(page, 'dashboard-none');
  const names = ['risk', 'rates', 'fail-creation-desk'];
  await boto3(portal, `[finspace.create_environment(name=name) for name in ${JSON.stringify(names)}]`);

  // An open page follows; without scripts the list's Refresh has FinSpace read again.
  const failing = page.getByRole('link', { name: '1 Failing' });
  if (javaScriptEnabled) {
    await expect(failing).toBeVisible({ timeout: 30_000 });
  } else {
    await expect(async () => {
      await page.goto('/environments');
      await page.getByRole('button', { name: 'Refresh' }).click();
      await page.goto('/');
      await expect(failing).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
  }
  await expect(page.getByRole('link', { name: '0 Changing now' })).toBeVisible();
  await look(page, 'dashboard');
  await page.getByRole('link', { name: '3 In no team' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Environments\s*3/);
  await expect(page.getByText('Show only: In no team')).toBeVisible();
  await look(page, 'list-filtered');
  await page.goBack();
  await failing.click();
  await expect(page.getByRole('row', { name: /fail-creation-desk/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'risk', exact: true })).toHaveCount(0);
  await page.getByLabel('Find in name, id, ARN and tags').fill('nothing is called that');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('row')).toHaveCount(0);
  await look(page, 'list-no-match');
});

test('a_team_and_a_person_with_nothing_lead_to_their_next_step', async ({ page, portal, browser }) => {
  await setUp(page, portal);
  await make(portal, 'risk', {});
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('link', { name: 'risk', exact: true })).toBeVisible();
  const owner = await comesIn(browser, portal, await invite(page, 'owner@example.com', 'Member'), 'Team Owner');
  await comesIn(browser, portal, await invite(page, 'zoe@example.com', 'Member'), 'Zoe');
  await page.goto(await makeTeam(page, 'Rates', 'owner@example.com'));
  await page.getByRole('button', { name: 'Make owner' }).click();
  await page.goto('/');
  await page.getByRole('link', { name: '1 People without a team' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await look(page, 'people-without-a-team');
  await page.getByRole('link', { name: 'Add to a team: Zoe' }).click();
  await expect(page.getByText('Choose the team for zoe@example.com')).toBeVisible();
  await look(page, 'teams-choose');
  await page.getByRole('link', { name: 'Rates', exact: true }).click();
  await expect(page.getByLabel('Email addresses')).toHaveValue('zoe@example.com');
  await page.getByRole('button', { name: 'Add to the team' }).click();
  await expect(page.getByText('Zoe is in the team')).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('link', { name: '0 People without a team' })).toBeVisible();
  await page.getByRole('link', { name: '1 Teams without an environment' }).click();
  await look(page, 'teams-without-an-environment');
  await page.getByRole('link', { name: 'Link an environment: Rates' }).click();
  await page.getByLabel('Environment', { exact: true }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Link environment' }).click();
  await expect(page.getByText('is linked.')).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('link', { name: '0 Teams without an environment' })).toBeVisible();

  // Its owner is told what needs them there, and each number is that of a list.
  await owner.goto('/');
  await expect(owner.getByRole('link', { name: '0 Waiting for you' })).toBeVisible();
  await owner.getByText('Why is this here?').click();
  await expect(owner.getByText('You are an owner of the team: admin@example.com added you on')).toBeVisible();
  await look(owner, 'launchpad-owner');
  await owner.getByRole('link', { name: '0 Failing' }).click();
  await expect(owner.getByText('No environment matches')).toBeVisible();
  await owner.getByRole('link', { name: 'Clear filters' }).first().click();
  await expect(owner.getByRole('heading', { name: 'risk' })).toBeVisible();
});
