import { expect, test } from 'vitest'
import type { ResultStatus } from './result.ts'
import { Threshold, thresholdDefaults } from './threshold.ts'

const letters: Readonly<Record<string, ResultStatus>> = { p: 'passing', w: 'warning', c: 'critical' }

/** Results in, what is published out: `p` passing, `w` warning, `c` critical, `-` nothing. */
function published(thresholds: Partial<typeof thresholdDefaults>, results: string): string {
  const threshold = new Threshold({ ...thresholdDefaults, ...thresholds })
  return [...results]
    .map((letter) => threshold.judge(letters[letter] as ResultStatus)?.slice(0, 1) ?? '-')
    .join('')
}

const threeEach = { successBeforePassing: 3, failuresBeforeCritical: 3 }

test.each([
  ['without thresholds every result counts', {}, 'pcwcp', 'pcwcp'],
  ['one is the same as none', { successBeforePassing: 1, failuresBeforeCritical: 1 }, 'pcp', 'pcp'],
  ['negative is the same as none', { successBeforePassing: -3, failuresBeforeCritical: -3 }, 'pcp', 'pcp'],
  ['the third success in a row passes', threeEach, 'ppppp', '--ppp'],
  ['the third failure in a row is critical', threeEach, 'ccccc', '--ccc'],
  ['flapping publishes nothing', threeEach, 'ppccppccpcpc', '------------'],
  ['a failure starts the successes anew', threeEach, 'ppcppp', '-----p'],
  ['a success starts the failures anew', threeEach, 'ccpccc', '-----c'],
  ['a warning in the middle ends a run of failures', threeEach, 'ccwccc', '-----c'],
  ['a warning counts as a success and is published as itself', threeEach, 'pwwp', '--wp'],
  [
    'a warning threshold before the critical one',
    { failuresBeforeWarning: 2, failuresBeforeCritical: 4 },
    'pcccccp',
    'p-wwccp',
  ],
  [
    'without one of its own, the warning threshold is the critical one',
    { failuresBeforeCritical: 2 },
    'cc',
    '-c',
  ],
])('%s', (_sentence, thresholds, results, expected) => {
  expect(published(thresholds, results)).toBe(expected)
})
