import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  autopilotConfig,
  type CommandResult,
  checkGet,
  coordinateList,
  indexRow,
  kvGet,
  kvList,
  nodeList,
  StateStore,
  serviceList,
  sessionList,
} from '../src/index.ts'

/** The log of a cluster, with gaps: entries of kinds that the store does not keep, and some that were not recorded. */
const entries: readonly { readonly index: number; readonly hex: string }[] = JSON.parse(
  readFileSync(new URL('vectors/log-commands.json', import.meta.url), 'utf8'),
)

/** Where the cluster took the snapshot from which the expected values are. */
const snapshotIndex = 159

function applied(): { readonly store: StateStore; readonly results: ReadonlyMap<number, CommandResult> } {
  const store = new StateStore()
  const results = new Map<number, CommandResult>()
  for (const { index, hex } of entries)
    if (index <= snapshotIndex) results.set(index, store.apply(index, Buffer.from(hex, 'hex')).result)
  return { store, results }
}

test('recorded commands give their rows', () => {
  const view = applied().store.view()
  expect(nodeList(view).value.map(({ Node, CreateIndex }) => [Node, CreateIndex])).toEqual([
    ['cli1', 31],
    ['ext1', 54],
    ['ext2', 55],
    ['srv1', 8],
    ['srv2', 7],
    ['srv3', 15],
  ])
  expect({ ...serviceList(view).value }).toMatchObject({ consul: [], db: ['master'], cache: [] })
  expect(checkGet(view, { node: 'cli1', checkId: 'serfHealth' }).value).toMatchObject({ CreateIndex: 31 })
  expect(
    kvList(view, '').value.map(({ Key, CreateIndex, ModifyIndex, LockIndex }) => [
      Key,
      CreateIndex,
      ModifyIndex,
      LockIndex,
    ]),
  ).toEqual([
    ['a/one', 63, 71, 0],
    ['a/two', 64, 64, 0],
    ['lock/1', 79, 82, 1],
  ])
  expect(kvGet(view, 'a/two').value?.Flags).toBe(42n)
  expect(sessionList(view).value).toEqual([])
  expect(coordinateList(view).value.map(({ Node }) => Node)).toContain('srv1')
  expect(autopilotConfig(view).value).toMatchObject({
    MaxTrailingLogs: 300,
    CreateIndex: 9,
    ModifyIndex: 133,
  })
})

test('recorded commands give their index rows', () => {
  const view = applied().store.view()
  const rows = {
    kvs: 82,
    sessions: 89,
    'service.cache': 60,
    'service.web-proxy': 50,
    'service_kind.connect-proxy': 50,
  }
  for (const [name, value] of Object.entries(rows))
    expect([name, indexRow(view, name)]).toEqual([name, value])
})

test.each<[number, CommandResult]>([
  [7, { kind: 'done' }],
  [71, { kind: 'flag', value: true }],
  [72, { kind: 'flag', value: false }],
  [74, { kind: 'flag', value: true }],
  [77, { kind: 'session', id: 'c4857976-992c-c16c-c1d5-e4dcec1946fc' }],
  [79, { kind: 'flag', value: true }],
  [80, { kind: 'flag', value: false }],
  [82, { kind: 'flag', value: true }],
  [89, { kind: 'done' }],
])('recorded command %i answers %j', (index, expected) => {
  expect(applied().results.get(index)).toEqual(expected)
})
