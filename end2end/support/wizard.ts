// The create wizard, walked step by step as a person does.
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';

/**
 * Metadata as an identity provider makes it: pysaml2 7.5.5 did, with its own `entity_descriptor` and a certificate of `openssl ca -selfsign` whose key
 * is gone.
 */
export const metadataFile = resolve(import.meta.dirname, '../../domain/tests/saml/pysaml2.xml');

/** What stands in that file, as people read it back. */
export const metadataFacts = [
  'https://idp.example.com/saml/metadata',
  'https://idp.example.com/saml/sso/redirect',
  'https://idp.example.com/saml/sso/post',
  'https://idp.example.com/saml/slo/redirect',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
];

/** Its certificate: the name, the days, and the fingerprint as openssl prints it. */
export const metadataCertificate = [
  'idp.example.com',
  '2025-01-01 to 2045-01-01',
  'C6:B8:E0:20:E0:68:88:39:79:04:E5:6C:3F:70:99:D1:5D:FD:85:C5:4A:89:5D:FC:3A:29:E5:AC:00:B2:FB:7E',
];

/** Begins a new environment from the list. */
export async function begin(page: Page): Promise<void> {
  await page.goto('/environments');
  await page.getByRole('button', { name: 'Create environment' }).first().click();
  await expectStep(page, 'Basics');
}

export async function expectStep(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: `Create environment: ${name}` })).toBeVisible();
}

/** Goes on to a step by the button that names it. */
export async function next(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Next: ${name.toLowerCase()}` }).click();
  await expectStep(page, name);
}

/** Fills the first step. */
export async function basics(page: Page, name: string, description = ''): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Description').fill(description);
}

/** Fills the step about sign-in with an identity provider. */
export async function federate(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Federated' }).check();
  await page.getByLabel('Identity provider name').fill('Example Bank');
  await page.getByLabel('Metadata file').setInputFiles(metadataFile);
  await page.getByLabel('Claim').first().fill('http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress');
}

/** The shortest way from the list to an environment of that name. */
export async function create(page: Page, name: string): Promise<void> {
  await begin(page);
  await basics(page, name);
  await next(page, 'Sign-in');
  await next(page, 'Superuser');
  await next(page, 'Data bundles and tags');
  await next(page, 'Review');
  await page.getByRole('button', { name: 'Create environment' }).click();
}

/**
 * Makes sure of a row to fill. Without scripts the page has empty ones. With scripts these make way for a button once the form is awake, which may be
 * a moment after the page is there: only the button says that it is.
 */
export async function row(page: Page, button: string): Promise<void> {
  if (test.info().project.use.javaScriptEnabled) await page.getByRole('button', { name: button }).click();
}
