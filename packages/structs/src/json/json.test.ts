import { bool, bytes, duration, f32, int, list, map, record, str, time, u8, untyped } from '@consul-ts/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CheckRegistration,
  CheckUpdate,
  DeregisterRequest,
  DirEntry,
  fromJson,
  HealthCheck,
  KVSRequest,
  prettyJson,
  RegisterRequest,
  ServiceRegistration,
  SessionInput,
  StructsError,
  TxnInput,
  toJson,
} from '../index.ts'

const txn = list(TxnInput)

test.each([
  [RegisterRequest, '', 'EOF'],
  [RegisterRequest, '{"Node":"x"', 'unexpected EOF'],
  [RegisterRequest, '{b', "invalid character 'b' looking for beginning of object key string"],
  [RegisterRequest, '[]', 'json: cannot unmarshal array into Go value of type structs.RegisterRequest'],
  [RegisterRequest, '5', 'json: cannot unmarshal number into Go value of type structs.RegisterRequest'],
  [RegisterRequest, '{"Foo":5}', 'json: unknown field "Foo"'],
  [RegisterRequest, '{"Service":{"Foo":5}}', 'json: unknown field "Foo"'],
  [RegisterRequest, '{"Service":{"Proxy":{"Upstreams":[{"Foo":1}]}}}', 'json: unknown field "Foo"'],
  [
    RegisterRequest,
    '{"Service":{"LocallyRegisteredAsSidecar":true}}',
    'json: unknown field "LocallyRegisteredAsSidecar"',
  ],
  [RegisterRequest, '{"Node":5}', mismatch('number', 'RegisterRequest.Node', 'string')],
  [RegisterRequest, '{"Node":{}}', mismatch('object', 'RegisterRequest.Node', 'string')],
  [RegisterRequest, '{"Node":true}', mismatch('bool', 'RegisterRequest.Node', 'string')],
  [RegisterRequest, '{"NodeMeta":5}', mismatch('number', 'RegisterRequest.NodeMeta', 'map[string]string')],
  [RegisterRequest, '{"NodeMeta":{"a":5}}', mismatch('number', 'RegisterRequest.NodeMeta', 'string')],
  [RegisterRequest, '{"Service":5}', mismatch('number', 'RegisterRequest.Service', 'structs.NodeService')],
  [RegisterRequest, '{"Service":{"Port":"x"}}', mismatch('string', 'NodeService.Service.Port', 'int')],
  [RegisterRequest, '{"Service":{"Port":1.5}}', mismatch('number 1.5', 'NodeService.Service.Port', 'int')],
  [RegisterRequest, '{"Service":{"Port":1e2}}', mismatch('number 1e2', 'NodeService.Service.Port', 'int')],
  [RegisterRequest, '{"Service":{"Tags":[5]}}', mismatch('number', 'NodeService.Service.Tags', 'string')],
  [RegisterRequest, '{"Service":{"Tags":"x"}}', mismatch('string', 'NodeService.Service.Tags', '[]string')],
  [
    RegisterRequest,
    '{"Service":{"CreateIndex":-1}}',
    mismatch('number -1', 'NodeService.Service.CreateIndex', 'uint64'),
  ],
  [
    RegisterRequest,
    '{"Service":{"Weights":{"Passing":"x"}}}',
    mismatch('string', 'Weights.Service.Weights.Passing', 'int'),
  ],
  [
    RegisterRequest,
    '{"Service":{"TaggedAddresses":{"lan":{"Port":"x"}}}}',
    mismatch('string', 'ServiceAddress.Service.TaggedAddresses.Port', 'int'),
  ],
  // Some records have decoders of their own, which know nothing of where they are.
  [
    RegisterRequest,
    '{"Service":{"Proxy":{"Upstreams":[{"LocalBindPort":"x"}]}}}',
    mismatch('string', 'NodeService.Service.Proxy', 'int'),
  ],
  [
    RegisterRequest,
    '{"Service":{"Connect":{"Native":5}}}',
    mismatch('number', 'NodeService.Service.Connect', 'bool'),
  ],
  [
    RegisterRequest,
    '{"Check":{"Definition":{"Header":{"a":"b"}}}}',
    mismatch('string', 'HealthCheck.Check.Definition', '[]string'),
  ],
  [RegisterRequest, '{"Checks":[5]}', mismatch('number', 'RegisterRequest.Checks', 'structs.HealthCheck')],
  [RegisterRequest, '{"Checks":[{"Status":5}]}', mismatch('number', 'HealthCheck.Checks.Status', 'string')],
  [RegisterRequest, '{"Check":{"Definition":{"Interval":"x"}}}', 'time: invalid duration "x"'],
  [RegisterRequest, '{"Check":{"Definition":{"Interval":"5"}}}', 'time: missing unit in duration "5"'],
  [DeregisterRequest, '{"Foo":1}', 'json: unknown field "Foo"'],
  [ServiceRegistration, '{"Port":"x"}', mismatch('string', '.Port', 'int')],
  [ServiceRegistration, '{"Weights":{"Passing":"x"}}', mismatch('string', 'Weights.Weights.Passing', 'int')],
  [ServiceRegistration, '{"Check":{"HTTP":5}}', mismatch('number', '.Check', 'string')],
  [ServiceRegistration, '{"Checks":[{"HTTP":5}]}', mismatch('number', '.Checks', 'string')],
  [ServiceRegistration, '{"Check":{"Foo":1}}', 'json: unknown field "Foo"'],
  [
    ServiceRegistration,
    '{"Connect":{"sidecar_service":{"Port":"x"}}}',
    mismatch('string', '.Connect', 'int'),
  ],
  [ServiceRegistration, '{"Tags":5}', mismatch('number', '.Tags', '[]string')],
  [CheckRegistration, '{"TTL":"5"}', 'time: missing unit in duration "5"'],
  [CheckRegistration, '{"OutputMaxSize":"x"}', mismatch('string', '.OutputMaxSize', 'int')],
  [CheckUpdate, '{"Status":5}', mismatch('number', 'checkUpdate.Status', 'string')],
  [CheckUpdate, '[]', 'json: cannot unmarshal array into Go value of type agent.checkUpdate'],
  [SessionInput, '{"TTL":5}', mismatch('number', '.TTL', 'string')],
  [SessionInput, '{"NodeChecks":[5]}', mismatch('number', '.NodeChecks', 'string')],
  [SessionInput, '{"ServiceChecks":[5]}', mismatch('number', '.ServiceChecks', 'structs.ServiceCheck')],
  [SessionInput, '{"LockDelay":"5"}', 'time: missing unit in duration "5"'],
  [txn, '[5]', 'json: cannot unmarshal number into Go value of type api.TxnOp'],
  [txn, '[{"KV":5}]', mismatch('number', 'TxnOp.KV', 'api.KVTxnOp')],
  [txn, '[{"KV":{"Value":5}}]', mismatch('number', 'KVTxnOp.KV.Value', '[]uint8')],
  [txn, '[{"KV":{"Flags":-1}}]', mismatch('number -1', 'KVTxnOp.KV.Flags', 'uint64')],
  [
    txn,
    '[{"KV":{"Flags":18446744073709551616}}]',
    mismatch('number 18446744073709551616', 'KVTxnOp.KV.Flags', 'uint64'),
  ],
  [
    txn,
    '[{"Service":{"Service":{"Port":"x"}}}]',
    mismatch('string', 'AgentService.Service.Service.Port', 'int'),
  ],
  [txn, '[{"KV":{"Value":"a"}}]', 'illegal base64 data at input byte 0'],
  [txn, '[{"KV":{"Value":"aGk=x"}}]', 'illegal base64 data at input byte 4'],
  [txn, '[{"KV":{"Value":"aGkh!"}}]', 'illegal base64 data at input byte 4'],
  [txn, '[{"KV":{"Value":"="}}]', 'illegal base64 data at input byte 0'],
  [txn, '[{"KV":{"Value":"aG=="}}, {"Foo":1}]', 'json: unknown field "Foo"'],
  // What is no JSON is said first, wherever it stands.
  [RegisterRequest, '{"Node":5,"Address":x}', "invalid character 'x' looking for beginning of value"],
  [RegisterRequest, '{"Node":5,"Foo":1}', mismatch('number', 'RegisterRequest.Node', 'string')],
])('$0.name %j: %s', (type, json, message) => {
  expect(() => fromJson<unknown>(type, json)).toThrow(
    expect.objectContaining({ name: 'StructsError', code: 'STRUCTS_JSON', message }),
  )
})

function mismatch(found: string, field: string, goType: string): string {
  return `json: cannot unmarshal ${found} into Go struct field ${field} of type ${goType}`
}

test('keys match without regard to case, and exactly where both exist', () => {
  expect(fromJson(DeregisterRequest, '{"node":"n","serviceid":"s","CHECKID":"c"}')).toEqual(
    DeregisterRequest.create({ Node: 'n', ServiceID: 's', CheckID: 'c' }),
  )
})

test('what is missing or null has its zero value', () => {
  expect(fromJson(RegisterRequest, '{"Node":null,"Service":null,"Checks":null}')).toEqual(
    RegisterRequest.create(),
  )
  expect(fromJson(RegisterRequest, 'null')).toEqual(RegisterRequest.create())
  expect(fromJson(list(str), 'null')).toBeNull()
})

test('definitions are taken in snake case and by either name of a key', () => {
  const json = `{"name":"x","tagged_addresses":{"a":{"address":"1.1.1.1","port":5}},"enable_tag_override":true,
    "check":{"id":"c","args":["true"],"interval":"10s","deregister_critical_service_after":"90m"},
    "connect":{"sidecar_service":{"proxy":{"upstreams":[{"local_bind_port":7}],"expose":{"paths":[{"local_path_port":8}]}}}}}`
  expect(fromJson(ServiceRegistration, json)).toMatchObject({
    Name: 'x',
    TaggedAddresses: { a: { Address: '1.1.1.1', Port: 5 } },
    EnableTagOverride: true,
    Check: {
      CheckID: 'c',
      ScriptArgs: ['true'],
      Interval: 10_000_000_000,
      DeregisterCriticalServiceAfter: 5_400_000_000_000,
    },
    Connect: {
      SidecarService: {
        Proxy: { Upstreams: [{ LocalBindPort: 7 }], Expose: { Paths: [{ LocalPathPort: 8 }] } },
      },
    },
  })
  expect(() => fromJson(DeregisterRequest, '{"service_id":"x"}')).toThrow('unknown field')
})

test.each([
  ['"5s"', 5_000_000_000],
  ['5', 5],
  ['5.9', 5],
  ['-1e9', -1_000_000_000],
  ['9223372036854775807', -(2n ** 63n)],
  ['true', 0],
  ['{}', 0],
  ['null', 0],
])('the duration %s is %s ns', (json, nanoseconds) => {
  expect(fromJson(duration, json)).toBe(nanoseconds)
})

test('a session says nothing of what it leaves out, and unknown keys do not matter', () => {
  expect(fromJson(SessionInput, '{"Foo":{"bar":[1]}}')).toMatchObject({ LockDelay: null, NodeChecks: null })
  expect(fromJson(SessionInput, '{"LockDelay":5,"NodeChecks":[]}')).toMatchObject({
    LockDelay: 5,
    NodeChecks: [],
  })
})

test('unknown keys can be skipped everywhere', () => {
  const json = '{"Node":"n","Foo":1,"Service":{"Bar":[2],"ID":"s"}}'
  expect(fromJson(RegisterRequest, json, { skipUnknown: true })).toMatchObject({
    Node: 'n',
    Service: { ID: 's' },
  })
})

test('64 bits of flags survive', () => {
  const entry = DirEntry.create({ Key: 'k', Flags: 2n ** 64n - 1n, Value: Uint8Array.of(0, 255) })
  const json = toJson(DirEntry, entry)
  expect(json).toBe(
    '{"LockIndex":0,"Key":"k","Flags":18446744073709551615,"Value":"AP8=","CreateIndex":0,"ModifyIndex":0}',
  )
  expect(fromJson(DirEntry, json)).toEqual(entry)
})

test('nil shows as null, or as empty where an endpoint promises a list', () => {
  expect(toJson(KVSRequest.shape.DirEnt, DirEntry.create())).toContain('"Value":null')
  expect(toJson(HealthCheck, HealthCheck.create())).toContain('"ServiceTags":[],"Type":"","Definition":{}')
})

test('keys of a map are sorted', () => {
  expect(toJson(map(str), { b: '1', '10': '2', a: '<' })).toBe('{"10":"2","a":"\\u003c","b":"1"}')
})

test('pretty is indented by four and ends with a newline', () => {
  expect(prettyJson('{"a":[],"b":{"c":"d:{\\""}}')).toBe(
    '{\n    "a": [],\n    "b": {\n        "c": "d:{\\""\n    }\n}\n',
  )
})

const Sample = record('Sample', {
  Text: str,
  Flag: bool,
  Count: int,
  Small: u8,
  Single: f32,
  Wait: duration,
  At: time,
  Data: bytes,
  Items: list(record('Item', { Name: str })),
  Table: map(list(str)),
  Any: untyped,
})

const anySample = fc.record({
  Text: fc.string({ unit: 'grapheme' }),
  Flag: fc.boolean(),
  Count: fc.maxSafeInteger(),
  Small: fc.nat(255),
  Single: fc.float({ noNaN: true, noDefaultInfinity: true }),
  Wait: fc.maxSafeInteger(),
  At: fc.record({
    unixSeconds: fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }),
    nanoseconds: fc.nat(999_999_999),
    zoneMinutes: fc.constant(-1),
  }),
  Data: fc.option(fc.uint8Array()),
  Items: fc.option(fc.array(fc.record({ Name: fc.string() }), { maxLength: 4 })),
  Table: fc.option(fc.dictionary(fc.string(), fc.option(fc.array(fc.string())))),
  Any: fc
    .jsonValue({ maxDepth: 3, noUnicodeString: false })
    .map((value) => JSON.parse(JSON.stringify(value))),
})

test('fromJson(toJson(x)) is x', () => {
  fc.assert(
    fc.property(anySample, (value) => {
      const json = toJson(Sample, value)
      expect(toJson(Sample, fromJson(Sample, json))).toBe(json)
      expect(fromJson(Sample, json)).toEqual(value)
    }),
  )
})

test('any text decodes or throws a coded error', () => {
  const body = '{"Node":"n","Service":{"ID":"s","Tags":["a"],"Port":80},"Check":{"Definition":{"TTL":"5s"}}}'
  const edits = fc.array(fc.tuple(fc.nat(body.length), fc.constantFrom(...'{}[]",:0-.eE\\tn5 ')), {
    maxLength: 4,
  })
  fc.assert(
    fc.property(edits, (changes) => {
      let json = body
      for (const [at, character] of changes) json = json.slice(0, at) + character + json.slice(at + 1)
      try {
        fromJson(RegisterRequest, json)
      } catch (error) {
        expect(error).toBeInstanceOf(StructsError)
      }
    }),
    { numRuns: 1000 },
  )
})
