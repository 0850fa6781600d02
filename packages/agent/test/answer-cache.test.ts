import { expect, test } from 'vitest'
import { openAgent } from '../src/open-agent.ts'

const anyPort = { http: 0, dns: 0, server: 0, serf_lan: 0, serf_wan: 0 }

test('an answer that is asked for again and again is never older than the last acknowledged write', async () => {
  const agent = await openAgent({ dev: true, ports: anyPort })
  try {
    await agent.ready()
    const url = `http://${agent.addresses.http}/v1`
    const register = async (port: number): Promise<void> => {
      const body = JSON.stringify({
        Node: 'e',
        Address: '192.0.2.1',
        Service: { Service: 'web', Port: port },
      })
      expect(await (await fetch(`${url}/catalog/register`, { method: 'PUT', body })).json()).toBe(true)
    }
    for (let port = 1; port <= 20; port++) {
      await register(port)
      for (let again = 0; again < 4; again++) {
        const reply = await fetch(`${url}/health/service/web`)
        const [instance] = (await reply.json()) as [{ Service: { Port: number; ModifyIndex: number } }]
        expect(instance.Service.Port).toBe(port)
        expect(reply.headers.get('x-consul-index')).toBe(String(instance.Service.ModifyIndex))
      }
    }
  } finally {
    await agent.close()
  }
})
