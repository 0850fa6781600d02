import { expect, test } from 'vitest'
import type { AgentProcess } from './agent-process.ts'
import { Masks } from './masks.ts'

const agent = {
  address: '127.101.102.103',
  ports: { http: 40001, dns: 40002, server: 40003, serf_lan: 40004, serf_wan: 40005 },
  startIndex: 12,
} as AgentProcess

function masked(...texts: string[]): string[] {
  const masks = new Masks(agent)
  for (const text of texts) masks.note(text)
  return texts.map((text) => masks.text(text))
}

test('the same id has the same number', () => {
  const [a, b] = ['6562d5b5-d0ef-49a9-31a7-0a519da8ce94', 'c4e02f3d-05b3-2d69-8c4d-63d428df38dc']
  expect(masked(`${a} ${b} ${a}`)).toEqual(['<id 1> <id 2> <id 1>'])
})

test('indexes keep their order over all texts, from the start of the agent on', () => {
  expect(masked('"CreateIndex": 40, "ModifyIndex": 20', 'modify index 31', '"Index": 12')).toEqual([
    '"CreateIndex": <index 3>, "ModifyIndex": <index 1>',
    'modify index <index 2>',
    '"Index": <index of the start>',
  ])
})

test('indexes that say there is nothing stay', () => {
  expect(masked('"Index": 0, "ModifyIndex": 1')).toEqual(['"Index": 0, "ModifyIndex": 1'])
})

test('how often a key was locked is no index', () => {
  expect(masked('"LockIndex": 2')).toEqual(['"LockIndex": 2'])
})

test('addresses and ports become names', () => {
  expect(masked('127.101.102.103:40003 "Port": 40004')).toEqual(['<address>:<server> "Port": <serf_lan>'])
})

test('times are masked, and no time is not', () => {
  expect(masked('2026-11-22T05:09:46.310Z 0001-01-01T00:00:00Z 2026-11-22 05:17:28.36 +0000 UTC')).toEqual([
    '<time> 0001-01-01T00:00:00Z <time>',
  ])
})
