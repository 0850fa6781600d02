import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Index } from '../src/db/schema.ts'
import {
  type Command,
  checkServiceNodes,
  checksInState,
  kvGet,
  kvKeys,
  kvList,
  nodeById,
  nodeChecks,
  nodeCoordinates,
  nodeGet,
  nodeList,
  nodeServiceList,
  nodeSessions,
  type QueryResult,
  serviceChecks,
  serviceList,
  serviceNames,
  serviceNodes,
  sessionGet,
  sessionList,
  type View,
  WatchSet,
} from '../src/index.ts'
import { checks } from '../src/tables/checks.ts'
import { coordinates } from '../src/tables/coordinates.ts'
import { indexRows } from '../src/tables/index-rows.ts'
import { kv } from '../src/tables/kv.ts'
import { nodes } from '../src/tables/nodes.ts'
import { services } from '../src/tables/services.ts'
import { sessions } from '../src/tables/sessions.ts'
import { history, keys, nodeNames, sessionIds } from './histories.ts'
import { checkOn, deregister, kvOp, kvs, nodeOf, Scenario, serviceOn, set, txn, uuid } from './scenario.ts'

interface Watched {
  readonly name: string
  readonly query: (view: View, watch?: WatchSet) => QueryResult<unknown>
  /** The rows of which any change is to wake, found the slow way. */
  readonly touches: (view: View) => readonly unknown[]
}

const rows = <Row>(view: View, index: Index<Row>, wanted: (row: Row) => boolean = () => true): Row[] =>
  view.list(index, '').filter(wanted)

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const instances = (view: View, name: string) =>
  rows(view, services.primary, ({ service }) => same(service.Service, name))

const watched: readonly Watched[] = [
  ...keys.concat('x').map((key) => ({
    name: `key ${key}`,
    query: (view: View, watch?: WatchSet) => kvGet(view, key, watch),
    touches: (view: View) => rows(view, kv.primary, ({ Key }) => Key === key),
  })),
  ...['', 'a', 'a/', 'x'].flatMap((prefix) => [
    {
      name: `list ${prefix}`,
      query: (view: View, watch?: WatchSet) => kvList(view, prefix, watch),
      touches: (view: View) => rows(view, kv.primary, ({ Key }) => Key.startsWith(prefix)),
    },
    {
      name: `keys ${prefix}`,
      query: (view: View, watch?: WatchSet) => kvKeys(view, { prefix, separator: '/' }, watch),
      touches: (view: View) => rows(view, kv.primary, ({ Key }) => Key.startsWith(prefix)),
    },
  ]),
  {
    name: 'nodes',
    query: (view, watch) => nodeList(view, {}, watch),
    touches: (view) => rows(view, nodes.primary),
  },
  {
    name: 'a node by id',
    query: (view, watch) => nodeById(view, uuid(1), watch),
    touches: (view) => rows(view, nodes.primary, ({ ID }) => ID === uuid(1)),
  },
  {
    name: 'services',
    query: (view, watch) => serviceList(view, {}, watch),
    touches: (view) => rows(view, services.primary),
  },
  {
    name: 'service names',
    query: (view, watch) => serviceNames(view, watch),
    touches: (view) => rows(view, services.primary),
  },
  {
    name: 'services by node metadata',
    query: (view, watch) => serviceList(view, { nodeMeta: { env: 'prod' } }, watch),
    touches: (view) => {
      const all = rows(view, nodes.primary)
      const matching = all.filter(({ Meta }) => Meta?.env === 'prod')
      return [
        ...all,
        ...rows(view, services.primary, ({ node }) => matching.some((row) => same(row.Node, node))),
      ]
    },
  },
  ...['any', 'critical', 'passing'].map((state) => ({
    name: `checks in state ${state}`,
    query: (view: View, watch?: WatchSet) => checksInState(view, { state }, watch),
    touches: (view: View) => rows(view, checks.primary, ({ Status }) => state === 'any' || Status === state),
  })),
  {
    name: 'sessions',
    query: (view, watch) => sessionList(view, watch),
    touches: (view) => rows(view, sessions.primary),
  },
  ...sessionIds.map((id) => ({
    name: `session ${id}`,
    query: (view: View, watch?: WatchSet) => sessionGet(view, id, watch),
    touches: (view: View) => rows(view, sessions.primary, ({ ID }) => ID === id),
  })),
  ...nodeNames.concat('x').flatMap((name) => [
    {
      name: `node ${name}`,
      query: (view: View, watch?: WatchSet) => nodeGet(view, name, watch),
      touches: (view: View) => rows(view, nodes.primary, ({ Node }) => same(Node, name)),
    },
    {
      name: `services of node ${name}`,
      query: (view: View, watch?: WatchSet) => nodeServiceList(view, name, watch),
      touches: (view: View) => [
        ...rows(view, nodes.primary, ({ Node }) => same(Node, name)),
        ...rows(view, services.primary, ({ node }) => same(node, name)),
      ],
    },
    {
      name: `checks of node ${name}`,
      query: (view: View, watch?: WatchSet) => nodeChecks(view, name, watch),
      touches: (view: View) => rows(view, checks.primary, ({ Node }) => same(Node, name)),
    },
    {
      name: `sessions of node ${name}`,
      query: (view: View, watch?: WatchSet) => nodeSessions(view, name, watch),
      touches: (view: View) => rows(view, sessions.primary, ({ Node }) => same(Node, name)),
    },
    {
      name: `coordinates of node ${name}`,
      query: (view: View, watch?: WatchSet) => nodeCoordinates(view, name, watch),
      touches: (view: View) => rows(view, coordinates.primary, ({ Node }) => same(Node, name)),
    },
  ]),
  ...['web', 'db', 'x'].flatMap((service) => [
    {
      name: `instances of ${service}`,
      query: (view: View, watch?: WatchSet) => serviceNodes(view, { service }, watch),
      touches: (view: View) => {
        const found = instances(view, service)
        return [
          ...found,
          ...rows(view, nodes.primary, ({ Node }) => found.some(({ node }) => same(node, Node))),
        ]
      },
    },
    {
      name: `checks of ${service}`,
      query: (view: View, watch?: WatchSet) => serviceChecks(view, { service }, watch),
      touches: (view: View) => rows(view, checks.primary, ({ ServiceName }) => same(ServiceName, service)),
    },
    {
      name: `health of ${service}`,
      query: (view: View, watch?: WatchSet) => checkServiceNodes(view, { service }, watch),
      touches: (view: View) =>
        instances(view, service).length === 0
          ? []
          : rows(view, indexRows.primary, ({ Key }) => same(Key, `service.${service}`)),
    },
    {
      name: `health of ${service} by tag`,
      query: (view: View, watch?: WatchSet) => checkServiceNodes(view, { service, tags: ['b'] }, watch),
      touches: (view: View) => {
        const all = instances(view, service)
        const found = all.filter(({ service }) => service.Tags?.includes('B'))
        return [
          ...all,
          ...rows(view, nodes.primary, ({ Node }) => found.some(({ node }) => same(node, Node))),
          ...rows(view, checks.primary, ({ Node, ServiceID }) =>
            found.some(
              ({ node, service }) => same(node, Node) && (ServiceID === '' || same(ServiceID, service.ID)),
            ),
          ),
        ]
      },
    },
  ]),
]

const sameRows = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((row, i) => row === b[i])

test('a commit wakes whoever it concerns, nobody else, and nobody waits for nothing after', () => {
  fc.assert(
    fc.property(history, (commands) => {
      const scenario = new Scenario()
      for (const command of commands) {
        const before = scenario.view
        const waiting = watched.map(({ query, touches }) => {
          const watch = new WatchSet()
          return { watch, answer: query(before, watch), rows: touches(before) }
        })
        scenario.apply(command)
        const after = scenario.view
        for (const [i, { name, query, touches }] of watched.entries()) {
          const { watch, answer, rows } = waiting[i] as (typeof waiting)[number]
          const changed = !isDeepStrictEqual(query(after).value, answer.value)
          if (changed) expect(watch.fired, `${name} missed a change`).toBe(true)
          if (watch.fired) {
            expect(sameRows(touches(after), rows), `${name} woke for nothing`).toBe(false)
          }
          watch.cancel()
        }
        expect(scenario.store.watchedCount).toBe(0)
      }
    }),
    { numRuns: 60 },
  )
}, 60_000)

test('who is woken reads what woke it', () => {
  const scenario = new Scenario().done(set('k', 'a'))
  const watch = scenario.watch((view, watch) => kvGet(view, 'k', watch))
  const seen: unknown[] = []
  watch.onFire(() => seen.push(kvGet(scenario.view, 'k').index, scenario.index))
  scenario.done(set('k', 'b'))
  expect(seen).toEqual([2, 2])
})

test('who is woken may wait again at once', () => {
  const scenario = new Scenario()
  const seen: number[] = []
  const wait = (): void => {
    const watch = new WatchSet()
    seen.push(kvGet(scenario.view, 'k', watch).index)
    watch.onFire(wait)
  }
  wait()
  scenario.done(set('k', 'a'), set('other'), set('k', 'b'))
  expect(seen).toEqual([0, 1, 3])
  expect(scenario.store.watchedCount).toBe(1)
})

test('one commit wakes a set once, though it changes much of it', () => {
  const scenario = new Scenario()
  const watch = scenario.watch((view, watch) => {
    kvList(view, '', watch)
    kvGet(view, 'a', watch)
    kvGet(view, 'b', watch)
  })
  let calls = 0
  watch.onFire(() => calls++)
  scenario.done(txn(kvOp('set', { Key: 'a' }), kvOp('set', { Key: 'b' })))
  expect(calls).toBe(1)
})

test('a refused command wakes nobody', () => {
  const scenario = new Scenario()
  const watch = scenario.watch((view, watch) => kvList(view, '', watch))
  scenario.apply(txn(kvOp('set', { Key: 'a' }), kvOp('get', { Key: 'x' })))
  expect(watch.fired).toBe(false)
})

test('a reader of an absent key sleeps through writes to others, though its index moves', () => {
  const scenario = new Scenario().done(set('a'))
  const watch = scenario.watch((view, watch) => kvGet(view, 'k', watch))
  scenario.done(set('b'), kvs('delete', { Key: 'b' }))
  expect([watch.fired, kvGet(scenario.view, 'k').index]).toEqual([false, 3])
  scenario.done(set('k'))
  expect(watch.fired).toBe(true)
})

test('a reader of health sleeps through what changes nothing in it', () => {
  const scenario = new Scenario().done(
    nodeOf('n'),
    serviceOn('n', { ID: 'web' }),
    serviceOn('n', { ID: 'db' }),
    checkOn('n', { CheckID: 'c', ServiceID: 'web' }),
  )
  const watch = scenario.watch((view, watch) => checkServiceNodes(view, { service: 'web' }, watch))
  expect(watch.size).toBe(1)
  scenario.done(
    checkOn('n', { CheckID: 'c', ServiceID: 'web' }),
    checkOn('n', { CheckID: 'd', ServiceID: 'db' }),
    deregister({ Node: 'n', ServiceID: 'db' }),
  )
  expect(watch.fired).toBe(false)
  scenario.done(checkOn('n', { CheckID: 'node' }))
  expect(watch.fired).toBe(true)
})

test.each<[string, Command, number]>([
  ['an instance takes another name', serviceOn('n', { ID: 'a', Service: 'www' }), 0],
  ['its check goes over to another service', checkOn('n', { CheckID: 'own', ServiceID: 'b' }), 1],
  ['a check of its node goes over to another service', checkOn('n', { CheckID: 'node', ServiceID: 'b' }), 1],
  ['its check gets a type', checkOn('n', { CheckID: 'own', ServiceID: 'a', Type: 'ttl' }), 1],
])('a reader of health hears when %s, though the row does not move', (_, command, instances) => {
  const scenario = new Scenario().done(
    nodeOf('n'),
    serviceOn('n', { ID: 'a', Service: 'web' }),
    serviceOn('n', { ID: 'b' }),
    checkOn('n', { CheckID: 'own', ServiceID: 'a' }),
    checkOn('n', { CheckID: 'node' }),
  )
  const watch = scenario.watch((view, watch) => checkServiceNodes(view, { service: 'web' }, watch))
  expect(scenario.moved(command)).not.toContain('service.web')
  expect(watch.fired).toBe(true)
  expect(checkServiceNodes(scenario.view, { service: 'web' }).value).toHaveLength(instances)
})

test('a reader of health hears when a check that knows an old name goes', () => {
  const scenario = new Scenario().done(
    nodeOf('n'),
    serviceOn('n', { ID: 'a', Service: 'web' }),
    checkOn('n', { CheckID: 'c', ServiceID: 'a' }),
    serviceOn('n', { ID: 'a', Service: 'www' }),
  )
  const watch = scenario.watch((view, watch) => checkServiceNodes(view, { service: 'www' }, watch))
  scenario.done(deregister({ Node: 'n', CheckID: 'c' }))
  expect(watch.fired).toBe(true)
})

test('a query that touches many rows waits for their table instead', () => {
  const scenario = new Scenario()
  for (let i = 0; i < 1100; i++) {
    scenario.done(nodeOf(`n${i}`), serviceOn(`n${i}`, { ID: 'web', Tags: ['a'] }))
  }
  const watch = scenario.watch((view, watch) =>
    checkServiceNodes(view, { service: 'web', tags: ['a'] }, watch),
  )
  expect(watch.size).toBe(3)
  scenario.done(nodeOf('unrelated'))
  expect(watch.fired).toBe(true)
})
