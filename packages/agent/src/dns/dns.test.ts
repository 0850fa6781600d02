import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { silentLogger, systemClock, systemRandom, systemWallClock } from '@consul-ts/runtime'
import { afterEach, expect, test } from 'vitest'
import { queryPacket } from '../../test/dns/query-packet.ts'
import { RegisteredCatalog } from '../../test/dns/registered-catalog.ts'
import { nodeDatagrams } from '../ports/node-datagram-socket.ts'
import { nodeStreams } from '../ports/node-stream-listener.ts'
import { type Dns, openDns } from './dns.ts'
import { decodeMessage } from './message-decoder.ts'

const catalog = new RegisteredCatalog(
  [1, 2, 3, 4, 5].map((i) => ({
    Node: `n${i}`,
    Address: `10.0.0.${i}`,
    Service: { ID: 'web', Service: 'web', Port: 80 },
  })),
)

let dns: Dns | undefined

afterEach(() => dns?.close())

async function open(host = '127.0.0.1', port = 0): Promise<Dns> {
  const ports = {
    datagrams: nodeDatagrams,
    streams: nodeStreams,
    catalog,
    clock: systemClock,
    wallClock: systemWallClock,
    random: systemRandom,
    logger: silentLogger,
  }
  dns = await openDns({ host, port, datacenter: 'dc1' }, ports)
  return dns
}

const query = queryPacket(['web.service.consul', 'A'], 77)

test('answers over UDP and TCP on one port, repeatedly', async () => {
  const { address } = await open()
  const udp = createSocket('udp4')
  try {
    for (let i = 0; i < 3; i++) {
      udp.send(query, address.port, address.host)
      const [reply] = (await once(udp, 'message')) as [Buffer]
      const { id, answers } = decodeMessage(reply)
      expect([id, answers.length]).toEqual([77, 3])
    }
  } finally {
    udp.close()
  }
  const tcp = connect(address.port, address.host)
  tcp.write(Buffer.concat([Uint8Array.of(0, query.length), query]))
  const [reply] = (await once(tcp, 'data')) as [Buffer]
  expect(decodeMessage(reply.subarray(2)).answers).toHaveLength(5)
  tcp.destroy()
})

test('what is no query does no harm', async () => {
  const { address } = await open()
  const udp = createSocket('udp4')
  try {
    for (let length = 0; length < 64; length++) {
      udp.send(systemRandom.bytes(length), address.port, address.host)
    }
    const replies: Buffer[] = []
    udp.on('message', (reply) => replies.push(reply))
    while (!replies.some((reply) => reply.length > 12 && reply.readUInt16BE(0) === 77)) {
      udp.send(query, address.port, address.host)
      await once(udp, 'message')
    }
  } finally {
    udp.close()
  }
})

test('a port that is taken for TCP is not taken for UDP', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  await expect(open('127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  other.close()
  await once(other, 'close')
  expect((await open('127.0.0.1', port)).address.port).toBe(port)
})

test('closing twice is closing once', async () => {
  const opened = await open()
  await Promise.all([opened.close(), opened.close()])
})
