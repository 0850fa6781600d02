import { describe, expect, test } from 'vitest'
import type { AgentFlags } from './agent-flags.ts'
import type { ConfigValues } from './agent-keys.ts'
import { type ConfigSource, configFileNames, loadConfig } from './load-config.ts'
import type { Host, RuntimeConfig } from './runtime-config.ts'

const host: Host = {
  name: 'machine',
  interfaces: [
    { interface: 'lo', address: '127.0.0.1', isLoopback: true },
    { interface: 'eth0', address: '10.0.0.5', isLoopback: false },
  ],
}

function file(values: unknown, name = 'a.json'): ConfigSource {
  return { name, text: JSON.stringify(values) }
}

/** A server with a data directory and whatever else is asked for. */
function server(values: Record<string, unknown> = {}): ConfigSource {
  return file({ server: true, bootstrap: true, data_dir: '/data', ...values })
}

function load(values: Record<string, unknown> = {}, flags: AgentFlags = {}): RuntimeConfig {
  return loadConfig([server(values)], flags, host).config
}

function refusal(...sources: ConfigSource[]): string {
  try {
    loadConfig(sources, {}, host)
  } catch (error) {
    expect(error).toMatchObject({ name: 'AgentError', code: 'AGENT_CONFIG_INVALID' })
    return (error as Error).message
  }
  throw new Error('was not refused')
}

test('what a server runs with when little is said', () => {
  expect(load()).toEqual({
    dev: false,
    node: {
      name: 'machine',
      id: undefined,
      meta: {},
      datacenter: 'dc1',
      domain: 'consul.',
      altDomain: undefined,
    },
    role: { kind: 'server', bootstrap: true },
    dataDir: '/data',
    addresses: {
      bind: '0.0.0.0',
      serfLan: '0.0.0.0',
      serfWan: '0.0.0.0',
      advertise: { lan: '10.0.0.5', wan: '10.0.0.5' },
      tagged: { lan: '10.0.0.5', lan_ipv4: '10.0.0.5', wan: '10.0.0.5', wan_ipv4: '10.0.0.5' },
      client: ['127.0.0.1'],
      dns: ['127.0.0.1'],
      http: ['127.0.0.1'],
      ports: { dns: 8600, http: 8500, server: 8300, serfLan: 8301, serfWan: 8302 },
      translateWan: false,
    },
    raft: { heartbeatTimeoutMs: 5000, electionTimeoutMs: 5000, leaderLeaseTimeoutMs: 2500 },
    rpcHoldTimeoutMs: 7000,
    dns: {
      allowStale: true,
      maxStaleMs: 315_360_000_000,
      nodeTtlSeconds: 0,
      serviceTtlSeconds: {},
      truncates: false,
      onlyPassing: false,
      compresses: true,
      udpAnswersMax: 3,
      addressesMax: 0,
      addsNodeMeta: true,
      soa: { refreshSeconds: 3600, retrySeconds: 600, expireSeconds: 86_400, minTtlSeconds: 0 },
    },
    http: {
      responseHeaders: {},
      blockedPrefixes: [],
      writersFrom: [],
      allowsUnprintablePaths: false,
      prettyJson: false,
    },
    queries: { defaultQueryTimeMs: 300_000, maxQueryTimeMs: 600_000, discoveryMaxStaleMs: 0 },
    limits: {
      httpConnectionsPerClientMax: 200,
      kvValueBytesMax: 524_288,
      txnBytesMax: 524_288,
      sessionTtlMsMin: 10_000,
    },
    checks: { scripts: 'off', updateIntervalMs: 300_000, outputBytesMax: 4096, discardsOutput: false },
    definitions: { services: [], checks: [] },
    log: { level: 'info', json: false },
    leave: { onTerminate: false, onInterrupt: false },
    leaveDrainTimeMs: 5000,
    pidFile: undefined,
  })
})

test('what -dev changes', () => {
  expect(loadConfig([], { dev: true }, host)).toMatchObject({
    config: {
      dev: true,
      role: { kind: 'server', bootstrap: false },
      dataDir: undefined,
      addresses: { bind: '127.0.0.1', advertise: { lan: '127.0.0.1', wan: '127.0.0.1' } },
      raft: { heartbeatTimeoutMs: 35, electionTimeoutMs: 52, leaderLeaseTimeoutMs: 20 },
      http: { prettyJson: true },
      log: { level: 'debug' },
    },
    warnings: [],
  })
})

describe('each key has its place', () => {
  test.each<[ConfigValues, unknown]>([
    [{ node_name: 'n1' }, { node: { name: 'n1' } }],
    [
      { node_id: 'F9A4B1D3-0000-1111-2222-0123456789AB' },
      { node: { id: 'f9a4b1d3-0000-1111-2222-0123456789ab' } },
    ],
    [{ node_meta: { a: 'b' } }, { node: { meta: { a: 'b' } } }],
    [{ datacenter: 'DC2', primary_datacenter: 'dc2' }, { node: { datacenter: 'dc2' } }],
    [
      { domain: 'Example.org', alt_domain: 'test.' },
      { node: { domain: 'example.org.', altDomain: 'test.' } },
    ],
    [{ bind_addr: '10.1.1.1' }, { addresses: { bind: '10.1.1.1', advertise: { lan: '10.1.1.1' } } }],
    [{ bind_addr: '{{ GetPrivateIP }}' }, { addresses: { bind: '10.0.0.5', serfLan: '10.0.0.5' } }],
    [{ advertise_addr: '1.1.1.1' }, { addresses: { advertise: { lan: '1.1.1.1', wan: '1.1.1.1' } } }],
    [
      { advertise_addr: '1.1.1.1', advertise_addr_wan: '2.2.2.2', advertise_addr_ipv6: '::5' },
      {
        addresses: {
          tagged: {
            lan: '1.1.1.1',
            lan_ipv4: '1.1.1.1',
            lan_ipv6: '::5',
            wan: '2.2.2.2',
            wan_ipv4: '2.2.2.2',
          },
        },
      },
    ],
    [
      { bind_addr: '::1' },
      { addresses: { tagged: { lan: '::1', lan_ipv6: '::1', wan: '::1', wan_ipv6: '::1' } } },
    ],
    [
      { serf_lan: '10.2.2.2', serf_wan: '10.3.3.3' },
      { addresses: { serfLan: '10.2.2.2', serfWan: '10.3.3.3' } },
    ],
    [
      { client_addr: '127.0.0.1 10.0.0.5', addresses: { dns: '0.0.0.0' } },
      { addresses: { http: ['127.0.0.1', '10.0.0.5'], dns: ['0.0.0.0'] } },
    ],
    [{ client_addr: '' }, { addresses: { client: [], http: [] } }],
    [
      { ports: { dns: -1, http: 1, server: 2, serf_lan: 3, serf_wan: -5 } },
      { addresses: { ports: { dns: -1, http: 1, server: 2, serfLan: 3, serfWan: -1 } } },
    ],
    [{ translate_wan_addrs: true }, { addresses: { translateWan: true } }],
    [
      { performance: { raft_multiplier: 1 } },
      { raft: { heartbeatTimeoutMs: 1000, leaderLeaseTimeoutMs: 500 } },
    ],
    [
      { performance: { leave_drain_time: '1s', rpc_hold_timeout: '250ms' } },
      { leaveDrainTimeMs: 1000, rpcHoldTimeoutMs: 250 },
    ],
    [
      {
        dns_config: {
          allow_stale: false,
          max_stale: '1m',
          node_ttl: '10s',
          service_ttl: { '*': '1500ms', 'web*': '5s' },
          enable_truncate: true,
          only_passing: true,
          disable_compression: true,
          udp_answer_limit: 0,
          a_record_limit: 4,
          enable_additional_node_meta_txt: false,
          soa: { refresh: 1, retry: 2, expire: 3, min_ttl: 4 },
        },
      },
      {
        dns: {
          allowStale: false,
          maxStaleMs: 60_000,
          nodeTtlSeconds: 10,
          serviceTtlSeconds: { '*': 1, 'web*': 5 },
          truncates: true,
          onlyPassing: true,
          compresses: false,
          udpAnswersMax: 0,
          addressesMax: 4,
          addsNodeMeta: false,
          soa: { refreshSeconds: 1, retrySeconds: 2, expireSeconds: 3, minTtlSeconds: 4 },
        },
      },
    ],
    [
      { http_config: { response_headers: { 'X-A': 'b' }, block_endpoints: ['/v1/agent'] } },
      { http: { responseHeaders: { 'X-A': 'b' }, blockedPrefixes: ['/v1/agent'] } },
    ],
    [
      { http_config: { allow_write_http_from: ['127.0.0.0/8', '::1/128'] } },
      {
        http: {
          writersFrom: [
            { family: 4, prefixLength: 8 },
            { family: 6, prefixLength: 128 },
          ],
        },
      },
    ],
    [{ disable_http_unprintable_char_filter: true }, { http: { allowsUnprintablePaths: true } }],
    [
      { default_query_time: '1m', max_query_time: '2m', discovery_max_stale: '3s' },
      { queries: { defaultQueryTimeMs: 60_000, maxQueryTimeMs: 120_000, discoveryMaxStaleMs: 3000 } },
    ],
    [
      {
        limits: { http_max_conns_per_client: 5, kv_max_value_size: 6, txn_max_req_len: 7 },
        session_ttl_min: '1s',
      },
      {
        limits: { httpConnectionsPerClientMax: 5, kvValueBytesMax: 6, txnBytesMax: 7, sessionTtlMsMin: 1000 },
      },
    ],
    [{ limits: { http_max_conns_per_client: -1 } }, { limits: { httpConnectionsPerClientMax: Infinity } }],
    [{ enable_local_script_checks: true }, { checks: { scripts: 'local' } }],
    [{ enable_script_checks: true }, { checks: { scripts: 'any' } }],
    [
      { check_update_interval: '0', check_output_max_size: 10, discard_check_output: true },
      { checks: { updateIntervalMs: 0, outputBytesMax: 10, discardsOutput: true } },
    ],
    [{ log_level: 'err', log_json: true }, { log: { level: 'error', json: true } }],
    [{ log_level: 'Trace' }, { log: { level: 'trace' } }],
    [
      { leave_on_terminate: true, skip_leave_on_interrupt: false },
      { leave: { onTerminate: true, onInterrupt: true } },
    ],
    [{ pid_file: '/run/x.pid' }, { pidFile: '/run/x.pid' }],
  ])('%j', (values, expected) => {
    expect(load(values)).toMatchObject(expected as object)
  })
})

describe('sources', () => {
  test('a later one wins, maps are merged, lists get longer', () => {
    const { config } = loadConfig(
      [
        server({
          node_name: 'first',
          node_meta: { a: '1', b: '1' },
          ports: { http: 1, dns: 2 },
          http_config: { block_endpoints: ['/a'] },
          services: [{ name: 's1' }],
          check: { name: 'c1', ttl: '1s' },
        }),
        file(
          {
            node_name: 'second',
            node_meta: { b: '2' },
            ports: { http: 3 },
            http_config: { block_endpoints: ['/b'] },
            services: [{ name: 's2' }],
            service: { name: 's3' },
            checks: [{ name: 'c2', ttl: '1s' }],
          },
          'b.json',
        ),
      ],
      { 'http-port': 4, 'node-meta': ['c:3:3', 'd'] },
      host,
    )
    expect(config.node).toMatchObject({ name: 'second', meta: { a: '1', b: '2', c: '3:3', d: '' } })
    expect(config.addresses.ports).toMatchObject({ http: 4, dns: 2 })
    expect(config.http.blockedPrefixes).toEqual(['/a', '/b'])
    expect(config.definitions.services.map((service) => service.Name)).toEqual(['s1', 's2', 's3'])
    expect(config.definitions.checks.map((check) => check.Name)).toEqual(['c1', 'c2'])
  })

  test('files and flags override -dev', () => {
    const { config } = loadConfig([file({ log_level: 'warn' })], { dev: true, bind: '127.0.0.9' }, host)
    expect(config).toMatchObject({ log: { level: 'warn' }, addresses: { bind: '127.0.0.9' } })
  })

  test('port 0 is off in files and flags, and any free port for a program', () => {
    expect(load({ ports: { http: 0 } }, { 'dns-port': 0 }).addresses.ports).toMatchObject({
      http: -1,
      dns: -1,
    })
    const { config } = loadConfig(
      [{ name: 'options', values: { ports: { http: 0, dns: 0 } } }],
      { dev: true },
      host,
    )
    expect(config.addresses.ports).toMatchObject({ http: 0, dns: 0 })
  })

  test('null leaves a key as it is; a list of one is what it holds; case of keys does not matter', () => {
    expect(load({ node_name: null, ports: [{ http: 1 }], DATACENTER: ['x'], bootstrap: true })).toMatchObject(
      {
        node: { name: 'machine', datacenter: 'x' },
        addresses: { ports: { http: 1 } },
      },
    )
  })

  test('an empty file sets nothing', () => {
    expect(loadConfig([{ name: 'e.json', text: ' \n' }, server()], {}, host).config.dataDir).toBe('/data')
  })

  test('a file of another kind is skipped with a warning, unless the format is said', () => {
    const source = { name: 'conf', text: '{"node_name":"x"}' }
    expect(loadConfig([server(), source], {}, host).warnings).toContain(
      'skipping file conf, extension must be .hcl or .json, or config format must be set',
    )
    expect(loadConfig([server(), source], { 'config-format': 'json' }, host).config.node.name).toBe('x')
  })

  test('of a directory, files of a known kind are read in the order of their names', () => {
    const names = ['b.json', 'a.hcl', 'c.txt', 'B.json', 'json']
    expect(configFileNames(names, {})).toEqual(['B.json', 'a.hcl', 'b.json'])
    expect(configFileNames(names, { 'config-format': 'json' })).toHaveLength(5)
  })
})

describe('warnings', () => {
  test.each<[Record<string, unknown>, string]>([
    [{}, 'bootstrap = true: do not enable unless necessary'],
    [
      { bootstrap: false, bootstrap_expect: 1 },
      'BootstrapExpect is set to 1; this is the same as Bootstrap mode.',
    ],
    [
      { node_name: 'a b' },
      'Node name "a b" will not be discoverable via DNS due to invalid characters. Valid characters include all alpha-numerics and dashes.',
    ],
    [
      { node_name: 'a'.repeat(64) },
      `Node name "${'a'.repeat(64)}" will not be discoverable via DNS due to it being too long. Valid lengths are between 1 and 63 bytes.`,
    ],
    [
      { enable_script_checks: true },
      'using enable-script-checks without ACLs and without allow_write_http_from is DANGEROUS, use enable-local-script-checks instead, see https://www.hashicorp.com/blog/protecting-consul-from-rce-risk-in-specific-configurations/',
    ],
    [{ read_replica: true }, '"read_replica" is a Consul Enterprise configuration and will have no effect'],
  ])('%j', (values, warning) => {
    expect(loadConfig([server(values)], {}, host).warnings).toContain(warning)
  })

  test('none about script checks when writing is restricted', () => {
    const values = { enable_script_checks: true, http_config: { allow_write_http_from: ['10.0.0.0/8'] } }
    expect(loadConfig([server(values)], {}, host).warnings.join()).not.toContain('DANGEROUS')
  })
})

describe('what cannot be read', () => {
  test.each<[string, string]>([
    ['{"foo":1}', '1 error occurred:\n\t* invalid config key foo\n\n'],
    ['{"foo":1,"bar":2}', '2 errors occurred:\n\t* invalid config key foo\n\t* invalid config key bar\n\n'],
    ['{"ports":{"foo":1}}', '1 error occurred:\n\t* invalid config key ports.foo\n\n'],
    [
      '{"services":[{"name":"a"},{"nme":"b"}]}',
      '1 error occurred:\n\t* invalid config key services[1].nme\n\n',
    ],
    [
      '{"service":{"checks":[{"ttl":"5s","tll":1}]}}',
      '1 error occurred:\n\t* invalid config key service.checks[0].tll\n\n',
    ],
    [
      '{"service":{"tagged_addresses":{"lan":{"x":1}}}}',
      '1 error occurred:\n\t* invalid config key service.tagged_addresses[lan].x\n\n',
    ],
    ['{"_comment":"x"}', '1 error occurred:\n\t* invalid config key _comment\n\n'],
    ['{"__proto__":1}', '1 error occurred:\n\t* invalid config key __proto__\n\n'],
    [
      '{"ports":{"http":"80"}}',
      "1 error(s) decoding:\n\n* 'ports.http' expected type 'int', got unconvertible type 'string'",
    ],
    [
      '{"server":"x","foo":1,"ports":{"http":"x"}}',
      "2 error(s) decoding:\n\n* 'ports.http' expected type 'int', got unconvertible type 'string'\n* 'server' expected type 'bool', got unconvertible type 'string'",
    ],
    [
      '{"data_dir":5}',
      "1 error(s) decoding:\n\n* 'data_dir' expected type 'string', got unconvertible type 'float64'",
    ],
    [
      '{"data_dir":{}}',
      "1 error(s) decoding:\n\n* 'data_dir' expected type 'string', got unconvertible type 'map[string]interface {}'",
    ],
    [
      '{"server":[]}',
      "1 error(s) decoding:\n\n* 'server' expected type 'bool', got unconvertible type '[]interface {}'",
    ],
    ['{"ports":1}', "1 error(s) decoding:\n\n* 'ports' expected a map, got 'float64'"],
    ['{"ports":[{},{}]}', "1 error(s) decoding:\n\n* 'ports' expected a map, got 'slice'"],
    ['{"services":[5]}', "1 error(s) decoding:\n\n* 'services[0]' expected a map, got 'float64'"],
    [
      '{"services":{}}',
      "1 error(s) decoding:\n\n* 'services': source data must be an array or slice, got map",
    ],
    [
      '{"service":{"tags":[1]}}',
      "1 error(s) decoding:\n\n* 'service.tags[0]' expected type 'string', got unconvertible type 'float64'",
    ],
    [
      '{"node_meta":{"a":1}}',
      "1 error(s) decoding:\n\n* 'node_meta[a]' expected type 'string', got unconvertible type 'float64'",
    ],
    [
      '{"check":{"header":{"a":"b"}}}',
      "1 error(s) decoding:\n\n* 'check.header[a]': source data must be an array or slice, got string",
    ],
    [
      '{"limits":{"kv_max_value_size":-1}}',
      "1 error(s) decoding:\n\n* cannot parse 'limits.kv_max_value_size', -1.000000 overflows uint",
    ],
    [
      '{"limits":{"kv_max_value_size":"5"}}',
      "1 error(s) decoding:\n\n* 'limits.kv_max_value_size' expected type 'uint64', got unconvertible type 'string'",
    ],
    ['{"data_dir":"/x",}', "invalid character '}' looking for beginning of object key string"],
    ['[]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
  ])('%s', (text, message) => {
    expect(refusal({ name: '/etc/a.json', text })).toBe(`failed to parse /etc/a.json: ${message}`)
  })

  test('HCL', () => {
    expect(refusal({ name: 'a.hcl', text: 'server = true' })).toBe(
      'failed to parse a.hcl: not supported yet: HCL, write it as JSON',
    )
  })
})

describe('what is not built', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ acl: { enabled: true } }, 'acl.enabled'],
    [{ acl: { tokens: { default: 'x' } } }, 'acl.tokens.default'],
    [{ acl_token: 'x' }, 'acl_token'],
    [{ encrypt: 'x' }, 'encrypt'],
    [{ verify_incoming: true }, 'verify_incoming'],
    [{ tls: { defaults: { ca_file: 'x' } } }, 'tls.defaults.ca_file'],
    [{ start_join: ['x'] }, 'start_join'],
    [{ retry_interval: '31s' }, 'retry_interval'],
    [{ connect: { enabled: true } }, 'connect.enabled'],
    [{ ui: true }, 'ui'],
    [{ ports: { grpc: 8502 } }, 'ports.grpc'],
    [{ telemetry: { statsd_address: 'x' } }, 'telemetry.statsd_address'],
    [{ watches: [{ type: 'key' }] }, 'watches'],
    [{ recursors: ['8.8.8.8'] }, 'recursors'],
    [{ http_config: { use_cache: false } }, 'http_config.use_cache'],
    [{ raft_snapshot_threshold: 5 }, 'raft_snapshot_threshold'],
    [
      { service: { name: 'a', connect: { sidecar_service: { port: 1 } } } },
      'service.connect.sidecar_service',
    ],
    [{ service: { name: 'a', kind: 'connect-proxy' } }, 'service.kind'],
  ])('%j', (values, key) => {
    expect(refusal(server(values))).toBe(
      `failed to parse a.json: 1 error occurred:\n\t* not supported yet: ${key}\n\n`,
    )
  })

  test.each<Record<string, unknown>>([
    { acl: { enabled: false, default_policy: 'allow', tokens: {} } },
    { encrypt: '', start_join: [], retry_interval: '0.5m', retry_max: 0 },
    { connect: { enabled: false }, ui: false, ports: { grpc: -1, https: -1 } },
    { gossip_lan: { gossip_interval: '200ms', probe_interval: '1000ms' }, reconnect_timeout: '72h0m0s' },
    { disable_update_check: true, disable_anonymous_signature: true, disable_remote_exec: true },
    { telemetry: { circonus_api_token: 'x' }, experiments: ['x'] },
  ])('the values that leave it off are taken: %j', (values) => {
    load(values)
  })

  test.each<[Record<string, unknown>, string]>([
    [{ server: false, bootstrap: false }, 'not supported yet: server = false'],
    [{ bootstrap: false, bootstrap_expect: 3 }, 'not supported yet: bootstrap_expect = 3'],
    [{ bootstrap: false }, 'not supported yet: a server without bootstrap = true or bootstrap_expect = 1'],
    [{ primary_datacenter: 'dc9' }, 'not supported yet: primary_datacenter'],
    [{ addresses: { http: 'unix:///s' } }, 'not supported yet: unix socket in addresses.http'],
  ])('%j', (values, message) => {
    expect(refusal(server(values))).toBe(message)
  })

  test('flags are refused by the key that they set', () => {
    const message = '1 error occurred:\n\t* not supported yet: retry_join\n\n'
    expect(() => loadConfig([server()], { 'retry-join': ['x'] }, host)).toThrow(message)
    expect(() => loadConfig([server()], { hcl: ['a = 1'] }, host)).toThrow('not supported yet: -hcl')
  })
})

describe('what contradicts itself or makes no sense', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ data_dir: '' }, 'data_dir cannot be empty'],
    [{ datacenter: 'a b' }, 'datacenter cannot be "a b". Please use only [a-z0-9-_]'],
    [{ datacenter: '' }, 'datacenter cannot be empty'],
    [{ domain: 'a b' }, 'domain cannot be "a b.". Please use only [a-z0-9-_] between dots'],
    [{ alt_domain: 'a..b' }, 'alt_domain cannot be "a..b.". Please use only [a-z0-9-_] between dots'],
    [{ node_id: 'zz' }, 'failed to setup node ID: specified NodeID is invalid: uuid string is wrong length'],
    [
      { node_id: 'x9a4b1d3-0000-1111-2222-0123456789ab' },
      'failed to setup node ID: specified NodeID is invalid: uuid is improperly formatted',
    ],
    [
      { node_meta: { 'a b': 'c' } },
      "node_meta invalid: Couldn't load metadata pair ('a b', 'c'): Key contains invalid characters",
    ],
    [
      { node_meta: { 'consul-x': 'c' } },
      "node_meta invalid: Couldn't load metadata pair ('consul-x', 'c'): Key prefix 'consul-' is reserved for internal use",
    ],
    [
      { node_meta: { '': 'c' } },
      "node_meta invalid: Couldn't load metadata pair ('', 'c'): Key cannot be blank",
    ],
    [{ segment: 'x' }, 'Network segments are not supported in this version of Consul'],
    [
      { server: false, bootstrap: false, bootstrap_expect: 3 },
      "'bootstrap_expect > 0' requires 'server = true'",
    ],
    [{ server: false }, "'bootstrap = true' requires 'server = true'"],
    [{ bootstrap_expect: 3 }, "'bootstrap_expect > 0' and 'bootstrap = true' are mutually exclusive"],
    [{ bootstrap_expect: -1 }, 'bootstrap_expect cannot be -1. Must be greater than or equal to zero'],
    [
      { performance: { raft_multiplier: 11 } },
      'performance.raft_multiplier cannot be 11. Must be between 1 and 10',
    ],
    [
      { dns_config: { a_record_limit: -1 } },
      'dns_config.a_record_limit cannot be -1. Must be greater than or equal to zero',
    ],
    [
      { dns_config: { udp_answer_limit: -1 } },
      'dns_config.udp_answer_limit cannot be -1. Must be greater than or equal to zero',
    ],
    [{ ports: { http: 99_999 } }, '1 error occurred:\n\t* ports.http: invalid port: 99999\n\n'],
    [{ ports: { http: 8600 } }, 'HTTP address 127.0.0.1:8600 already configured for DNS'],
    [{ client_addr: '127.0.0.1 127.0.0.1' }, 'DNS address 127.0.0.1:8600 already configured for DNS'],
    [
      { ports: { serf_lan: 8300 } },
      'Serf Advertise LAN address 10.0.0.5:8300 already configured for RPC Advertise',
    ],
    [
      { bind_addr: '::1', ports: { serf_wan: 8301 } },
      'Serf Advertise WAN address [::1]:8301 already configured for Serf Advertise LAN',
    ],
    [{ bind_addr: '' }, 'bind_addr cannot be empty'],
    [{ bind_addr: 'localhost' }, 'bind_addr cannot be empty'],
    [{ bind_addr: 'unix:///x' }, 'bind_addr cannot be a unix socket'],
    [
      { bind_addr: '127.0.0.1 127.0.0.2' },
      "bind_addr cannot contain multiple addresses. Use 'addresses.{dns,http,https}' instead.",
    ],
    [{ bind_addr: '::' }, 'No public IPv6 address found'],
    [{ client_addr: 'abc' }, '1 error occurred:\n\t* client_addr: invalid ip address: abc\n\n'],
    [{ client_addr: '[::1]' }, '1 error occurred:\n\t* client_addr: invalid ip address: [::1]\n\n'],
    [{ addresses: { http: 'x' } }, '1 error occurred:\n\t* addresses.http: invalid ip address: x\n\n'],
    [{ addresses: { dns: 'unix:///s' } }, 'DNS address cannot be a unix socket'],
    [{ advertise_addr: '0.0.0.0' }, 'Advertise address cannot be 0.0.0.0, :: or [::]'],
    [{ advertise_addr_wan: '::' }, 'Advertise WAN address cannot be 0.0.0.0, :: or [::]'],
    [{ advertise_addr_ipv4: '::1' }, 'advertise_addr_ipv4 must be an ipv4 address'],
    [
      { serf_lan: '1.2.3.4 1.2.3.5' },
      '1 error occurred:\n\t* serf_lan: multiple addresses found: 1.2.3.4 1.2.3.5\n\n',
    ],
    [{ serf_wan: 'unix:///a' }, '1 error occurred:\n\t* serf_wan cannot be a unix socket\n\n'],
    [
      { client_addr: '{{ Bogus }}' },
      '1 error occurred:\n\t* client_addr: error parsing "{{ Bogus }}": unable to parse template "{{ Bogus }}": template: sockaddr.Parse:1: function "Bogus" not defined\n\n',
    ],
    [
      { check_update_interval: 'abc' },
      '1 error occurred:\n\t* check_update_interval: invalid duration: "abc": time: invalid duration "abc"\n\n',
    ],
    [
      { dns_config: { service_ttl: { a: 'b' } } },
      '1 error occurred:\n\t* dns_config.service_ttl["a"]: invalid duration: "b": time: invalid duration "b"\n\n',
    ],
    [
      { http_config: { allow_write_http_from: ['x'] } },
      '1 error occurred:\n\t* allow_write_http_from: invalid cidr: x\n\n',
    ],
    [
      { check_output_max_size: 0 },
      'check_output_max_size must be positive, to discard check output use the discard_check_output flag',
    ],
    [{ log_level: 'bad' }, 'Invalid log level: bad. Valid log levels are: [TRACE DEBUG INFO WARN ERR ERROR]'],
    [
      { log_level: 'toString' },
      'Invalid log level: toString. Valid log levels are: [TRACE DEBUG INFO WARN ERR ERROR]',
    ],
  ])('%j', (values, message) => {
    expect(refusal(server(values))).toBe(message)
  })

  test('several private addresses', () => {
    const two = {
      ...host,
      interfaces: [...host.interfaces, { interface: 'eth1', address: '192.168.1.1', isLoopback: false }],
    }
    expect(() => loadConfig([server()], {}, two)).toThrow(
      "Multiple private IPv4 addresses found. Please configure one with 'bind' and/or 'advertise'.",
    )
    expect(() => loadConfig([server()], {}, { name: 'x', interfaces: [] })).toThrow(
      'No private IPv4 address found',
    )
  })

  test('-dev with -bootstrap-expect', () => {
    expect(() => loadConfig([], { dev: true, 'bootstrap-expect': 1 }, host)).toThrow(
      "'bootstrap_expect > 0' not allowed in dev mode",
    )
  })

  test('-config-format', () => {
    expect(() => loadConfig([], { 'config-format': 'xml' }, host)).toThrow(
      "config: -config-format must be either 'hcl' or 'json'",
    )
  })
})
