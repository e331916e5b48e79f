// The browser's files as they are served: small, named by what is in them, and compressed once and for all.
// Usage: node setup/site.mjs FOLDER-OF-WASM-BINDGEN SITE HASHES
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import esbuild from 'esbuild';
import { bundle } from 'lightningcss';

const NAME = 'portal';
// The first of each that knows light-dark(); naming them keeps the bundler from adding older spellings.
const BROWSERS = { chrome: [123], edge: [123], firefox: [120], safari: [17, 5] };

const [bound, site, hashes] = process.argv.slice(2);
const folder = join(site, 'pkg');

function script() {
  const code = readFileSync(join(bound, `${NAME}.js`), 'utf8');
  return Buffer.from(esbuild.transformSync(code, { minify: true, format: 'esm', target: 'es2022' }).code);
}

function styles() {
  const targets = Object.fromEntries(Object.entries(BROWSERS).map(([name, [major, minor = 0]]) => [name, (major << 16) | (minor << 8)]));
  return Buffer.from(bundle({ filename: 'style/main.css', minify: true, targets }).code);
}

/** Writes a file under a name that no other bytes ever have, and what is sent of it to browsers that can read that. */
function put(extension, bytes) {
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  const path = join(folder, `${NAME}.${hash}.${extension}`);
  writeFileSync(path, bytes);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  return `${extension}: ${hash}\n`;
}

rmSync(site, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const wasm = readFileSync(join(bound, `${NAME}_bg.wasm`));
writeFileSync(hashes, put('js', script()) + put('wasm', wasm) + put('css', styles()));
