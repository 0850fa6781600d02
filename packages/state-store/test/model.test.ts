import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type CommandResult,
  checkServiceNodes,
  checksInState,
  kvGet,
  kvKeys,
  kvList,
  nodeChecks,
  nodeList,
  nodeServiceList,
  nodeSessions,
  serviceChecks,
  serviceList,
  serviceNodes,
  sessionList,
} from '../src/index.ts'
import { indexRows } from '../src/tables/index-rows.ts'
import { tombstones } from '../src/tables/tombstones.ts'
import { history, keys, nodeNames, serviceNames } from './histories.ts'
import { Model, same } from './model.ts'
import { Scenario } from './scenario.ts'

test('any history gives the state and the answers that plain arrays give', () => {
  fc.assert(
    fc.property(history, (commands) => {
      const scenario = new Scenario()
      const model = new Model()
      for (const command of commands) {
        expect(took(scenario.apply(command).result)).toBe(model.apply(command))
        compareTables(scenario, model)
      }
      compareKeys(scenario, model)
      compareCatalog(scenario, model)
    }),
    { numRuns: 200 },
  )
}, 60_000)

function took(result: CommandResult): boolean {
  if (result.kind === 'flag') return result.value
  return result.kind !== 'error' && !(result.kind === 'txn' && result.response.Errors !== null)
}

function compareTables({ view }: Scenario, model: Model): void {
  const rows = view.list(indexRows.primary, '').map(({ Key, Value }) => [Key.toLowerCase(), Value])
  expect(Object.fromEntries(rows)).toEqual(model.rows)
  expect(view.list(tombstones.primary, '')).toEqual(inOrder(model.tombstones, ({ Key }) => Key))
}

function compareKeys({ view }: Scenario, model: Model): void {
  const all = inOrder(model.kv, ({ Key }) => Key)
  const last = (prefix: string): number => {
    const rows = all.filter(({ Key }) => Key.startsWith(prefix)).map(({ ModifyIndex }) => ModifyIndex)
    const stones = model.tombstones.filter(({ Key }) => Key.startsWith(prefix)).map(({ Index }) => Index)
    return (prefix && Math.max(0, ...rows, ...stones)) || model.max('kvs', 'tombstones')
  }
  for (const key of [...keys, 'x']) {
    const value = all.find(({ Key }) => Key === key)
    expect(kvGet(view, key)).toEqual({ index: value?.ModifyIndex ?? model.max('kvs', 'tombstones'), value })
  }
  for (const prefix of ['', 'a', 'a/', 'a/b', 'x']) {
    const value = all.filter(({ Key }) => Key.startsWith(prefix))
    expect(kvList(view, prefix)).toEqual({ index: last(prefix), value })
    const folded = value.map(({ Key }) => {
      const at = Key.indexOf('/', prefix.length)
      return at < 0 ? Key : Key.slice(0, at + 1)
    })
    expect(kvKeys(view, { prefix, separator: '/' })).toEqual({
      index: last(prefix),
      value: [...new Set(folded)],
    })
  }
}

function compareCatalog({ view }: Scenario, model: Model): void {
  const nodes = inOrder(model.nodes, ({ Node }) => Node)
  const services = inOrder(model.services, ({ node, service }) => `${node}\0${service.ID}`)
  const checks = inOrder(model.checks, ({ Node, CheckID }) => `${Node}\0${CheckID}`)
  const sessions = inOrder(model.sessions, ({ ID }) => ID)
  expect(nodeList(view)).toEqual({ index: model.max('nodes'), value: nodes })
  expect(sessionList(view)).toEqual({ index: model.max('sessions'), value: sessions })
  const names = [...new Set(services.map(({ service }) => service.Service))]
  const tagsOf = (name: string): unknown => [
    ...new Set(services.flatMap(({ service }) => (service.Service === name ? (service.Tags ?? []) : []))),
  ]
  expect({ ...serviceList(view).value }).toEqual(
    Object.fromEntries(names.map((name) => [name, tagsOf(name)])),
  )
  for (const state of ['any', 'passing', 'critical']) {
    const inState = checks.filter(({ Status }) => state === 'any' || Status === state)
    expect(checksInState(view, { state })).toEqual({ index: model.max('checks'), value: inState })
  }
  for (const name of nodeNames) {
    expect(nodeChecks(view, name).value).toEqual(checks.filter(({ Node }) => same(Node, name)))
    expect(nodeSessions(view, name).value).toEqual(sessions.filter(({ Node }) => same(Node, name)))
    const held = services.filter(({ node }) => same(node, name)).map(({ service }) => service)
    expect(nodeServiceList(view, name).value.Services ?? []).toEqual(held)
  }
  for (const name of [...serviceNames, 'x']) {
    const all = services.filter(({ service }) => same(service.Service, name))
    const gone = all.length === 0 && model.max('service_last_extinction')
    const index = (...fallback: readonly string[]): number =>
      gone || model.max(`service.${name}`) || model.max(...fallback)
    const ofService = checks.filter(({ ServiceName }) => same(ServiceName, name))
    expect(serviceChecks(view, { service: name }).value).toEqual(ofService)
    const instances = serviceNodes(view, { service: name })
    expect(instances.index).toBe(index('nodes', 'services'))
    expect(instances.value.map(({ Node, ServiceID }) => [Node, ServiceID])).toEqual(
      all.map(({ node, service }) => [node, service.ID]),
    )
    for (const tags of [undefined, ['A']]) {
      const tagged = all.filter(({ service }) => !tags || service.Tags?.includes('a'))
      expect(checkServiceNodes(view, { service: name, tags })).toEqual({
        index: index('nodes', 'services', 'checks'),
        value: tagged.map(({ node, service }) => ({
          Node: nodes.find(({ Node }) => same(Node, node)),
          Service: service,
          Checks: ['', service.ID].flatMap((id) =>
            checks.filter(({ Node, ServiceID }) => same(Node, node) && same(ServiceID, id)),
          ),
        })),
      })
    }
  }
}

/** By the bytes of a key, in lower case as all names here compare. */
function inOrder<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const key = (row: Row): Buffer => Buffer.from(keyOf(row).toLowerCase())
  return [...rows].sort((a, b) => Buffer.compare(key(a), key(b)))
}
