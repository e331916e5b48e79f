// The embedded FinSpace endpoint, beside the portal: as another client reaches it, and by its control path.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Portal } from './portal.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const python = ['.venv/pinned/bin/python', '.venv/bin/python'].map((path) => resolve(root, path)).find((path) => existsSync(path));

/** Where the portal says that its endpoint is. */
export function address(portal: Portal): string {
  const found = /^The embedded FinSpace endpoint is at (http:\/\/\S+?)\/?$/m.exec(portal.output);
  if (!found?.[1]) throw new Error(`The portal named no endpoint:\n${portal.output}`);
  return found[1];
}

/** Calls FinSpace with boto3, as somebody's script would, and gives what it printed. */
export async function boto3(portal: Portal, call: string): Promise<string> {
  if (!python) throw new Error('There is no Python with boto3: run end2end/conformance/run.sh once.');
  const script = `
import boto3, json
finspace = boto3.client("finspace", endpoint_url=${JSON.stringify(address(portal))}, region_name="us-east-1",
                        aws_access_key_id="local", aws_secret_access_key="local")
print(json.dumps(${call}, default=str))
`;
  const { stdout } = await run(python, ['-c', script], { timeout: 30_000 });
  return stdout.trim();
}

/** What FinSpace has and what it was called for. Only one whose faults are on (`PORTAL_LOCAL_FAULTS`) tells. */
export type State = {
  calls: Record<string, number>;
  environments: { name: string; environmentUrl: string; tags: Record<string, string> }[];
};

export async function state(portal: Portal): Promise<State> {
  return (await answered(fetch(`${address(portal)}/_local/state`))) as State;
}

/** Orders something of the control path, as `finspace-local/README.md` lists it. */
export async function order(portal: Portal, path: string, wish: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await answered(fetch(`${address(portal)}/_local/${path}`, { method: 'POST', headers, body: JSON.stringify(wish) }));
}

/** Makes an environment as another client does; the endpoint asks nobody for a signature. */
export async function make(portal: Portal, name: string, tags: Record<string, string>): Promise<void> {
  await answered(fetch(`${address(portal)}/environment`, { method: 'POST', body: JSON.stringify({ name, tags }) }));
}

async function answered(call: Promise<Response>): Promise<unknown> {
  const answer = await call;
  const text = await answer.text();
  if (!answer.ok) throw new Error(`FinSpace answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}
