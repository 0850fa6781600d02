import { describe, expect, test } from 'vitest'
import type { Definitions } from './definitions.ts'
import { loadConfig, loadDefinitions } from './load-config.ts'

const host = { name: 'machine', interfaces: [] }

function defined(values: Record<string, unknown>): Definitions {
  return loadConfig([{ name: 'a.json', text: JSON.stringify(values) }], { dev: true }, host).config
    .definitions
}

test('a service with everything', () => {
  const service = {
    id: 'web1',
    name: 'web',
    tags: ['a', 'b'],
    address: '10.0.0.1',
    tagged_addresses: { lan: { address: '10.0.0.2', port: 2 }, wan: { Address: '1.1.1.1' } },
    meta: { k: 'v' },
    port: 80,
    token: 't',
    weights: { passing: 5 },
    enable_tag_override: true,
    check: { ttl: '10s' },
    checks: [{ http: 'http://x', interval: '5s' }],
  }
  const { services } = defined({ service })
  expect(services).toMatchObject([
    {
      ID: 'web1',
      Name: 'web',
      Tags: ['a', 'b'],
      Address: '10.0.0.1',
      TaggedAddresses: { lan: { Address: '10.0.0.2', Port: 2 }, wan: { Address: '1.1.1.1', Port: 0 } },
      Meta: { k: 'v' },
      Port: 80,
      Token: 't',
      Weights: { Passing: 5, Warning: 1 },
      EnableTagOverride: true,
      Checks: [{ TTL: 10_000_000_000 }, { HTTP: 'http://x', Interval: 5_000_000_000 }],
    },
  ])
})

test('the id of a service is its name unless said otherwise', () => {
  expect(defined({ services: [{ name: 'web' }] }).services).toMatchObject([
    { ID: 'web', Name: 'web', Tags: [], Meta: {}, Port: 0, Weights: { Passing: 1, Warning: 1 }, Checks: [] },
  ])
})

test('a check with everything', () => {
  const check = {
    id: 'c',
    name: 'n',
    notes: 'o',
    service_id: 's',
    token: 't',
    status: 'passing',
    http: 'http://x',
    header: { A: ['b'] },
    method: 'PUT',
    body: 'y',
    interval: '1m',
    timeout: '2s',
    deregister_critical_service_after: '1h',
    tls_skip_verify: true,
    tls_server_name: 'z',
    disable_redirects: true,
    output_max_size: 7,
    success_before_passing: 1,
    failures_before_warning: 2,
    failures_before_critical: 3,
  }
  expect(defined({ check }).checks).toMatchObject([
    {
      CheckID: 'c',
      Name: 'n',
      Notes: 'o',
      ServiceID: 's',
      Token: 't',
      Status: 'passing',
      HTTP: 'http://x',
      Header: { A: ['b'] },
      Method: 'PUT',
      Body: 'y',
      Interval: 60_000_000_000,
      Timeout: 2_000_000_000,
      DeregisterCriticalServiceAfter: 3_600_000_000_000,
      TLSSkipVerify: true,
      TLSServerName: 'z',
      DisableRedirects: true,
      OutputMaxSize: 7,
      SuccessBeforePassing: 1,
      FailuresBeforeWarning: 2,
      FailuresBeforeCritical: 3,
    },
  ])
})

test('bodies may be written as the API spells them', () => {
  const { services, checks } = defined({
    service: { Name: 'web', EnableTagOverride: true, TaggedAddresses: {} },
    check: {
      CheckID: 'c',
      Name: 'n',
      ScriptArgs: ['x'],
      Interval: '5s',
      DeregisterCriticalServiceAfter: '1m',
    },
  })
  expect(services).toMatchObject([{ Name: 'web', EnableTagOverride: true }])
  expect(checks).toMatchObject([
    { CheckID: 'c', ScriptArgs: ['x'], DeregisterCriticalServiceAfter: 60_000_000_000 },
  ])
})

describe('what would not run is refused', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ service: { tags: ['x'] } }, 'Missing service name'],
    [
      { service: { name: 'a', meta: { 'a b': '1' } } },
      "invalid meta for service a: Couldn't load metadata pair ('a b', '1'): Key contains invalid characters",
    ],
    [
      { service: { name: 'a', weights: { passing: 0 } } },
      'Invalid weight definition for service a: Passing must be greater than 0',
    ],
    [
      { service: { name: 'a', weights: { warning: -1 } } },
      'Invalid weight definition for service a: Warning must be greater or equal than 0',
    ],
    [
      { service: { name: 'a', weights: { passing: 99_999 } } },
      'Invalid weight definition for service a: DNS Weight must be between 0 and 65535',
    ],
    [{ service: { name: 'a', address: '0.0.0.0' } }, 'service "a": Invalid service address'],
    [
      { service: { name: 'a', check: { ttl: 'xx' } } },
      'check[].ttl: invalid duration: "xx": time: invalid duration "xx"',
    ],
    [
      { service: { name: 'a', check: { name: 'x' } } },
      'service "a": Invalid check: TTL must be > 0 for TTL checks',
    ],
    [{ check: { ttl: '5s' } }, 'Missing check name'],
    [
      { check: { name: 'c', http: 'x' } },
      'check "c": Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks',
    ],
    [
      { check: { name: 'c', ttl: '5s', interval: '5s' } },
      'check "c": Invalid check: Interval and TTL cannot both be specified',
    ],
    [
      { check: { name: 'c', ttl: '5s', status: 'bogus' } },
      "check \"c\": Status for checks must 'passing', 'warning', 'critical'",
    ],
    [{ check: { name: 'c', grpc: 'x:1', interval: '5s' } }, 'check "c": not supported yet: grpc checks'],
  ])('%j', (values, message) => {
    const fault = `\t* ${message}\n`
    expect(() => defined(values)).toThrow(
      expect.objectContaining({ code: 'AGENT_CONFIG_INVALID', message: expect.stringContaining(fault) }),
    )
  })
})

test('definitions may be loaded without an agent to run them', () => {
  const text = '{"service":{"name":"web"},"check":{"name":"c","ttl":"5s"}}'
  expect(loadDefinitions([{ name: 'a.json', text }])).toMatchObject({
    services: [{ Name: 'web' }],
    checks: [{ Name: 'c' }],
  })
  expect(() => loadDefinitions([{ name: 'a.json', text: '{"service":{}}' }])).toThrow('Missing service name')
})
