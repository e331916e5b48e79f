// Several people with different rights: who is invited comes in, and everybody is refused what is not theirs, by buttons and by calls.
import type { Page } from '@playwright/test';
import { comesIn, invite, shownLink } from '../support/drawn.ts';
import { make } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { administrator, password, setUp } from '../support/people.ts';
import type { Portal } from '../support/portal.ts';
import { expect, test } from '../support/test.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '0s' } });

test('an_administrator_invites_people_and_each_gets_what_is_theirs', async ({ page, portal, browser }) => {
  test.setTimeout(180_000);
  await setUp(page, portal);
  await make(portal, 'rates-lab', {});
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('link', { name: 'rates-lab', exact: true })).toBeVisible();

  // Inviting: what is wrong is said at its field, and the link is shown once.
  await page.getByRole('link', { name: 'People' }).click();
  await look(page, 'people');
  await page.getByRole('link', { name: 'Invite somebody' }).click();
  await page.getByLabel('Email address').fill(administrator.email);
  await page.getByRole('button', { name: 'Make invitation link' }).click();
  await expect(page.getByText('There is an account of').first()).toBeVisible();
  await look(page, 'invite');
  const auditorLink = await invite(page, 'auditor@example.com', 'Auditor');
  await look(page, 'people-invited');
  await page.reload();
  await expect(page.getByText('/invitation?secret=')).toHaveCount(0);
  const operatorLink = await invite(page, 'operator@example.com', 'Operator');
  const nobodyLink = await invite(page, 'nobody@example.com');

  // The auditor sees every button with the reason why not.
  const auditor = await comesIn(browser, portal, auditorLink, 'Audit Person', 'invitation');
  await expect(auditor.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  await auditor.goto('/environments');
  await blocked(auditor, 'Create environment', 'Only administrators and operators can create environments.');
  await blocked(auditor, 'Refresh', 'Only administrators and operators can have FinSpace read again.');
  await look(auditor, 'list-auditor');
  await auditor.getByRole('link', { name: 'rates-lab', exact: true }).click();
  for (const button of ['Edit', 'Tags', 'Delete']) {
    await blocked(auditor, button, 'Only administrators and operators can');
  }
  const environment = new URL(auditor.url()).pathname;
  await auditor.goto(`${environment}/tags`);
  await expect(auditor.getByText('You can read the tags, not change them')).toBeVisible();
  await look(auditor, 'tags-auditor');
  await auditor.goto('/admin/people');
  await blocked(auditor, 'Invite somebody', 'Only administrators can invite people.');
  await auditor.getByRole('link', { name: administrator.name }).click();
  await blocked(auditor, 'Save roles', 'Only administrators can change roles.');
  await blocked(auditor, 'Disable', 'Only administrators can disable people.');
  const admin = new URL(auditor.url()).pathname.split('/').pop() ?? '';

  // The operator runs environments and sees nothing of people.
  const operator = await comesIn(browser, portal, operatorLink, 'Operating Person');
  await expect(operator.getByRole('link', { name: 'People' })).toHaveCount(0);
  await absent(operator, '/admin/people');
  await absent(operator, `/admin/people/${admin}`);

  // Somebody without a role is told so, and everything is as if it were not there.
  const nobody = await comesIn(browser, portal, nobodyLink, 'New Person');
  await expect(nobody.getByRole('heading', { level: 1, name: 'Nothing here yet' })).toBeVisible();
  await look(nobody, 'nothing-yet');
  for (const path of ['/environments', environment, `${environment}/edit`, '/environments/new', '/admin/people']) {
    await absent(nobody, path);
  }

  // What has no button is refused as a call, too.
  const [connection = '', id = ''] = environment.split('/').slice(2);
  const changes: [string, Record<string, string>][] = [
    ['/api/environments/delete', { connection, id, 'form[confirm_name]': 'rates-lab' }],
    ['/api/tags/save', { connection, id, 'form[tags][rows][0][key]': 'desk' }],
    ['/api/environments/refresh', {}],
    ['/api/drafts/start', {}],
    ['/api/people/disable', { id: admin }],
    ['/api/people/roles', { id: admin, 'shown[0]': 'admin' }],
    ['/api/invitations/invite', { 'form[email_address]': 'friend@example.com', 'form[roles][0]': 'admin' }],
  ];
  const stranger = await (await browser.newContext({ baseURL: portal.url })).newPage();
  for (const [path, form] of changes) {
    expect(await call(auditor, portal, path, form), `${path} by the auditor`).toBe(403);
    expect(await call(nobody, portal, path, form), `${path} by somebody without a role`).toBe(403);
    expect(await call(stranger, portal, path, form), `${path} by a stranger`).toBe(401);
    const ofPeople = path.includes('people') || path.includes('invitations');
    if (ofPeople) expect(await call(operator, portal, path, form), `${path} by the operator`).toBe(403);
  }
  await stranger.goto('/admin/people');
  await expect(stranger.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();

  // The tries are in the log of the one who tried, and disabling ends a session at the next click.
  await page.goto('/admin/people');
  await page.getByRole('link', { name: 'Audit Person' }).click();
  await expect(page.getByText('Refused').first()).toBeVisible();
  await look(page, 'person');
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByText('Audit Person is disabled and signed out everywhere.')).toBeVisible();
  await look(page, 'person-disabled');
  await auditor.reload();
  await expect(auditor.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await auditor.getByLabel('Email address').fill('auditor@example.com');
  await auditor.getByLabel('Password').fill(password);
  await auditor.getByRole('button', { name: 'Sign in' }).click();
  await expect(auditor.getByText('Your account is disabled')).toBeVisible();

  // A role that is given holds at the next click.
  await page.goto('/admin/people?text=new+person');
  await page.getByRole('link', { name: 'New Person' }).click();
  await page.getByLabel('Operator').check();
  await page.getByRole('button', { name: 'Save roles' }).click();
  await expect(page.getByText('The roles of New Person are saved.')).toBeVisible();
  await nobody.goto('/environments');
  await expect(nobody.getByRole('link', { name: 'rates-lab', exact: true })).toBeVisible();
});

test('the_last_administrator_cannot_be_lost', async ({ page, portal }) => {
  await setUp(page, portal);
  await page.goto('/admin/people');
  await page.getByRole('link', { name: administrator.name }).click();
  await blocked(page, 'Disable', 'Nobody disables themselves.');
  await page.getByLabel('Administrator').uncheck();
  await page.getByRole('button', { name: 'Save roles' }).click();
  await expect(page.getByText('This is the last administrator who can sign in.').first()).toBeVisible();
  await expect(page.getByLabel('Administrator')).toBeChecked();
});

test('one_sees_and_ends_ones_own_sessions_and_changes_the_password', async ({ page, portal, browser }) => {
  await setUp(page, portal);
  const context = await browser.newContext({ baseURL: portal.url });
  const other = await context.newPage();
  await signIn(other, administrator.email, administrator.password);
  await page.goto('/account');
  await expect(page.getByRole('row')).toHaveCount(3);
  await expect(page.getByText('This one')).toHaveCount(1);
  await expect(page.getByText('Chrome on').first()).toBeVisible();
  await look(page, 'account');
  await page.getByRole('button', { name: 'Sign out there' }).click();
  await expect(page.getByText('That browser is signed out.')).toBeVisible();
  await other.goto('/account');
  await expect(other.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();

  await signIn(other, administrator.email, administrator.password);
  await page.getByLabel('Current password').fill('not the right words');
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('Password again').fill(password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This is not your password.').first()).toBeVisible();
  await look(page, 'account-wrong');
  // A failure makes the next try wait, as when signing in.
  await expect(async () => {
    await page.goto('/account');
    await page.getByLabel('Current password').fill(administrator.password);
    await page.getByLabel('New password').fill(password);
    await page.getByLabel('Password again').fill(password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByText('Your password is changed.')).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await other.reload();
  await expect(other.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await signIn(other, administrator.email, password);

  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await other.reload();
  await expect(other.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await context.close();
});

test('a_withdrawn_or_replaced_invitation_lets_nobody_in', async ({ page, portal, browser }) => {
  await setUp(page, portal);
  await page.goto('/admin/people');
  const first = await invite(page, 'late@example.com', 'Member');
  await page.getByRole('button', { name: 'New link' }).click();
  const second = await shownLink(page);
  expect(second).not.toBe(first);
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(first);
  await expect(other.getByText('This invitation does not work any more')).toBeVisible();
  await look(other, 'invitation-closed');
  await other.goto(second);
  await expect(other.getByRole('heading', { level: 1, name: 'You are invited' })).toBeVisible();
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText('The invitation is withdrawn.')).toBeVisible();
  await other.reload();
  await expect(other.getByText('This invitation does not work any more')).toBeVisible();
  await context.close();
});

async function signIn(page: Page, email: string, words: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(words);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toHaveCount(0);
}

/** A button that stays, can be reached by the keyboard, does nothing, and says why. */
async function blocked(page: Page, name: string, reason: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true }).first();
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAttribute('title', new RegExp(reason.replace(/[.]/g, '\\.')));
  await button.focus();
  await expect(button).toBeFocused();
}

async function absent(page: Page, path: string): Promise<void> {
  const answer = await page.goto(path);
  expect(answer?.status(), path).toBe(404);
  await expect(page.getByText('is not there').first()).toBeVisible();
}

/** Sends a call as a program would, with the browser's session. */
async function call(page: Page, portal: Portal, path: string, form: Record<string, string>): Promise<number> {
  const answer = await page.request.post(path, { form, headers: { accept: 'application/json', origin: portal.url } });
  return answer.status();
}
