import { silentLogger } from '@consul-ts/runtime'
import { SeededRandom, SimClock } from '@consul-ts/sim'
import { beforeEach, expect, test } from 'vitest'
import { queryPacket } from '../../test/dns/query-packet.ts'
import { RegisteredCatalog } from '../../test/dns/registered-catalog.ts'
import type { StreamConnection, StreamHandlers, StreamPort } from '../ports/stream-listener.ts'
import { decodeMessage } from './message-decoder.ts'
import { Resolver } from './resolver.ts'
import { Responder } from './responder.ts'
import { serveTcp } from './tcp-server.ts'

const options = { host: '127.0.0.1', port: 8600, datacenter: 'dc1' }

class Client implements StreamConnection {
  readonly remoteAddress = '127.0.0.2'
  readonly written: Uint8Array[] = []
  bufferedBytes = 0
  isDestroyed = false

  write(bytes: Uint8Array): void {
    this.written.push(bytes)
  }

  end(): void {}

  destroy(): void {
    this.isDestroyed = true
  }

  /** Ids of the replies so far. */
  get answered(): number[] {
    return this.written.map((framed) => {
      expect(framed.length).toBe(2 + Buffer.from(framed).readUInt16BE(0))
      return decodeMessage(framed.subarray(2)).id
    })
  }
}

let clock: SimClock
let client: Client
let handlers: StreamHandlers

beforeEach(async () => {
  clock = new SimClock()
  const ports = {
    catalog: new RegisteredCatalog([{ Node: 'n1', Address: '10.0.0.1' }]),
    random: new SeededRandom(1),
    wallClock: clock,
    logger: silentLogger,
  }
  const resolver = new Resolver(options, ports)
  const responder = new Responder(options, { ...ports, resolve: (question) => resolver.resolve(question) })
  client = new Client()
  const streams: StreamPort = {
    async listen({ host, port, accept }) {
      handlers = accept(client)
      return { host, port, close: async () => {} }
    },
  }
  await serveTcp(responder, { streams, clock }, options)
})

function framed(id: number): Buffer {
  const packet = queryPacket(['n1.node.consul', 'A'], id)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(packet.length)
  return Buffer.concat([length, packet])
}

test('queries on one connection are all answered, however they are cut', async () => {
  const bytes = Buffer.concat([framed(1), framed(2), framed(3)])
  handlers.receive(bytes.subarray(0, 1))
  handlers.receive(bytes.subarray(1, 40))
  for (const byte of bytes.subarray(40)) handlers.receive(Uint8Array.of(byte))
  await clock.advanceAsync(0)
  expect(client.answered.sort()).toEqual([1, 2, 3])
})

test('a silent client is cut off, one that asks is not', async () => {
  clock.advance(7_999)
  handlers.receive(framed(1))
  clock.advance(7_999)
  expect(client.isDestroyed).toBe(false)
  clock.advance(1)
  expect(client.isDestroyed).toBe(true)
})

test('a message longer than any query ends the connection', () => {
  handlers.receive(Uint8Array.of(0xff, 0xff))
  expect(client.isDestroyed).toBe(true)
})

test('a client that does not read is cut off', async () => {
  client.bufferedBytes = (1 << 20) + 1
  handlers.receive(framed(1))
  await clock.advanceAsync(0)
  expect([client.isDestroyed, client.written.length]).toEqual([true, 0])
})

test('nothing is written to a connection that has gone', async () => {
  handlers.receive(framed(1))
  handlers.closed()
  await clock.advanceAsync(10_000)
  expect([client.isDestroyed, client.written.length]).toEqual([false, 0])
})
