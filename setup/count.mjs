// Counts what passed and failed in one part of `make test`, from the log or the report of its runner.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const all = (text, pattern) => [...text.matchAll(pattern)];
const sum = (matches, group) => matches.reduce((total, match) => total + Number(match.groups[group] ?? 0), 0);
const without = (text) => text.replace(/\x1b\[[0-9;]*m/g, '');

const nothing = () => ({ passed: 0, failed: 0, skipped: 0 });

// One line per test binary: "test result: ok. 3 passed; 0 failed; 1 ignored; …". Cargo runs crate by crate, the library's own tests first
// and all documentation tests last, so each result belongs to the crate named before it; a crate without any test is told.
function cargo(text, ...crates) {
  const counts = nothing();
  const missing = new Set(crates);
  let crate;
  for (const line of text.split('\n')) {
    const name = /^ +Running unittests .*\/(\w+)-[0-9a-f]+\)$/.exec(line)?.[1] ?? /^ +Doc-tests (\w+)$/.exec(line)?.[1];
    if (crates.includes(name)) crate = name;
    const result = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/.exec(line)?.slice(1).map(Number);
    if (!result) continue;
    counts.passed += result[0];
    counts.failed += result[1];
    counts.skipped += result[2];
    if (result[0] + result[1] > 0) missing.delete(crate);
  }
  counts.failures = brokenInCargo(text);
  return missing.size ? { ...counts, failed: counts.failed + missing.size, note: `no test ran in ${[...missing].join(', ')}` } : counts;
}

// What each failed test printed, "---- NAME stdout ----" and on, and what cargo says of a program that did not end by itself or was not built.
function brokenInCargo(text) {
  const told = text.split(/^(?=---- .+ stdout ----$|failures:$|test result: )/m).filter((piece) => piece.startsWith('---- '));
  const said = all(text, /^(?:error(?:\[E\d+\])?: .+|  process didn't exit successfully: .+|Caused by:\n.+)$/gm).map(([line]) => line);
  return [...told.map((piece) => piece.trim()), ...said];
}

// Node's own runner ends with "# pass 3" or, in its other reporter, "ℹ pass 3".
function node(text) {
  const of = (word) => sum(all(text, new RegExp(`^[#ℹ] ${word} (?<count>\\d+)$`, 'gm')), 'count');
  return { passed: of('pass'), failed: of('fail') + of('cancelled'), skipped: of('skipped') + of('todo') };
}

// Each run of pytest closes with "2 failed, 7 passed, 1 skipped in 3.21s", with or without a frame of = signs.
function pytest(text) {
  const lines = all(text, /^=* ?(?<words>\d+ [a-z]+(?:, \d+ [a-z]+)*) in \d[\d.]*s/gm).map((line) => line.groups.words).join();
  const of = (...words) => sum(all(lines, new RegExp(`(?<count>\\d+) (?:${words.join('|')})\\b`, 'g')), 'count');
  const failures = all(text, /^(?:FAILED|ERROR) .+$/gm).map(([line]) => line);
  return { passed: of('passed', 'xpassed'), failed: of('failed', 'errors?'), skipped: of('skipped', 'xfailed', 'deselected'), failures };
}

// Playwright's JSON report. A test that passed only when tried again has failed.
function playwright(text) {
  const { stats, errors = [], suites = [] } = JSON.parse(text);
  const failures = [...errors.map(({ message }) => `before any test: ${message}`), ...suites.flatMap(told)];
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped, failures };
}

// What each failed test of a suite said, with the suites inside it.
function told({ title, specs = [], suites = [] }) {
  const failed = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) => {
        const said = results.flatMap(({ errors }) => errors.map(({ message }) => without(message ?? '').trim()));
        return `[${projectName}] ${title}: ${spec.title}\n${said.join('\n')}`;
      }),
  );
  return [...failed, ...suites.flatMap(told)];
}

// JUnit's XML: one element for each test, with what became of it inside.
function junit(text) {
  const suites = all(text, /<testsuite\b[^>]*>/g).map(([tag]) => tag);
  const of = (word) => suites.reduce((total, tag) => total + Number(new RegExp(`\\b${word}="(\\d+)"`).exec(tag)?.[1] ?? 0), 0);
  const bad = of('failures') + of('errors');
  return { passed: of('tests') - bad - of('skipped'), failed: bad, skipped: of('skipped') };
}

// A check has no tests inside: it holds or it does not.
const check = nothing;

const runners = { cargo, check, junit, node, playwright, pytest };

/** The counts of one part, where a bad exit code without a failed test, or a good one without any test, is a failure too. */
export function count(kind, text, code) {
  const [name, ...rest] = kind.split(/[:,]/);
  const runner = runners[name];
  if (!runner) throw new Error(`no such kind of part: ${kind}`);
  let counts;
  try {
    counts = runner(without(text), ...rest);
  } catch {
    return { passed: 0, failed: 1, skipped: 0, note: 'its report cannot be read' };
  }
  if (code !== 0 && counts.failed === 0) return { ...counts, failed: 1, note: `it ended with exit code ${code}` };
  if (kind === 'check') return { passed: 1, failed: 0, skipped: 0 };
  if (counts.passed + counts.failed === 0) return { ...counts, failed: 1, note: 'it ran no test' };
  if (code === 0 && counts.failed > 0 && !counts.note) return { ...counts, note: 'it ended well in spite of its failures' };
  return counts;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [kind, file, code] = process.argv.slice(2);
  const { passed, failed, skipped, note, failures = [] } = count(kind, read(file), Number(code));
  console.log(`${passed} ${failed} ${skipped} ${note ?? ''}`.trim());
  for (const failure of failures) console.log(failure.split('\n').slice(0, 25).join('\n'));
}
