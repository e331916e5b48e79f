// Single sign-on: an administrator sets a provider up, people come in by it, and their groups there give them roles here.
import type { Browser, Page } from '@playwright/test';
import { look } from '../support/look.ts';
import { setUp } from '../support/people.ts';
import type { Portal } from '../support/portal.ts';
import { clientId, clientSecret, Provider } from '../support/provider.ts';
import { expect, test } from '../support/test.ts';

test('people_sign_in_with_a_provider_and_get_the_roles_of_their_groups', async ({ page, portal, browser }) => {
  test.setTimeout(120_000);
  await setUp(page, portal);
  const provider = await Provider.start(`${portal.url}/sign-in/back/company`);
  try {
    await page.goto('/teams/new');
    await page.getByLabel('Name').fill('Rates desk');
    await page.getByRole('button', { name: 'Make team' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Rates desk' })).toBeVisible();
    await addProvider(page, provider);

    // A group may put its people into a team.
    const rule = page.locator('#teams');
    await rule.getByLabel('Group').fill('desk');
    await rule.getByLabel('Team').fill('Rates desks');
    await rule.getByRole('button', { name: 'Add rule' }).click();
    await expect(page.getByText('There is no team called “Rates desks”').first()).toBeVisible();
    await expect(rule.getByLabel('Group')).toHaveValue('desk');
    await expect(page.getByLabel('Issuer URL')).toHaveValue(provider.issuer);
    await rule.getByLabel('Team').fill('Rates desk');
    await rule.getByRole('button', { name: 'Add rule' }).click();
    await expect(page.getByText('From their next sign-in on, the people of the group “desk”')).toBeVisible();

    // The provider answers, and its rules can be tried.
    await page.getByRole('button', { name: 'Check' }).click();
    await expect(page.getByText('The provider answers as this issuer')).toBeVisible();
    await page.getByLabel('Groups').fill('desk\nsomething else');
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await expect(page.getByText('They would get: Operator')).toBeVisible();
    await expect(page.getByText('Teams: Member of “Rates desk”.')).toBeVisible();
    await look(page, 'provider');

    // Somebody wants to see the environments, and comes there by way of the provider.
    const person = await stranger(browser, portal);
    await person.goto('/environments');
    await look(person, 'sign-in-with');
    await signInAs(person, 'Desk Person');
    await expect(person).toHaveURL(`${portal.url}/environments`);
    await expect(person.getByRole('heading', { level: 1 })).toContainText('Environments');
    await person.goto('/account');
    await expect(person.getByText('Operator:')).toBeVisible();
    await expect(person.getByRole('heading', { name: 'Single sign-on' })).toBeVisible();
    await expect(person.getByText('You have no password here')).toBeVisible();
    await look(person, 'account-linked');
    await person.goto('/teams');
    await person.getByRole('link', { name: 'Rates desk' }).click();
    await expect(person.getByText('By the group “desk” at Company account')).toBeVisible();
    await look(person, 'team-by-group');

    // The administrator sees who they are there.
    await page.goto('/admin/people?text=desk');
    await page.getByRole('link', { name: 'Desk Person' }).click();
    await expect(page.getByText('By the rules of a sign-in provider, in addition: Operator.')).toBeVisible();
    await look(page, 'person-linked');
    await page.getByRole('link', { name: 'Try the rules' }).click();
    await expect(page.getByText('They would get: Operator')).toBeVisible();

    // Without the group the role is gone at the next sign-in, for which the provider need not ask again.
    provider.accounts['desk']!.groups = ['everybody'];
    await person.goto('/account');
    await person.getByRole('button', { name: 'Sign out here' }).click();
    await person.getByRole('link', { name: 'Sign in with Company account' }).click();
    await expect(person.getByRole('heading', { level: 1, name: 'Nothing here yet' })).toBeVisible();
    await page.goto('/teams');
    await page.getByRole('link', { name: 'Rates desk' }).click();
    await expect(page.getByText('Nobody is in this team yet')).toBeVisible();

    // Whose address is not verified, whatever their groups, does not come in.
    const unproved = await stranger(browser, portal);
    await unproved.goto('/sign-in');
    await signInAs(unproved, 'Unproved Person');
    await expect(unproved.getByRole('heading', { level: 1, name: 'You are not signed in' })).toBeVisible();
    await expect(unproved.getByText('does not say that your email address is verified')).toBeVisible();
    await look(unproved, 'sign-in-refused');
    await unproved.goto('/account');
    await expect(unproved.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();

    // What was refused is in the log; unlinking makes the next sign-in a first one again.
    await page.goto('/admin/log?action=sign_in&outcome=refused');
    await expect(page.getByText('By single sign-on with Company account').first()).toBeVisible();
    await page.goto('/admin/people?text=desk');
    await page.getByRole('link', { name: 'Desk Person' }).click();
    await page.getByRole('button', { name: 'Unlink' }).click();
    await expect(page.getByText('The sign-in is unlinked')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Single sign-on' })).toHaveCount(0);
  } finally {
    await provider.stop();
  }
});

test('what_is_wrong_with_a_provider_is_said_and_nothing_typed_is_lost', async ({ page, portal }) => {
  await setUp(page, portal);
  await page.goto('/admin/settings/providers');
  await expect(page.getByText('Nobody signs in with another service yet')).toBeVisible();
  await look(page, 'providers-empty');
  await page.getByRole('link', { name: 'Add provider' }).click();
  await page.getByLabel('Name in addresses').fill('Company');
  await page.getByLabel('Issuer URL').fill('http://id.example.com');
  await page.getByLabel('Client id').fill('portal');
  await page.getByLabel('Rules').fill('desk');
  await page.getByRole('button', { name: 'Add provider' }).click();
  await expect(page.getByText('Line 1: write the group, an equals sign and the roles.').first()).toBeVisible();
  await expect(page.getByText('An issuer is an address that begins with https://').first()).toBeVisible();
  await expect(page.getByLabel('Client id')).toHaveValue('portal');
  await expect(page.getByLabel('Rules')).toHaveValue('desk');
  await look(page, 'provider-wrong');
});

test('the_settings_fit_on_320_pixels', async ({ page, portal }) => {
  await setUp(page, portal);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ['/admin/settings/providers', '/admin/settings/providers/new', '/account', '/sign-in']) {
    await page.goto(path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, path).toBeLessThanOrEqual(320);
  }
});

async function addProvider(page: Page, provider: Provider): Promise<void> {
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('link', { name: 'Sign-in providers' }).click();
  await page.getByRole('link', { name: 'Add provider' }).click();
  await look(page, 'provider-new');
  await page.getByLabel('Name in addresses').fill('company');
  await page.getByLabel('Name on the button').fill('Company account');
  await page.getByLabel('Issuer URL').fill(provider.issuer);
  await page.getByLabel('Client id').fill(clientId);
  await page.getByLabel('Client secret').fill(clientSecret);
  await page.getByLabel('Scopes').fill('openid email profile groups');
  await page.getByLabel('Everybody whom the provider lets in').check();
  await page.getByLabel('Group claim').fill('groups');
  await page.getByLabel('Rules').fill('desk = operator\nadmins = admin');
  await page.getByRole('button', { name: 'Add provider' }).click();
  await expect(page.getByText('The provider is saved.')).toBeVisible();
  await expect(page.getByText('/sign-in/back/company')).toBeVisible();
  await expect(page.getByLabel('Client secret')).toHaveValue('');
}

async function stranger(browser: Browser, portal: Portal): Promise<Page> {
  return (await browser.newContext({ baseURL: portal.url })).newPage();
}

async function signInAs(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in with Company account' }).click();
  await expect(page.getByRole('heading', { name: 'Who are you?' })).toBeVisible();
  await page.getByRole('link', { name }).click();
}
