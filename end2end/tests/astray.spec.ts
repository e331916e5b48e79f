// Where people land who went astray, or whom the shell itself stops: each is a page that is looked after like any other.
import { look } from '../support/look.ts';
import { setUp } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('who_goes_astray_lands_on_a_page_in_words', async ({ page, portal }) => {
  await setUp(page, portal);
  const pages: [name: string, path: string, status: number, words: string][] = [
    ['missing', '/nowhere', 404, 'This page'],
    ['unreadable', '/unreadable', 400, 'The portal could not read this form'],
    ['environment-missing', '/environments/local/aaaaaaaaaaaaaaaaaaaaaa', 404, 'This environment'],
    ['link-missing', '/go/aaaaaaaaaaaaaaaaaaaaaaaaaa', 404, 'You cannot open this link'],
    ['plain-missing', '/environments/new/aaaaaaaaaaaaaaaaaaaaaaaaaa/metadata.xml', 404, 'This did not work'],
  ];
  for (const [name, path, status, words] of pages) {
    expect((await page.goto(path))?.status(), path).toBe(status);
    await expect(page.getByText(words).first(), path).toBeVisible();
    await look(page, name);
  }
});

test('what_comes_from_another_site_or_is_too_large_is_stopped_in_words', async ({ page, portal }) => {
  await setUp(page, portal);
  await page.goto('/teams/new');
  await page.getByLabel('Description').fill('a'.repeat(1_100_000));
  const tooLarge = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: 'Make team' }).click();
  expect((await tooLarge).status()).toBe(413);
  await expect(page.getByRole('heading', { level: 1, name: 'Too large' })).toBeVisible();
  await look(page, 'plain-too-large');

  await page.goto('about:blank');
  await page.setContent(`<form method="post" action="${portal.url}/api/session/sign-out"><button>Free tickets</button></form>`);
  const elsewhere = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: 'Free tickets' }).click();
  expect((await elsewhere).status()).toBe(403);
  await expect(page.getByRole('heading', { level: 1, name: 'Sent from elsewhere' })).toBeVisible();
  await look(page, 'plain-from-elsewhere');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
});
