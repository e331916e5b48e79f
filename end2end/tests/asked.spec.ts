// What must be seen first of all: one person asks, one decides, one environment is made, and a mail leads to its sign-in page. A third sees nothing of it.
import { state } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { linkIn } from '../support/mail.ts';
import { expect, test } from '../support/mailing.ts';
import { comesIn, invite, setUp } from '../support/people.ts';
import { ask, makeBlueprint } from '../support/requests.ts';
import { makeTeam } from '../support/teams.ts';

// FinSpace tells what it was called for only with its faults.
test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '2s', PORTAL_LOCAL_FAULTS: 'true' } });

test('what_a_member_asks_for_is_amended_approved_created_once_and_found_by_mail_and_another_team_sees_nothing', async ({
  page,
  portal,
  mail,
  browser,
}) => {
  test.setTimeout(180_000);
  await setUp(page, portal);
  const member = await comesIn(browser, portal, await invite(page, 'member@example.com', 'Member'), 'Team Member');
  const approver = await comesIn(browser, portal, await invite(page, 'approver@example.com', 'Approver'), 'Team Approver');
  const other = await comesIn(browser, portal, await invite(page, 'other@example.com', 'Member'), 'Other Member');
  await makeTeam(page, 'Rates', 'member@example.com\napprover@example.com');
  await makeTeam(page, 'Bonds', 'other@example.com');
  await makeBlueprint(page, 'Laboratory', 'Rates');
  const request = await ask(member, 'Laboratory for Rates', 'curves');

  // The approver comes by mail, too, and approves another plan than was asked for.
  const asked = await mail.letter('approver@example.com', /curves.*waits for your decision/);
  await approver.goto(linkIn(asked, 'requests'));
  await expect(approver).toHaveURL(portal.url + request);
  await approver.getByText('Change what was filled in').click();
  await approver.getByLabel('Name', { exact: true }).fill('rates-curves');
  await approver.getByRole('button', { name: 'Save the changed plan' }).click();
  await expect(approver.getByText('The plan is changed.')).toBeVisible();
  expect((await state(portal)).calls['CreateEnvironment'] ?? 0, 'calls before anybody approved').toBe(0);
  await approver.getByRole('button', { name: 'Approve and create' }).click();
  await expect(approver.getByText('is approved. The portal creates it now')).toBeVisible();

  // The mail leads the member to the sign-in page of that very environment.
  const ready = await mail.letter('member@example.com', /rates-curves.*is ready: you can sign in/);
  const go = linkIn(ready, 'go');
  await member.goto(go);
  await expect(member).toHaveURL(/amazonfinspace\.localhost/);
  await expect(member.getByText('rates-curves').first()).toBeVisible();
  const { calls, environments } = await state(portal);
  expect(calls['CreateEnvironment'], 'create calls that FinSpace counted').toBe(1);
  expect(environments.map(({ name }) => name)).toEqual(['rates-curves']);
  expect(environments[0]?.environmentUrl).toContain(new URL(member.url()).host);

  // Whoever looks after environments finds what it came of, on its page and in the list of requests.
  await page.goto('/environments');
  await page.getByRole('link', { name: 'rates-curves', exact: true }).click();
  const about = page.locator('#requests');
  await expect(about.getByRole('link', { name: /curves/ })).toHaveAttribute('href', request);
  await look(page, 'environment-requests');
  await page.goto(`/requests?environment=${new URL(page.url()).pathname.replace('/environments/', '')}`);
  await expect(page.getByRole('row', { name: /curves/ })).toHaveCount(1);
  await look(page, 'requests-of-environment');

  // Somebody of another team meets no word of it, in lists or by address.
  const places = { '/': 200, '/launchpad': 200, '/requests': 200, '/requests/new': 200, '/notices': 200, '/teams': 200 };
  const addresses = { '/environments': 404, [request]: 404, [new URL(go).pathname]: 404 };
  for (const [path, status] of Object.entries({ ...places, ...addresses })) {
    expect((await other.goto(path))?.status(), path).toBe(status);
    await expect(other.locator('body'), path).not.toContainText(/curves|Laboratory|Rates/);
  }
});
