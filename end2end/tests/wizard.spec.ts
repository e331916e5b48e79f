// The wizard loses nothing, says what is wrong in words, and creates one environment however often its button is pressed.
import { administrator, setUp, signIn } from '../support/people.ts';
import { boto3 } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { expect, test } from '../support/test.ts';
import { basics, begin, expectStep, next } from '../support/wizard.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '1s' } });

test('a_draft_survives_the_death_of_the_portal_and_another_browser', async ({ page, portal, browser }) => {
  await setUp(page, portal);
  await begin(page);
  await basics(page, 'fx-options', 'Smiles.');
  await next(page, 'Sign-in');
  const here = page.url();
  await portal.kill();
  await portal.restart();
  await page.goto(here);
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('fx-options');
  await expect(page.getByLabel('Description')).toHaveValue('Smiles.');

  const elsewhere = await browser.newContext({ baseURL: portal.url });
  const other = await elsewhere.newPage();
  await other.goto('/environments/new');
  await signIn(other);
  await expect(other.getByRole('link', { name: 'Resume' })).toBeVisible();
  await look(other, 'drafts');
  await other.getByRole('link', { name: 'Resume' }).click();
  await other.goto(here.replace('sign-in', 'basics'));
  await expect(other.getByLabel('Name', { exact: true })).toHaveValue('fx-options');
  await elsewhere.close();
});

test('what_is_wrong_is_said_in_words_and_what_was_typed_stays', async ({ page, portal }) => {
  await setUp(page, portal);
  await begin(page);
  await basics(page, 'risk_prod', 'Rates, credit');
  await page.getByRole('button', { name: 'Next: sign-in' }).click();
  await expectStep(page, 'Basics');
  await expect(page.getByRole('alert').first()).toContainText('2 fields need another look');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('risk_prod');
  await expect(page.getByLabel('Description')).toHaveValue('Rates, credit');
  await expect(page.getByText('risk-prod').first()).toBeVisible();
  await look(page, 'wizard-wrong');
});

test('pressing_the_button_twice_creates_one_environment', async ({ page, portal }) => {
  await setUp(page, portal);
  await begin(page);
  await basics(page, 'only-once');
  await next(page, 'Sign-in');
  await next(page, 'Superuser');
  await next(page, 'Data bundles and tags');
  await next(page, 'Review');
  const draft = await page.locator('#create-form input[name=draft]').inputValue();
  // Beside the button, two requests at the same moment, as an impatient person with two tabs would send them.
  const send = () =>
    page.request.post('/api/drafts/create', {
      form: { draft },
      headers: { accept: 'application/json', origin: portal.url },
    });
  const answers = await Promise.all([send(), send(), page.getByRole('button', { name: 'Create environment' }).click()]);
  expect(answers[0].status()).toBe(200);
  expect(answers[1].status()).toBe(200);
  await expect(page.getByRole('heading', { level: 1, name: 'only-once' })).toBeVisible();
  const list = JSON.parse(await boto3(portal, 'finspace.list_environments()["environments"]')) as unknown[];
  expect(list).toHaveLength(1);
});

test('the_list_of_steps_leads_anywhere_and_what_was_typed_comes_along', async ({ page, portal }) => {
  await setUp(page, portal);
  await begin(page);
  await basics(page, 'by-the-list');
  const step = (name: string) => page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name });
  await step('Superuser').click();
  await expectStep(page, 'Superuser');
  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByLabel('First name').fill('Ada');
  await page.getByLabel('Last name').fill('Lovelace');
  // Enter means going on, though the buttons of the list stand before the form.
  await page.getByLabel('Last name').press('Enter');
  await expectStep(page, 'Data bundles and tags');
  await step('Basics').click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('by-the-list');
  // What is wrong is kept, too, and said in the list.
  await basics(page, '-');
  await step('Superuser').click();
  await expect(page.getByLabel('Last name')).toHaveValue('Lovelace');
  await expect(step('Basics (needs another look)')).toBeVisible();
});

test('a_wrong_password_says_so_and_keeps_the_address', async ({ page, portal, browser }) => {
  await setUp(page, portal);
  const elsewhere = await browser.newContext({ baseURL: portal.url });
  const other = await elsewhere.newPage();
  await other.goto('/environments');
  await other.getByLabel('Email address').fill(administrator.email);
  await other.getByLabel('Password').fill('not the password at all');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByText('do not belong together')).toBeVisible();
  await expect(other.getByLabel('Email address')).toHaveValue(administrator.email);
  await elsewhere.close();
});
