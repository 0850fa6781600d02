import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openAgent } from '../src/open-agent.ts'

const anyPort = { http: 0, dns: 0, server: 0, serf_lan: 0, serf_wan: 0 }

/** What keeps the process alive: sockets and timers, by kind. */
function handles(): readonly string[] {
  return process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate')
}

test('twenty agents in one process lead, answer, and leave nothing open', async () => {
  const before = handles().length
  const agents = await Promise.all(
    Array.from({ length: 20 }, (_, i) => openAgent({ dev: true, node_name: `n${i}`, ports: anyPort })),
  )
  try {
    await Promise.all(agents.map((agent) => agent.ready()))
    const leaders = await Promise.all(
      agents.map(async ({ addresses }) => (await fetch(`http://${addresses.http}/v1/status/leader`)).json()),
    )
    expect(leaders).toEqual(agents.map(({ addresses }) => addresses.server))
    expect(new Set(leaders).size).toBe(20)
  } finally {
    await Promise.all(agents.map((agent) => agent.close()))
  }
  // Sockets close on a later turn than the call that closes them.
  await expect.poll(() => handles().length).toBeLessThanOrEqual(before)
})

test('an agent that cannot listen leaves nothing behind and says where', async () => {
  const first = await openAgent({ dev: true, ports: anyPort })
  try {
    const taken = Number(first.addresses.http?.split(':')[1])
    const second = openAgent({ dev: true, ports: { ...anyPort, http: taken } })
    await expect(second).rejects.toMatchObject({ code: 'AGENT_ADDRESS_UNAVAILABLE' })
    await expect(second).rejects.toThrow(`127.0.0.1:${taken}`)
  } finally {
    await first.close()
  }
})

test('a data directory that another agent has open is refused, with the reason', async () => {
  const data_dir = await mkdtemp(join(tmpdir(), 'agent-'))
  const options = { server: true, bootstrap: true, bind_addr: '127.0.0.1', data_dir, ports: anyPort }
  const first = await openAgent(options)
  try {
    const second = openAgent(options)
    await expect(second).rejects.toMatchObject({ code: 'AGENT_DATA_DIR_UNUSABLE' })
    await expect(second).rejects.toThrow(data_dir)
  } finally {
    await first.close()
    await rm(data_dir, { recursive: true })
  }
})
