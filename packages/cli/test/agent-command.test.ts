import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { consulVersion } from '../src/versions.ts'
import { FakeTerminal } from './fake-terminal.ts'

// The first command loads the whole agent.
vi.setConfig({ testTimeout: 60_000 })

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-agent-'))
  writeFileSync(join(folder, 'broken.json'), '{')
  writeFileSync(join(folder, 'odd.json'), '{"no_such_key":1}')
  writeFileSync(join(folder, 'a.json'), '{"node_name":"from-a","log_level":"err"}')
})

afterAll(() => rmSync(folder, { recursive: true }))

describe('what it does not start with', () => {
  test.each<[string, string]>([
    ['', 'data_dir cannot be empty'],
    ['-dev x y', 'Unexpected extra arguments: [x y]'],
    [
      '-dev -config-file=/none.json',
      'config: Open failed on /none.json. open /none.json: no such file or directory',
    ],
    ['-dev -config-dir=/none', 'config: Open failed on /none. open /none: no such file or directory'],
    ['-dev -config-file={}/broken.json', 'failed to parse {}/broken.json: unexpected end of JSON input'],
    [
      '-dev -config-file={}/odd.json',
      'failed to parse {}/odd.json: 1 error occurred:\n\t* invalid config key no_such_key\n\n',
    ],
    ['-dev -encrypt=x', '1 error occurred:\n\t* not supported yet: encrypt\n\n'],
    ['-dev -log-level=zz', 'Invalid log level: zz. Valid log levels are: [TRACE DEBUG INFO WARN ERR ERROR]'],
  ])('agent %s', async (line, message) => {
    const args = line.replaceAll('{}', folder).split(' ').filter(Boolean)
    expect(await new FakeTerminal().run('agent', ...args)).toEqual({
      exit: 1,
      out: '',
      err: `==> ${message.replaceAll('{}', folder)}\n`,
    })
  })
})

interface Ports {
  readonly http: number
  readonly dns: number
  readonly server: number
  readonly serfLan: number
  readonly serfWan: number
}

/** Ports that nobody listens on, until someone takes them. */
async function freePorts(): Promise<Ports> {
  const servers = Array.from({ length: 5 }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const [http = 0, dns = 0, server = 0, serfLan = 0, serfWan = 0] = servers.map(
    (each) => (each.address() as AddressInfo).port,
  )
  await Promise.all(servers.map((each) => new Promise((resolve) => each.close(resolve))))
  return { http, dns, server, serfLan, serfWan }
}

function portFlags({ http, dns, server, serfLan, serfWan }: Ports): readonly string[] {
  return [
    `-http-port=${http}`,
    `-dns-port=${dns}`,
    `-server-port=${server}`,
    `-serf-lan-port=${serfLan}`,
    `-serf-wan-port=${serfWan}`,
  ]
}

async function started(...args: readonly string[]) {
  const terminal = new FakeTerminal()
  const ports = await freePorts()
  const done = terminal.run('agent', '-dev', ...portFlags(ports), ...args)
  while (!terminal.out.includes('==> Consul agent running!\n')) {
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { terminal, ports, done }
}

test('it says what it is, serves, and stops at a signal', async () => {
  const { terminal, ports, done } = await started(`-config-file=${join(folder, 'a.json')}`)
  expect(terminal.out).toMatch(
    new RegExp(
      [
        '^==> Starting Consul agent\\.\\.\\.',
        " {11}Version: '1\\.8\\.7'",
        " {11}Node ID: '[0-9a-f-]{36}'",
        " {9}Node name: 'from-a'",
        " {8}Datacenter: 'dc1' \\(Segment: '<all>'\\)",
        ' {12}Server: true \\(Bootstrap: false\\)',
        ` {7}Client Addr: \\[127\\.0\\.0\\.1\\] \\(HTTP: ${ports.http}, HTTPS: -1, gRPC: -1, DNS: ${ports.dns}\\)`,
        ` {6}Cluster Addr: 127\\.0\\.0\\.1 \\(LAN: ${ports.serfLan}, WAN: ${ports.serfWan}\\)`,
        ' {11}Encrypt: Gossip: false, TLS-Outgoing: false, TLS-Incoming: false, Auto-Encrypt-TLS: false',
        '',
        '==> Log data will now stream in as it occurs:',
        '',
        '==> Consul agent running!\n$',
      ].join('\n'),
    ),
  )
  const client = new FakeTerminal({ CONSUL_HTTP_ADDR: `127.0.0.1:${ports.http}` })
  expect(await client.run('kv', 'put', 'a', 'b')).toMatchObject({ exit: 0 })
  terminal.signal('SIGTERM')
  expect(await done).toMatchObject({ exit: 1, err: '' })
  expect(terminal.listens).toBe(false)
})

test.each([
  ['leave_on_terminate', 'SIGTERM'],
  ['skip_leave_on_interrupt', 'SIGINT'],
] as const)('with %s said, %s is a leave in good order', async (key, signal) => {
  const path = join(folder, `${key}.json`)
  writeFileSync(path, JSON.stringify({ [key]: key === 'leave_on_terminate', log_level: 'err' }))
  const { terminal, done } = await started(`-config-file=${path}`)
  terminal.signal(signal)
  expect(await done).toMatchObject({ exit: 0 })
})

test('a second signal ends the process at once', async () => {
  const { terminal, done } = await started('-log-level=err')
  terminal.signal('SIGINT')
  terminal.signal('SIGINT')
  expect(terminal.exits).toEqual([1])
  await done
})

test('SIGHUP does not end it', async () => {
  const { terminal, done } = await started('-log-level=err')
  terminal.signal('SIGHUP')
  terminal.signal('SIGTERM')
  expect(terminal.exits).toEqual([])
  expect(await done).toMatchObject({ exit: 1 })
})

test('an address that is taken is told in the log', async () => {
  const first = await started('-log-level=err')
  const second = new FakeTerminal()
  const ports = { ...(await freePorts()), http: first.ports.http }
  const outcome = await second.run('agent', '-dev', ...portFlags(ports), '-log-level=err')
  expect(outcome).toMatchObject({ exit: 1, err: '' })
  expect(outcome.out).toMatch(/^==> Starting Consul agent\.\.\.\n\n==> Log data will now/)
  first.terminal.signal('SIGTERM')
  await first.done
})

test('agent and command line are of one version', async () => {
  expect((await import('@consul-ts/agent')).consulVersion).toBe(consulVersion)
})
