import { expect, test } from 'vitest'
import { agentFlags, flagValues } from './agent-flags.ts'
import { agentKeys } from './agent-keys.ts'
import type { Key, Keys } from './key.ts'

function keyAt(path: string): Key | undefined {
  const [first = '', second] = path.split('.')
  const key = (agentKeys.keys as Keys)[first]
  if (second === undefined) return key
  return key?.kind === 'section' ? key.keys[second] : undefined
}

test.each(agentFlags.filter((flag) => flag.key !== undefined).map((flag) => [flag.name, flag] as const))(
  '-%s sets a key of its type',
  (_, { key, type }) => {
    const kinds: Record<string, readonly string[]> = {
      bool: ['bool'],
      int: ['int'],
      text: ['text', 'duration'],
      texts: ['texts'],
      pairs: ['textMap'],
    }
    expect([...(kinds[type] ?? []), 'unbuilt', 'ignored']).toContain(keyAt(key ?? '')?.kind)
  },
)

test('names are unique and sorted as help shows them', () => {
  const names = agentFlags.map((flag) => flag.name)
  expect(new Set(names).size).toBe(names.length)
  expect([...names].sort((a, b) => a.localeCompare(b))).toEqual(names)
})

test('flags become values at their places', () => {
  expect(
    flagValues({
      dev: true,
      'http-port': 1,
      'dns-port': 2,
      node: 'x',
      'node-meta': ['a:b:c', 'd'],
      recursor: ['r'],
    }),
  ).toEqual({ ports: { http: 1, dns: 2 }, node_name: 'x', node_meta: { a: 'b:c', d: '' }, recursors: ['r'] })
})
