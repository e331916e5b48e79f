// What `make test` counts, and what it refuses to call a success.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count } from './count.mjs';

const tally = ({ passed, failed, skipped }) => [passed, failed, skipped];

test('the_binaries_of_cargo_test_are_summed', () => {
  const log = [
    'test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s',
    'test result: \x1b[31mFAILED\x1b[0m. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s',
  ].join('\n');
  assert.deepEqual(tally(count('cargo', log, 101)), [5, 1, 1]);
});

test('a_failed_test_of_cargo_is_told_with_its_words', () => {
  const log = [
    'test works ... ok',
    'test a::breaks ... FAILED',
    '',
    'failures:',
    '',
    '---- a::breaks stdout ----',
    "thread 'a::breaks' panicked at tests/tidy.rs:62:5:",
    'left is not right',
    '',
    'failures:',
    '    a::breaks',
    '',
    'test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.59s',
    '',
    'error: test failed, to rerun pass `-p server --test tidy`',
    '',
    'Caused by:',
    "  process didn't exit successfully: `target/debug/deps/tidy` (signal: 9, SIGKILL: kill)",
  ];
  assert.deepEqual(count('cargo', log.join('\n'), 101).failures, [
    "---- a::breaks stdout ----\nthread 'a::breaks' panicked at tests/tidy.rs:62:5:\nleft is not right",
    'error: test failed, to rerun pass `-p server --test tidy`',
    "Caused by:\n  process didn't exit successfully: `target/debug/deps/tidy` (signal: 9, SIGKILL: kill)",
  ]);
});

test('a_failed_test_of_pytest_is_named', () => {
  const log = ['=== short test summary info ===', 'FAILED tests/test_wire.py::test_it - assert 1 == 2', '=== 1 failed, 5 passed in 3.02s ==='];
  assert.deepEqual(count('pytest', log.join('\n'), 1).failures, ['FAILED tests/test_wire.py::test_it - assert 1 == 2']);
});

test('a_crate_that_does_not_compile_is_a_failure', () => {
  assert.deepEqual(tally(count('cargo', 'error[E0425]: cannot find value', 101)), [0, 1, 0]);
});

test('each_crate_of_a_run_must_have_tests', () => {
  const log = [
    '     Running unittests src/lib.rs (target/debug/deps/domain-0a1b)',
    'test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured',
    '     Running unittests src/lib.rs (target/debug/deps/server-0a1b)',
    'test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured',
    '     Running unittests src/main.rs (target/debug/deps/portal-0a1b)',
    'test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured',
  ];
  assert.deepEqual(tally(count('cargo:domain,server', log.join('\n'), 0)), [3, 1, 0]);
  log.push('     Running tests/store.rs (target/debug/deps/store-0a1b)', 'test result: ok. 5 passed; 0 failed; 0 ignored');
  assert.deepEqual(tally(count('cargo:domain,server', log.join('\n'), 0)), [8, 0, 0]);
});

test('a_part_that_ran_no_test_is_a_failure', () => {
  const log = 'test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out';
  assert.deepEqual(tally(count('cargo', log, 0)), [0, 1, 0]);
  assert.deepEqual(tally(count('pytest', '', 0)), [0, 1, 0]);
});

test('a_crash_after_passing_tests_is_a_failure', () => {
  const log = 'test result: ok. 4 passed; 0 failed; 0 ignored';
  assert.deepEqual(tally(count('cargo', log, 134)), [4, 1, 0]);
});

test('both_reporters_of_node_are_read', () => {
  assert.deepEqual(tally(count('node', '# pass 3\n# fail 0\n# cancelled 0\n# skipped 1\n# todo 0', 0)), [3, 0, 1]);
  assert.deepEqual(tally(count('node', 'ℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\nℹ todo 0', 1)), [3, 2, 0]);
});

test('every_run_of_pytest_is_counted', () => {
  const log = ['7 passed in 1.20s', 'finspace-local with awscli', '=== 2 failed, 5 passed, 1 skipped, 3 warnings, 1 error in 63.02s (0:01:03) ==='];
  assert.deepEqual(tally(count('pytest', log.join('\n'), 1)), [12, 3, 1]);
  assert.deepEqual(tally(count('pytest', 'no tests ran in 0.01s', 5)), [0, 1, 0]);
  assert.deepEqual(tally(count('pytest', 'a test said 7 passed in 1.20s', 0)), [0, 1, 0]);
});

test('playwright_tests_that_needed_a_second_try_have_failed', () => {
  const report = JSON.stringify({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [] });
  assert.deepEqual(tally(count('playwright', report, 1)), [5, 2, 2]);
});

test('a_failed_playwright_test_is_told_with_its_words', () => {
  const results = [{ errors: [{ message: '\x1b[31mError: the button is not there' }] }];
  const specs = [
    { title: 'fails', tests: [{ projectName: 'html', status: 'unexpected', results }] },
    { title: 'holds', tests: [{ projectName: 'html', status: 'expected', results: [] }] },
  ];
  const report = { stats: { expected: 1, unexpected: 1, flaky: 0, skipped: 0 }, suites: [{ title: 'a.spec.ts', specs: [], suites: [{ title: 'group', specs }] }] };
  assert.deepEqual(count('playwright', JSON.stringify(report), 1).failures, ['[html] group: fails\nError: the button is not there']);
});

test('a_playwright_run_without_a_report_is_a_failure', () => {
  assert.deepEqual(tally(count('playwright', '', 0)), [0, 1, 0]);
});

test('a_report_of_junit_is_summed_by_its_suites', () => {
  const suites = '<testsuites tests="7" failures="2"><testsuite name="a" errors="1" failures="1" skipped="1" tests="5"><testcase/></testsuite>';
  assert.deepEqual(tally(count('junit', `${suites}<testsuite tests="2" failures="0"/></testsuites>`, 1)), [4, 2, 1]);
  assert.deepEqual(tally(count('junit', '', 0)), [0, 1, 0]);
});

test('a_check_counts_as_one', () => {
  assert.deepEqual(tally(count('check', 'anything', 0)), [1, 0, 0]);
  assert.deepEqual(tally(count('check', 'anything', 1)), [0, 1, 0]);
});
