import { expect, test } from 'vitest'
import { boolFlag, intFlag, stringFlag } from './flag.ts'
import { flagHelp, flagUsage, wrap } from './flag-usage.ts'

const flags = {
  verbose: boolFlag({ usage: 'Tell more.' }),
  shell: boolFlag({ usage: 'Use a shell.', initial: true }),
  n: intFlag({ usage: 'How many.', initial: 1 }),
  near: stringFlag({
    usage: 'Sort by distance from `this` node, or with "_agent" from the agent itself, nearest first.',
  }),
}

test('the list after a mistake', () => {
  expect(flagUsage(flags)).toBe(
    [
      'Usage:',
      '  -n int',
      '    \tHow many. (default 1)',
      '  -near string',
      '    \tSort by distance from this node, or with "_agent" from the agent itself, nearest first.',
      '  -shell',
      '    \tUse a shell. (default true)',
      '  -verbose',
      '    \tTell more.',
      '',
    ].join('\n'),
  )
})

test('help', () => {
  expect(flagHelp(flags)).toBe(
    [
      '  -n=<int>',
      '     How many.',
      '',
      '  -near=<string>',
      '     Sort by distance from `this` node, or with "_agent" from the agent',
      '     itself, nearest first.',
      '',
      '  -shell',
      '     Use a shell.',
      '',
      '  -verbose',
      '     Tell more.',
      '',
    ].join('\n'),
  )
})

test.each([
  ['a b c', 3, ['a b', 'c']],
  ['abcdef g', 3, ['abcdef', 'g']],
  ['', 3, ['']],
])('%j in %i columns', (text, columns, lines) => {
  expect(wrap(text, columns)).toEqual(lines)
})
