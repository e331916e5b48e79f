// A sign-in provider beside the portal: the npm package oidc-provider, with two people and a page that asks which of them you are.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import OidcProvider from 'oidc-provider';

/** What the provider says of somebody. Tests change it between two sign-ins. */
export type Account = { name: string; email: string; email_verified: boolean; groups: string[] };

export const clientId = 'portal';
export const clientSecret = 'a quiet secret of some length';

export class Provider {
  readonly accounts: Record<string, Account> = {
    desk: { name: 'Desk Person', email: 'desk@example.com', email_verified: true, groups: ['desk', 'everybody'] },
    unproved: { name: 'Unproved Person', email: 'unproved@example.com', email_verified: false, groups: ['admins'] },
  };

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  /** Starts one that knows a portal by the address of its way back. */
  static async start(redirect: string): Promise<Provider> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const provider = new Provider(server, `http://127.0.0.1:${port}`);
    const oidc = provider.oidc(redirect);
    const answer = oidc.callback();
    server.on('request', (request, response) => {
      const [, uid, account] = /^\/interaction\/([^/?]+)(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
      if (uid === undefined) void answer(request, response);
      else if (account === undefined) provider.ask(uid, response);
      else void chosen(oidc, account, request, response);
    });
    return provider;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private oidc(redirect: string): OidcProvider {
    return new OidcProvider(this.issuer, {
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: [redirect],
          response_types: ['code'],
          grant_types: ['authorization_code'],
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
      scopes: ['openid', 'email', 'profile', 'groups'],
      cookies: { keys: ['only for tests'] },
      ttl: { Grant: 600, Interaction: 600, Session: 600 },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...this.accounts[id] }) }),
      // The people here have agreed to everything.
      loadExistingGrant: async (context) => {
        const { client, session, provider } = context.oidc;
        const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' });
        grant.addOIDCScope('openid email profile groups');
        await grant.save();
        return grant;
      },
    });
  }

  private ask(uid: string, response: ServerResponse): void {
    const links = Object.entries(this.accounts).map(([id, { name }]) => `<li><a href="/interaction/${uid}/${id}">${name}</a></li>`);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!DOCTYPE html><html lang="en"><title>Provider</title><h1>Who are you?</h1><ul>${links.join('')}</ul></html>`);
  }
}

async function chosen(oidc: OidcProvider, accountId: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await oidc.interactionFinished(request, response, { login: { accountId } }, { mergeWithLastSubmission: false });
}
