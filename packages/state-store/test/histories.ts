import fc from 'fast-check'
import type { Command } from '../src/index.ts'
import {
  check_,
  checkOp,
  coordinates,
  createSession,
  deregister,
  destroySession,
  kvOp,
  kvs,
  nodeOp,
  reap,
  register,
  service_,
  serviceOp,
  set,
  txn,
  uuid,
} from './scenario.ts'

// Few names, in several spellings, so that histories meet the same rows again and again.
export const nodeNames: readonly string[] = ['n1', 'N1', 'n2', 'n3']
export const serviceNames: readonly string[] = ['web', 'Web', 'db']
const serviceIds: readonly string[] = ['web', 'WEB', 'db1']
const checkIds: readonly string[] = ['c1', 'C1', 'c2', 'serfHealth']
export const keys: readonly string[] = ['a', 'a/b', 'a/b/c', 'a/c', 'b', 'é']
export const sessionIds: readonly string[] = [uuid(1), uuid(2), uuid('a')]

const node = fc.constantFrom(...nodeNames)
const serviceId = fc.constantFrom(...serviceIds)
const checkId = fc.constantFrom(...checkIds)
const key = fc.constantFrom(...keys)
const sessionId = fc.constantFrom(...sessionIds)
const value = fc.constantFrom('', '1', '2')
const tags = fc.constantFrom(null, [], ['a'], ['a', 'B'])
const status = fc.constantFrom('passing', 'passing', 'warning', 'critical', '')
/** Beginnings of histories, where most compare-and-sets aim. */
const smallIndex = fc.nat(6)

const service = fc
  .record({ ID: serviceId, Service: fc.constantFrom(...serviceNames), Tags: tags, Port: fc.nat(1) })
  .map((fields) =>
    service_({ ...fields, Kind: fields.Port === 1 && fields.ID === 'db1' ? 'connect-proxy' : '' }),
  )

const check = (Node: string): fc.Arbitrary<ReturnType<typeof check_>> =>
  fc
    .record({
      CheckID: checkId,
      Status: status,
      ServiceID: fc.constantFrom('', '', 'web', 'DB1'),
      Type: fc.constantFrom('', '', 'ttl'),
    })
    .map((fields) => check_({ Node, ...fields }))

const registration: fc.Arbitrary<Command> = node.chain((Node) =>
  fc
    .record({
      Address: fc.constantFrom('x', 'x', 'y'),
      ID: fc.constantFrom('', '', uuid(1), uuid(2)),
      NodeMeta: fc.constantFrom(null, {}, { env: 'prod' }),
      SkipNodeUpdate: fc.boolean(),
      Service: fc.option(service),
      Check: fc.option(check(Node)),
      Checks: fc.option(fc.array(check(Node), { maxLength: 2 })),
    })
    .map((fields) => register({ Node, ...fields })),
)

const deregistration: fc.Arbitrary<Command> = fc
  .record({
    Node: node,
    ServiceID: fc.oneof(fc.constant(''), serviceId),
    CheckID: fc.oneof(fc.constant(''), checkId),
  })
  .map(deregister)

const keyWrite: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(key, value).map(([key, value]) => set(key, value)) },
  key.map((Key) => kvs('delete', { Key })),
  fc.constantFrom('', 'a', 'a/', 'a/b', 'x').map((Key) => kvs('delete-tree', { Key })),
  fc
    .tuple(fc.constantFrom('cas', 'delete-cas'), key, smallIndex)
    .map(([op, Key, ModifyIndex]) => kvs(op, { Key, ModifyIndex })),
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('lock', 'lock', 'unlock'), key, sessionId)
      .map(([op, Key, Session]) => kvs(op, { Key, Session })),
  },
)

const sessionWrite: fc.Arbitrary<Command> = fc.oneof(
  fc
    .tuple(
      sessionId,
      node,
      fc.constantFrom('release', 'delete'),
      fc.subarray([...checkIds], { minLength: 0, maxLength: 2 }),
    )
    .map(([id, node, Behavior, NodeChecks]) => createSession(id, node, { Behavior, NodeChecks })),
  sessionId.map(destroySession),
)

const transaction: fc.Arbitrary<Command> = fc
  .array(
    fc.oneof(
      fc
        .tuple(
          fc.constantFrom('set', 'cas', 'delete', 'delete-cas', 'lock', 'unlock', 'get', 'check-not-exists'),
          key,
          sessionId,
          smallIndex,
        )
        .map(([verb, Key, Session, ModifyIndex]) => kvOp(verb, { Key, Session, ModifyIndex })),
      fc
        .tuple(fc.constantFrom('set', 'delete', 'delete-cas', 'cas'), node, smallIndex)
        .map(([verb, Node, ModifyIndex]) => nodeOp(verb, { Node, Address: 'z', ModifyIndex })),
      fc
        .tuple(fc.constantFrom('set', 'delete', 'cas'), node, service)
        .map(([verb, node, service]) => serviceOp(verb, node, service)),
      node.chain((node) =>
        fc
          .tuple(fc.constantFrom('set', 'delete', 'cas'), check(node))
          .map(([verb, check]) => checkOp(verb, check)),
      ),
    ),
    { maxLength: 4 },
  )
  .map((ops) => txn(...ops))

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: registration },
  { weight: 3, arbitrary: deregistration },
  { weight: 6, arbitrary: keyWrite },
  { weight: 3, arbitrary: sessionWrite },
  { weight: 2, arbitrary: transaction },
  { weight: 1, arbitrary: fc.nat(40).map(reap) },
  { weight: 1, arbitrary: node.map((name) => coordinates(name)) },
)

/** Any commands over a small world. */
export const history: fc.Arbitrary<readonly Command[]> = fc.array(command, { maxLength: 60 })
