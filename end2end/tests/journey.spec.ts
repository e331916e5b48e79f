// The main job, from an empty folder to an environment that is gone again, as an administrator walks it in a browser.
import { setUp } from '../support/drawn.ts';
import { boto3 } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { expect, test } from '../support/test.ts';
import { basics, begin, federate, metadataCertificate, metadataFacts, next, row } from '../support/wizard.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '3s', PORTAL_LOCAL_DELETE_TIME: '1s' } });

const others: [name: string, tags: Record<string, string>][] = [
  ['credit-risk', { desk: 'credit', stage: 'production' }],
  ['equities-backtest', { desk: 'equities', stage: 'test' }],
  ['fx-options', { desk: 'fx', stage: 'production' }],
  ['macro-research', { desk: 'macro', stage: 'production' }],
];

test('an_environment_is_created_followed_edited_tagged_and_deleted', async ({ page, portal, context }) => {
  test.setTimeout(180_000);
  await setUp(page, portal);
  await look(page, 'list-empty');

  // Five steps, each looked at.
  await begin(page);
  await look(page, 'wizard-basics');
  await basics(page, 'rates-research', 'Curves and surfaces for the rates desk.');
  await page.getByLabel('KMS key').fill('arn:aws:kms:us-east-1:123456789012:key/0d1e2f3a-4b5c-6d7e-8f90-a1b2c3d4e5f6');
  await next(page, 'Sign-in');
  await federate(page);
  await next(page, 'Superuser');
  await look(page, 'wizard-superuser');
  await page.getByRole('button', { name: 'Back' }).click();
  for (const fact of metadataFacts) await expect(page.getByText(fact, { exact: true }).first()).toBeVisible();
  const certificate = page.getByRole('table', { name: 'Certificates' }).getByRole('row').nth(1);
  for (const fact of metadataCertificate) await expect(certificate).toContainText(fact);
  await look(page, 'wizard-sign-in');
  await next(page, 'Superuser');
  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByLabel('First name').fill('Ada');
  await page.getByLabel('Last name').fill('Lovelace');
  await next(page, 'Data bundles and tags');
  await page.getByLabel('Capital markets sample data').check();
  await row(page, 'Add tag');
  await page.getByLabel('Key').first().fill('desk');
  await page.getByLabel('Value').first().fill('rates');
  await look(page, 'wizard-extras');
  await next(page, 'Review');
  await look(page, 'wizard-review');
  await page.getByRole('button', { name: 'Create environment' }).click();

  // The detail page follows the status by itself.
  await expect(page.getByRole('heading', { level: 1, name: 'rates-research' })).toBeVisible();
  await expect(page.getByText('Created', { exact: true }).first()).toBeVisible({ timeout: 40_000 });
  await look(page, 'detail');

  // The sign-in link opens a page of that environment in a new tab.
  const opening = context.waitForEvent('page');
  await page.getByRole('link', { name: /^Sign in/ }).first().click();
  const signIn = await opening;
  await expect(signIn.getByText('rates-research').first()).toBeVisible();
  await expect(signIn.getByText('Example Bank').first()).toBeVisible();
  await signIn.close();

  await page.getByRole('link', { name: 'Federation' }).click();
  await expect(page.getByText('urn:').first()).toBeVisible();
  await look(page, 'federation');

  // Edit: the difference is shown before it applies.
  await page.getByRole('link', { name: 'rates-research' }).first().click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await look(page, 'edit');
  await page.getByLabel('Name', { exact: true }).fill('rates-lab');
  await page.getByRole('button', { name: 'Review changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Review changes to rates-research' })).toBeVisible();
  await expect(page.getByRole('cell', { name: /rates-lab/ })).toBeVisible();
  await look(page, 'edit-review');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'rates-lab' })).toBeVisible();
  await expect(page.getByText('The changes are saved.')).toBeVisible();

  // Tags: one save for all differences.
  await page.getByRole('navigation', { name: 'Pages of this environment' }).getByRole('link', { name: 'Tags' }).click();
  await page.getByLabel('Value').first().fill('rates and credit');
  await look(page, 'tags');
  await page.getByRole('button', { name: 'Save tags' }).click();
  await expect(page.getByText('rates and credit').first()).toBeVisible();

  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('cell', { name: 'admin@example.com' }).first()).toBeVisible();
  await look(page, 'history');

  // Others work at FinSpace, too.
  for (const [name, tags] of others) await boto3(portal, `finspace.create_environment(name="${name}", tags=${JSON.stringify(tags)})`);

  // Deletion wants the name.
  await page.getByRole('link', { name: 'rates-lab' }).first().click();
  await page.getByRole('link', { name: 'Delete' }).click();
  await page.getByLabel('Name of the environment').fill('rates');
  await page.getByRole('button', { name: 'Delete environment' }).click();
  await expect(page.getByText(/Type “rates-lab” exactly/).first()).toBeVisible();
  await look(page, 'delete');
  await page.getByLabel('Name of the environment').fill('rates-lab');
  await page.getByRole('button', { name: 'Delete environment' }).click();
  await expect(page.getByText('“rates-lab” is being deleted.')).toBeVisible();
  await page.getByRole('button', { name: 'Refresh' }).click();
  for (const [name] of others) await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  // Their statuses change by themselves.
  for (const [name] of others) await expect(page.getByRole('row', { name })).toContainText('Created');
  await look(page, 'list');
});
