import type { CheckDefinition } from '@consul-ts/checks'
import { NodeService } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import { type CheckBody, checkOf, checksOf } from './check-body.ts'

const minute = 60_000_000_000
const service = NodeService.create({ ID: 'web1', Service: 'web', Tags: ['a'] })
const owner = { node: 'n', service }

function ids(Check: CheckDefinition | null, Checks: readonly CheckDefinition[] | null = null): string[] {
  return checksOf({ Check, Checks }, owner).map(({ check }) => check.CheckID)
}

test.each<[string, CheckDefinition | null, CheckDefinition[] | null, string[]]>([
  ['none', null, null, []],
  ['an empty one is none', { TTL: 0, HTTP: '', ScriptArgs: null, Header: {} }, null, []],
  ['a single one', { TTL: minute }, null, ['service:web1']],
  ['a single one of the list', null, [{ TTL: minute }], ['service:web1']],
  [
    'several are counted by their place',
    { TTL: minute },
    [{ TTL: minute, CheckID: 'own' }, { TTL: minute }],
    ['service:web1:1', 'own', 'service:web1:3'],
  ],
])('ids: %s', (_case, check, checks, expected) => {
  expect(ids(check, checks)).toEqual(expected)
})

test('of two with one id the later one stands', () => {
  const twice = [
    { TTL: minute, CheckID: 'c', Notes: '1' },
    { TTL: minute, CheckID: 'c', Notes: '2' },
  ]
  expect(checksOf({ Checks: twice }, owner).map(({ check }) => check.Notes)).toEqual(['2'])
})

test('a check shows its service, its kind and where it begins', () => {
  const [first, second] = checksOf(
    { Checks: [{ TTL: minute }, { TCP: 'x:1', Interval: minute, Status: 'passing' }] },
    owner,
  )
  expect(first?.check).toMatchObject({
    Node: 'n',
    Name: "Service 'web' check",
    Status: 'critical',
    ServiceID: 'web1',
    ServiceName: 'web',
    ServiceTags: ['a'],
    Type: 'ttl',
  })
  expect(second?.check).toMatchObject({ Status: 'passing', Type: 'tcp' })
})

test('a check of its own is called by its name unless it has an id', () => {
  const body: CheckBody = { Name: 'disk', TTL: minute, Token: 't' }
  expect(checkOf(body, { node: 'n', service: undefined })).toMatchObject({
    check: { CheckID: 'disk', Name: 'disk', ServiceID: '', ServiceTags: null },
    token: 't',
  })
  expect(checkOf({ ...body, CheckID: 'd1' }, owner).check).toMatchObject({ CheckID: 'd1', ServiceID: 'web1' })
})

test.each<[CheckBody, string]>([
  [{}, 'Missing check name'],
  [{ CheckID: 'x', TTL: minute }, 'Missing check name'],
  [{ Name: 'a', Status: 'zz', TTL: minute }, 'Bad check status'],
  [{ Name: 'a' }, 'Invalid check: TTL must be > 0 for TTL checks'],
  [{ Name: 'a', HTTP: 'x' }, 'Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks'],
  [{ Name: 'a', GRPC: 'x', Interval: minute }, 'not supported yet: grpc checks'],
])('%j is refused: %s', (body, message) => {
  expect(() => checkOf(body, { node: 'n', service: undefined })).toThrow(
    expect.objectContaining({ status: 400, message }),
  )
})

test.each<[CheckDefinition, string]>([
  [{ Status: 'zz', TTL: minute }, "Status for checks must 'passing', 'warning', 'critical'"],
  [{}, 'Invalid check: TTL must be > 0 for TTL checks'],
])('with a service, %j is refused: %s', (definition, message) => {
  expect(() => checksOf({ Checks: [definition] }, owner)).toThrow(
    expect.objectContaining({ status: 400, message }),
  )
})
