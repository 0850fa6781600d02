import { spawn } from 'node:child_process'
import { Resolver } from 'node:dns/promises'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AgentProcess } from './src/agent-process.ts'
import { freeLoopback } from './src/loopback.ts'
import { openSubject, subjectProgram } from './src/subject.ts'

/** What somebody does on their first day with an agent, from the outside. */

const settledMs = 15_000
const testTimeoutMs = 60_000

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'first-steps-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test(
  'a service is found while its check passes, and everyone who waits hears of its end once',
  async () => {
    const web = await listen()
    const agent = await openSubject()
    const watching = spawnConsul(
      agent,
      'watch',
      '-type=service',
      '-service=web',
      '-passingonly=true',
      'cat; echo',
    )
    try {
      await expect.poll(() => watching.lines().length, { timeout: settledMs }).toBe(1)
      const { port } = web.address() as AddressInfo
      const check = { http: `http://127.0.0.1:${port}/`, interval: '1s' }
      const file = join(folder, 'web.json')
      writeFileSync(file, JSON.stringify({ service: { name: 'web', port, check } }))
      expect(await spawnConsul(agent, 'services', 'register', file).ended).toBe('Registered service: web\n')

      const passing = '/v1/health/service/web?passing'
      await expect.poll(() => getJson(agent, passing), { timeout: settledMs }).toHaveLength(1)
      expect(await resolveSrv(agent, 'web.service.consul')).toEqual([port])
      await expect.poll(() => watching.lines().length, { timeout: settledMs }).toBe(2)

      const index = (await fetch(agent.httpUrl + passing)).headers.get('x-consul-index')
      const blocked = fetch(`${agent.httpUrl}${passing}&index=${index}&wait=${settledMs}ms`)
      web.closeAllConnections()
      web.close()
      expect(await (await blocked).json()).toEqual([])
      await expect.poll(() => watching.lines().length, { timeout: settledMs }).toBe(3)
      expect(watching.lines().map((line) => JSON.parse(line).length)).toEqual([0, 1, 0])
      expect(await resolveSrv(agent, 'web.service.consul')).toEqual([])
      expect(await getJson(agent, '/v1/health/service/web')).toHaveLength(1)
    } finally {
      watching.interrupt()
      await watching.ended
      web.close()
      await agent.close()
    }
  },
  testTimeoutMs,
)

test(
  'keys are written, compared, locked and changed together',
  async () => {
    const agent = await openSubject()
    try {
      const consul = (...args: string[]): Promise<string> => spawnConsul(agent, ...args).ended
      expect(await consul('kv', 'put', 'a', 'one')).toBe('Success! Data written to: a\n')
      expect(await consul('kv', 'get', 'a')).toBe('one\n')
      const [{ ModifyIndex }] = (await getJson(agent, '/v1/kv/a')) as [{ ModifyIndex: number }]
      expect(await put(agent, `/v1/kv/a?cas=${ModifyIndex}`, 'two')).toBe(true)
      expect(await put(agent, `/v1/kv/a?cas=${ModifyIndex}`, 'three')).toBe(false)
      expect(await consul('kv', 'delete', 'a')).toBe('Success! Deleted key: a\n')

      const { ID } = (await put(agent, '/v1/session/create', '{"LockDelay": "0s"}')) as { ID: string }
      expect(await put(agent, `/v1/kv/lock?acquire=${ID}`, 'mine')).toBe(true)
      const [{ Session }] = (await getJson(agent, '/v1/kv/lock')) as [{ Session: string }]
      expect(Session).toBe(ID)
      expect(await put(agent, `/v1/kv/lock?release=${ID}`, '')).toBe(true)

      const set = (Key: string): object => ({ KV: { Verb: 'set', Key, Value: 'dHdv' } })
      expect(await put(agent, '/v1/txn', JSON.stringify([set('x'), set('y')]))).toMatchObject({
        Errors: null,
      })
      const refused = [set('z'), { KV: { Verb: 'check-not-exists', Key: 'x' } }]
      expect(await put(agent, '/v1/txn', JSON.stringify(refused))).toMatchObject({ Results: null })
      expect(await consul('kv', 'get', '-keys')).toBe('lock\nx\ny\n')
    } finally {
      await agent.close()
    }
  },
  testTimeoutMs,
)

test(
  'what was acknowledged is there after the agent was killed',
  async () => {
    const loopback = await freeLoopback()
    const options = {
      loopback,
      args: ['-server', '-bootstrap-expect=1', `-data-dir=${join(folder, 'data')}`],
    }
    const first = await openSubject(options)
    for (let i = 0; i < 100; i++) expect(await put(first, `/v1/kv/k/${i}`, `value ${i}`)).toBe(true)
    const { ID } = (await put(first, '/v1/session/create', '{}')) as { ID: string }
    await put(first, '/v1/kv/lock', 'mine')
    expect(await put(first, `/v1/kv/lock?acquire=${ID}`, 'mine')).toBe(true)
    await put(
      first,
      '/v1/catalog/register',
      '{"Node": "other", "Address": "192.0.2.1", "Service": {"Service": "db"}}',
    )
    await put(first, '/v1/agent/service/register', '{"Name": "web", "Port": 80, "Check": {"TTL": "1h"}}')
    await put(first, '/v1/agent/check/pass/service:web?note=well', '')
    await expect
      .poll(() => getJson(first, '/v1/health/service/web?passing'), { timeout: settledMs })
      .toHaveLength(1)
    const before = await everything(first)
    process.kill(first.pid, 'SIGKILL')
    await first.close()

    const second = await openSubject(options)
    try {
      await expect.poll(() => everything(second), { timeout: settledMs }).toEqual(before)
      expect(await put(second, '/v1/kv/k/0', 'again')).toBe(true)
    } finally {
      await second.close()
    }
  },
  testTimeoutMs,
)

/** What the catalog and the keys hold, save for what a start of the agent writes anew. */
async function everything(agent: AgentProcess): Promise<unknown> {
  const paths = ['/v1/kv/?recurse', '/v1/session/list', '/v1/catalog/service/db', '/v1/agent/services']
  const checks = '/v1/agent/checks'
  return Promise.all([...paths, checks, '/v1/catalog/services'].map((path) => getJson(agent, path)))
}

interface RunningConsul {
  /** Lines of its stdout that are not empty. */
  lines(): string[]
  interrupt(): void
  /** All of its output, when it has ended. */
  readonly ended: Promise<string>
}

function spawnConsul(agent: AgentProcess, ...args: string[]): RunningConsul {
  const child = spawn(subjectProgram(), args, { env: { ...process.env, CONSUL_HTTP_ADDR: agent.httpUrl } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return {
    lines: () => output.split('\n').filter((line) => line !== ''),
    interrupt: () => child.kill('SIGINT'),
    ended: new Promise((resolve) => child.on('close', () => resolve(output))),
  }
}

/** Ports of the SRV records of a name; none when there is no such name. */
async function resolveSrv({ address, ports }: AgentProcess, name: string): Promise<number[]> {
  const resolver = new Resolver()
  resolver.setServers([`${address}:${ports.dns}`])
  return resolver.resolveSrv(name).then(
    (records) => records.map(({ port }) => port),
    () => [],
  )
}

async function listen(): Promise<Server> {
  const server = createServer((_, response) => response.end('well'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

async function getJson(agent: AgentProcess, path: string): Promise<unknown> {
  return (await fetch(agent.httpUrl + path)).json()
}

async function put(agent: AgentProcess, path: string, body: string): Promise<unknown> {
  const text = await (await fetch(agent.httpUrl + path, { method: 'PUT', body })).text()
  return text === '' ? undefined : JSON.parse(text)
}
