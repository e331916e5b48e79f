// Checks of the way into an environment: a healthy one says nothing on its tile, and its pages say what was looked at.
import { make } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { comesIn, invite, setUp } from '../support/people.ts';
import { makeTeam } from '../support/teams.ts';
import { expect, test } from '../support/test.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '0s' } });

test('an_environment_of_a_team_is_checked_and_its_pages_say_what_was_found', async ({ page, portal, browser }) => {
  test.setTimeout(120_000);
  await setUp(page, portal);
  await make(portal, 'rates-lab', {});
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('link', { name: 'rates-lab', exact: true }).click();
  const checks = page.locator('#checks');
  await expect(checks.locator('p', { hasText: 'It is checked once a team has it.' })).toBeVisible();
  await expect(checks.getByRole('button', { name: 'Check now' })).toHaveAccessibleDescription(/once a team has it/);
  const member = await comesIn(browser, portal, await invite(page, 'member@example.com', 'Member'), 'Team Member');
  await page.goto(await makeTeam(page, 'Rates', 'member@example.com'));
  await page.getByRole('link', { name: 'Link an environment' }).first().click();
  await page.getByLabel('Environment', { exact: true }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Link environment' }).click();
  await expect(page.getByText('“rates-lab” is linked.')).toBeVisible();
  await page.getByRole('link', { name: 'rates-lab', exact: true }).click();
  await expect(checks.getByRole('button', { name: 'Check now' })).toBeVisible();

  // When the portal's own first check came in between, it is half a minute until the next one.
  await expect(async () => {
    await checks.getByRole('button', { name: 'Check now' }).click();
    await expect(page.getByText('“rates-lab” is checked. All is well.')).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000, intervals: [5_000] });
  const row = (name: string) => checks.getByRole('row', { name: new RegExp(`^${name}`) });
  await expect(row('Name resolves')).toContainText('Good');
  await expect(row('TLS certificate')).toContainText('Not applicable');
  await expect(row('Sign-in page answers')).toContainText('Good');
  await expect(row('Metadata certificate')).toContainText('Not applicable');
  await expect(checks.getByText(/The next check comes/)).toBeVisible();
  await look(page, 'link-checks');
  await checks.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText(/It was checked \d+ seconds? ago/)).toBeVisible();

  // Members see the same without the button's effect, and on their tile nothing, because all is well.
  await member.goto(new URL(page.url()).pathname);
  await expect(member.locator('#checks').getByRole('button', { name: 'Check now' })).toHaveAccessibleDescription(/^Only administrators, operators and owners/);
  await member.goto('/');
  await expect(member.getByRole('heading', { name: 'rates-lab' })).toBeVisible();
  await expect(member.getByText('operators know')).toHaveCount(0);
  await look(member, 'launchpad-well');

  // Operators and administrators find the checks on the environment's own page, too.
  await page.goto('/environments');
  await page.getByRole('link', { name: 'rates-lab', exact: true }).click();
  await expect(row('Sign-in page answers')).toContainText('Good');
  await look(page, 'environment-checks');
});
