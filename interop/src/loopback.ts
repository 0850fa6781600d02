import { createServer } from 'node:net'

/** Every port that an agent listens on. */
export interface AgentPorts {
  readonly http: number
  readonly dns: number
  readonly server: number
  readonly serf_lan: number
  readonly serf_wan: number
}

/** Where an agent of its own listens. */
export interface Loopback {
  readonly address: string
  readonly ports: AgentPorts
}

/**
 * A loopback address that nobody else is likely to use, and free ports on it. Addresses have one length and ports five
 * digits, so that tables printed by two agents have columns of one width.
 */
export async function freeLoopback(): Promise<Loopback> {
  const octet = (): number => 100 + Math.floor(Math.random() * 150)
  // Elsewhere than on Linux only the one address is configured.
  const address = process.platform === 'linux' ? `127.${octet()}.${octet()}.${octet()}` : '127.0.0.1'
  const held = await Promise.all(Array.from({ length: 5 }, () => holdPort(address)))
  const [http, dns, server, serf_lan, serf_wan] = await Promise.all(held.map(({ release }) => release()))
  return { address, ports: { http, dns, server, serf_lan, serf_wan } as AgentPorts }
}

/** Takes a free port; several are held at once so that they differ. */
function holdPort(address: string): Promise<{ release(): Promise<number> }> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, address, () => {
      const bound = server.address()
      const port = typeof bound === 'object' && bound ? bound.port : 0
      resolve({ release: () => new Promise((done) => server.close(() => done(port))) })
    })
  })
}
