// Tags of several environments: chosen from the list, set in one save, with a result for each.
import { make } from '../support/endpoint.ts';
import { look } from '../support/look.ts';
import { setUp } from '../support/people.ts';
import { expect, test } from '../support/test.ts';
import { row } from '../support/wizard.ts';

test.use({ settings: { PORTAL_LOCAL_CREATE_TIME: '0s' } });

test('tags_of_several_environments_change_in_one_save', async ({ page, portal }) => {
  await setUp(page, portal);
  for (const name of ['credit-risk', 'credit-lab', 'fx-options']) await make(portal, name, { stage: 'test' });
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.goto('/environments?text=credit');
  await page.getByRole('link', { name: 'Change tags' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tags of several environments' })).toBeVisible();
  await row(page, 'Add tag');
  await page.getByLabel('Key').first().fill('desk');
  await page.getByLabel('Value').first().fill('credit');
  await page.getByLabel('Keys to remove').fill('stage');
  await page.getByRole('button', { name: 'Save tags' }).last().click();
  await expect(page.getByText('Tick at least one environment.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Tick all 2' }).click();
  await expect(page.getByRole('checkbox', { name: 'credit-lab' })).toBeChecked();
  await expect(page.getByLabel('Value').first()).toHaveValue('credit');
  await look(page, 'tagging');
  await page.getByRole('button', { name: 'Save tags' }).last().click();
  await expect(page.getByText('The tags of 2 environments are changed.')).toBeVisible();
  const ends = page.getByRole('table', { name: 'What became of each' });
  await expect(ends.getByRole('row', { name: /credit-risk/ })).toContainText('Set desk=credit. Removed stage.');
  await look(page, 'tagging-done');
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(page.getByRole('row', { name: /credit-lab/ })).toContainText('desk: credit');
  await page.goto('/environments?text=fx');
  await expect(page.getByRole('row', { name: /fx-options/ })).toContainText('stage: test');

  // All tags in use, and a key that gets another name wherever it is.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tags' }).click();
  await expect(page.getByRole('row', { name: /desk/ })).toContainText('credit 2');
  await look(page, 'tag-keys');
  await page.getByRole('link', { name: 'desk', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tag desk' })).toBeVisible();
  await look(page, 'tag-values');
  await page.getByRole('link', { name: 'Change or rename it' }).click();
  await page.getByLabel('Key to rename').fill('desk');
  await page.getByLabel('New key').fill('team');
  await page.getByRole('button', { name: 'Tick all 2' }).click();
  await expect(page.getByLabel('New key')).toHaveValue('team');
  await page.getByRole('button', { name: 'Save tags' }).last().click();
  await expect(ends.getByRole('row', { name: /credit-risk/ })).toContainText('Set team=credit. Removed desk.');
  await page.goto('/tags');
  await expect(page.getByRole('row', { name: /team/ })).toContainText('credit 2');
  await expect(page.getByRole('row', { name: /desk/ })).toHaveCount(0);
});
