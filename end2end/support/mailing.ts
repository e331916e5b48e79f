// The `test` of what people are sent: with a mail server that is there before the portal, which is told its address.
import { Mail } from './mail.ts';
import { test as base } from './test.ts';

export const test = base.extend<{ mail: Mail }>({
  mail: async ({}, use) => {
    const mail = await Mail.open();
    await use(mail);
    await mail.close();
  },

  own: async ({ mail }, use) => {
    await use({ PORTAL_MAIL_URL: mail.url, PORTAL_MAIL_FROM: 'Environments <portal@example.com>' });
  },
});

export { expect } from './test.ts';
