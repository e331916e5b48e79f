// Passkeys: added and shown by Chromium with an authenticator of its own, at a name, because browsers have none for numbers.
import type { CDPSession, Page } from '@playwright/test';
import { createAdministrator } from '../support/drawn.ts';
import { look } from '../support/look.ts';
import { administrator, setUp, signIn } from '../support/people.ts';
import type { Portal } from '../support/portal.ts';
import { expect, test } from '../support/test.ts';

const factorPage = '/account/second-factor';

test('a_passkey_is_added_shown_and_removed', { tag: '@islands' }, async ({ page, portal }) => {
  test.setTimeout(120_000);
  const authenticator = await Authenticator.plugIn(page);
  await setUp(page, portal);
  await page.goto(factorPage);
  await expect(page.getByText('Passkeys work at another address')).toBeVisible();
  await look(page, 'passkeys-elsewhere');
  await page.getByRole('link', { name: atName(portal) }).click();
  await signIn(page);
  await expect(page).toHaveURL(`${atName(portal)}${factorPage}`);
  await look(page, 'passkeys-none');

  // A name that is none is said at its field; a finger that does not fit, beside the button.
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText('Enter a name that tells where the passkey is').first()).toBeVisible();
  await begin(page, 'Phone');
  await look(page, 'passkeys-asked');
  await authenticator.trust(false);
  await page.getByRole('button', { name: 'Continue in the browser' }).click();
  await expect(page.getByText('Nothing was sent')).toBeVisible();
  await authenticator.trust(true);
  await page.getByRole('button', { name: 'Continue in the browser' }).click();
  await expect(page.getByText('Keep your recovery codes now')).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'Phone' })).toBeVisible();
  await look(page, 'passkeys-one');

  // The same device has no second one.
  await begin(page, 'Phone again');
  await page.getByRole('button', { name: 'Continue in the browser' }).click();
  await expect(page.getByText('has a passkey of yours for this portal already')).toBeVisible();

  // The password alone leads to the page for it, and the passkey to where one wanted to go.
  await signOut(page);
  await page.goto(`${atName(portal)}/environments?status=CREATED`);
  await signIn(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Second factor' })).toBeVisible();
  await look(page, 'sign-in-passkey');
  await authenticator.trust(false);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByText('Nothing was sent')).toBeVisible();
  await authenticator.trust(true);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page).toHaveURL(/\/environments\?status=CREATED$/);

  // A copy of before, which counts from the beginning, is refused and told of.
  await signOut(page);
  await authenticator.forgetUses();
  await signIn(page);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByText('Somebody may have a copy of this passkey').first()).toBeVisible();
  await look(page, 'sign-in-passkey-refused');
  await authenticator.useOften();
  await expect(async () => {
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Second factor' })).toHaveCount(0, { timeout: 1000 });
  }).toPass();

  await page.goto(`${atName(portal)}${factorPage}`);
  await page.getByRole('link', { name: 'Remove Phone' }).click();
  await look(page, 'passkeys-remove');
  const removal = page.locator('form').filter({ has: page.getByRole('button', { name: 'Remove passkey' }) });
  await removal.getByLabel('Current password').fill(administrator.password);
  await page.getByRole('button', { name: 'Remove passkey' }).click();
  await expect(page.getByText('The passkey “Phone” is removed')).toBeVisible();
});

test('without_scripts_the_pages_say_what_works', async ({ page, portal, javaScriptEnabled }) => {
  const link = await portal.setUpLink();
  await page.goto(link.replace(portal.url, atName(portal)));
  await createAdministrator(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Environments');
  await page.goto(`${atName(portal)}${factorPage}`);
  // Playwright reads no text that stands in there, also when it is shown.
  const words = page.locator('noscript .note');
  await expect(words).toBeVisible({ visible: !javaScriptEnabled });
  if (!javaScriptEnabled) expect(await words.textContent()).toContain('An authenticator app works without it');
  await begin(page, 'Phone');
  await expect(page.getByRole('button', { name: 'Continue in the browser' })).toBeVisible({ visible: javaScriptEnabled });
});

/** The same portal, found by a name. */
function atName(portal: Portal): string {
  return portal.url.replace('127.0.0.1', 'localhost');
}

async function begin(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name of the passkey').fill(name);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText(`where the passkey “${name}” is to be`)).toBeVisible();
}

async function signOut(page: Page): Promise<void> {
  await page.goto(new URL('/account', page.url()).href);
  await page.getByRole('button', { name: 'Sign out here' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
}

/** Chromium's own authenticator, as a device with a finger on it. */
class Authenticator {
  private constructor(
    private readonly browser: CDPSession,
    private readonly authenticatorId: string,
  ) {}

  static async plugIn(page: Page): Promise<Authenticator> {
    const browser = await page.context().newCDPSession(page);
    await browser.send('WebAuthn.enable');
    const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new Authenticator(browser, authenticatorId);
  }

  /** Whether the finger fits. */
  async trust(isUserVerified: boolean): Promise<void> {
    await this.browser.send('WebAuthn.setUserVerified', { authenticatorId: this.authenticatorId, isUserVerified });
  }

  async forgetUses(): Promise<void> {
    await this.count(0);
  }

  async useOften(): Promise<void> {
    await this.count(1000);
  }

  private async count(signCount: number): Promise<void> {
    const { authenticatorId } = this;
    const { credentials } = await this.browser.send('WebAuthn.getCredentials', { authenticatorId });
    for (const credential of credentials) {
      const { credentialId } = credential;
      await this.browser.send('WebAuthn.removeCredential', { authenticatorId, credentialId });
      await this.browser.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount } });
    }
  }
}
