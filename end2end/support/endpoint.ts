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
