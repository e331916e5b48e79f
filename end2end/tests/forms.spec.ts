// Forms check while one types, with the server's words; they add rows, read metadata back and are sent once.
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { setUp } from '../support/people.ts';
import { expect, test } from '../support/test.ts';
import { basics, begin, metadataFile, next } from '../support/wizard.ts';

const awake = (page: Page) => expect(page.locator('html')).toHaveAttribute('data-awake', 'yes');

test('a_field_says_what_is_wrong_on_leaving_it_and_offers_what_is_legal', { tag: '@islands' }, async ({ page, portal }) => {
  await setUp(page, portal);
  await begin(page);
  await awake(page);
  const name = page.getByLabel('Name', { exact: true });
  const error = page.locator('#field-form-name--error');
  await name.pressSequentially('risk_prod');
  await expect(page.locator('#field-form-name--count')).toHaveText('9 of 255 characters');
  await expect(error).toBeEmpty();
  await name.blur();
  await expect(error).toContainText('Not allowed here: “_”.');
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription(/Not allowed here/);
  await name.press('End');
  await name.pressSequentially('!');
  await expect(error).toContainText('“!”');
  await page.getByRole('button', { name: 'Use risk-prod' }).click();
  await expect(name).toHaveValue('risk-prod');
  await expect(name).toBeFocused();
  await expect(error).toBeEmpty();
  await expect(name).not.toHaveAttribute('aria-invalid');
  await next(page, 'Sign-in');
});

test('a_text_that_is_too_long_says_so_at_once', { tag: '@islands' }, async ({ page, portal }) => {
  await setUp(page, portal);
  await begin(page);
  await awake(page);
  const description = page.getByLabel('Description');
  await description.fill('a'.repeat(1001));
  await expect(page.locator('#field-form-description--count')).toHaveAttribute('data-state', 'over');
  await expect(page.locator('#field-form-description--error')).toContainText('1,001 characters');
  await description.press('Backspace');
  await expect(page.locator('#field-form-description--error')).toBeEmpty();
});

test('nobody_is_asked_before_leaving_unless_something_would_be_lost', { tag: '@islands' }, async ({ page, portal }) => {
  await setUp(page, portal);
  await begin(page);
  await awake(page);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  await awake(page);
  expect(asked).toEqual([]);
  await basics(page, 'something');
  await page.getByRole('link', { name: 'Environments' }).first().click();
  await expect(page).toHaveURL(/environments$/);
  expect(asked).toEqual(['beforeunload']);
  await page.goBack();
  await awake(page);
  await basics(page, 'something');
  await next(page, 'Sign-in');
  expect(asked).toEqual(['beforeunload']);
});

test('a_metadata_file_is_read_back_before_it_is_saved', { tag: '@islands' }, async ({ page, portal }) => {
  await setUp(page, portal);
  await begin(page);
  await basics(page, 'federated');
  await next(page, 'Sign-in');
  await awake(page);
  await page.getByLabel('Federated').check();
  const read = page.locator('.peek');
  await page.getByLabel('Metadata file').setInputFiles(metadataFile);
  await expect(read).toContainText('This is what the document says.');
  await expect(read.getByRole('table', { name: 'Certificates' })).toBeVisible();
  await page.getByLabel('Metadata file').setInputFiles(resolve(import.meta.dirname, '../package.json'));
  await expect(read.getByRole('alert')).toContainText('not SAML metadata');
  await page.getByLabel('Metadata file').setInputFiles([]);
  await expect(read).toBeHidden();
  await page.getByLabel('SAML metadata document').fill('<a>');
  await expect(read.getByRole('alert')).toContainText('not SAML metadata');
});

test('rows_come_and_go_and_arrive_as_they_stand', { tag: '@islands' }, async ({ page, portal }) => {
  await setUp(page, portal);
  await begin(page);
  await basics(page, 'tagged');
  await next(page, 'Sign-in');
  await next(page, 'Superuser');
  await next(page, 'Data bundles and tags');
  await awake(page);
  await expect(page.getByRole('button', { name: 'More rows' })).toBeHidden();
  const add = page.getByRole('button', { name: 'Add tag' });
  for (const key of ['one', 'two', 'three']) {
    await add.click();
    await expect(page.getByLabel('Key').last()).toBeFocused();
    await page.keyboard.type(key);
    await page.getByLabel('Value').last().fill(`of ${key}`);
  }
  await page.getByRole('button', { name: 'Remove tag 2' }).click();
  await expect(page.getByRole('group', { name: 'Tag 2' }).getByLabel('Key')).toHaveValue('three');
  await page.getByRole('button', { name: 'Add data bundle' }).click();
  await page.getByLabel('ARN of another data bundle').fill('arn:aws:finspace:us-east-1::data-bundle/own');
  await page.getByLabel('Trades and quotes').check();
  await next(page, 'Review');
  for (const words of ['one = of one', 'three = of three', 'data-bundle/own', 'data-bundle/taq']) {
    await expect(page.getByText(words).first()).toBeVisible();
  }
  await expect(page.getByText('two = of two')).toHaveCount(0);
});

test('a_second_click_sends_nothing_and_coming_back_gives_the_button_back', { tag: '@islands' }, async ({ page, portal }) => {
  await setUp(page, portal);
  await begin(page);
  await awake(page);
  await basics(page, 'once');
  const seen = await page.getByRole('button', { name: 'Next: sign-in' }).evaluate((button: HTMLButtonElement) => {
    const stopped: boolean[] = [];
    addEventListener('submit', (event) => stopped.push(event.defaultPrevented));
    button.click();
    const state = button.ariaDisabled;
    button.click();
    return { state, stopped };
  });
  expect(seen).toEqual({ state: 'true', stopped: [false, true] });
  await expect(page.getByRole('heading', { level: 1, name: 'Create environment: Sign-in' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Next: sign-in' })).not.toHaveAttribute('aria-disabled');
});
