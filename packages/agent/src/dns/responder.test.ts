import { silentLogger } from '@consul-ts/runtime'
import { SeededRandom } from '@consul-ts/sim'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { queryPacket } from '../../test/dns/query-packet.ts'
import { RegisteredCatalog } from '../../test/dns/registered-catalog.ts'
import type { Registration } from '../../test/dns/registrations.ts'
import type { DnsCatalog } from './catalog.ts'
import { type Message, responseCode } from './message.ts'
import { decodeMessage } from './message-decoder.ts'
import type { DnsOptions } from './options.ts'
import { Resolver } from './resolver.ts'
import { Responder } from './responder.ts'

const options: DnsOptions = { host: '', port: 0, datacenter: 'dc1' }

const instance = (i: number): Registration => ({
  Node: `n${i}`,
  Address: `10.0.0.${i}`,
  Service: { ID: 'web', Service: 'web', Port: 80 + i },
})

let catalog: RegisteredCatalog
let responder: Responder

beforeEach(() => {
  catalog = new RegisteredCatalog([1, 2, 3, 4, 5].map(instance))
  responder = responderOf(catalog)
})

function responderOf(catalog: DnsCatalog, more: Partial<DnsOptions> = {}): Responder {
  const ports = {
    catalog,
    random: new SeededRandom(3),
    wallClock: { unixMs: () => 0 },
    logger: silentLogger,
  }
  const resolver = new Resolver({ ...options, ...more }, ports)
  return new Responder(
    { ...options, ...more },
    { ...ports, resolve: (question) => resolver.resolve(question) },
  )
}

function ask(packet: Uint8Array, transport: 'udp' | 'tcp' = 'udp'): Promise<Uint8Array> {
  return new Promise((resolve) => responder.respond(packet, transport, resolve))
}

const web = (id = 1, edns = 1232): Buffer => queryPacket(['web.service.consul', 'A', { edns }], id)

function addressesOf(reply: Uint8Array): string[] {
  return decodeMessage(reply).answers.map(({ data }) =>
    data.kind === 'address' ? data.address.join('.') : '',
  )
}

describe('what is kept', () => {
  test('a query that comes again is answered without asking the catalog, under its own id', async () => {
    for (const id of [1, 2, 0xfffe]) expect(decodeMessage(await ask(web(id))).id).toBe(id)
    expect(catalog.lookups).toBe(2)
    let sent: Uint8Array | undefined
    responder.respond(web(9), 'udp', (reply) => {
      sent = reply
    })
    expect(sent && decodeMessage(sent).id).toBe(9)
  })

  test('a query that comes once takes no place', async () => {
    await ask(web())
    expect(catalog.watchCount).toBe(0)
    await ask(web())
    expect(catalog.watchCount).toBe(1)
  })

  test('a change is seen by the next query', async () => {
    await ask(web())
    await ask(web())
    catalog.register(instance(6))
    expect(addressesOf(await ask(web()))).toHaveLength(6)
  })

  test('a name that comes into being is found', async () => {
    const query = queryPacket(['late.service.consul', 'A'])
    for (let i = 0; i < 3; i++) {
      expect(decodeMessage(await ask(query)).responseCode).toBe(responseCode.nameError)
    }
    expect(catalog.lookups).toBe(2)
    catalog.register({ Node: 'n1', Address: '10.0.0.1', Service: { ID: 'late', Service: 'late', Port: 1 } })
    expect(addressesOf(await ask(query))).toEqual(['10.0.0.1'])
  })

  test('the order of instances differs from reply to reply all the same', async () => {
    const orders = new Set<string>()
    for (let i = 0; i < 40; i++) orders.add(addressesOf(await ask(web(i))).join())
    expect(orders.size).toBeGreaterThan(20)
    expect(new Set([...orders].map((order) => order.split(',').sort().join()))).toHaveProperty('size', 1)
  })

  test('each transport has its own limits', async () => {
    const query = queryPacket(['web.service.consul', 'A'])
    for (let i = 0; i < 3; i++) {
      expect(addressesOf(await ask(query, 'udp'))).toHaveLength(3)
      expect(addressesOf(await ask(query, 'tcp'))).toHaveLength(5)
    }
  })

  test('queries with options of their own are not kept: no two are alike', async () => {
    const query = queryPacket(['web.service.consul', 'A', { edns: 1232, subnet: true }])
    for (let i = 0; i < 4; i++) await ask(query)
    expect(catalog.lookups).toBe(4)
  })

  test('closing stops watching', async () => {
    await ask(web())
    await ask(web())
    responder.close()
    expect(catalog.watchCount).toBe(0)
  })
})

describe('what is no query', () => {
  const edited = (edit: (packet: Buffer) => void): Buffer => {
    const packet = queryPacket(['web.service.consul', 'A'])
    edit(packet)
    return packet
  }
  const silent = (packet: Uint8Array): void => {
    responder.respond(packet, 'udp', () => expect.fail('answered'))
  }

  test('a reply and a piece of a header get no answer', () => {
    silent(edited((packet) => packet.writeUInt8((packet[2] as number) | 0x80, 2)))
    silent(new Uint8Array(11))
    silent(new Uint8Array(0))
  })

  test.each<[string, (packet: Buffer) => void, number]>([
    ['another opcode', (packet) => packet.writeUInt8((2 << 3) | 1, 2), responseCode.notImplemented],
    ['no question', (packet) => packet.writeUInt8(0, 5), responseCode.formatError],
    ['two questions announced', (packet) => packet.writeUInt8(2, 5), responseCode.formatError],
    ['a record announced', (packet) => packet.writeUInt8(1, 11), responseCode.formatError],
    ['a broken name', (packet) => packet.writeUInt8(0x41, 12), responseCode.formatError],
  ])('%s is refused with a header alone', async (_, edit, code) => {
    const reply = await ask(edited(edit))
    expect(reply).toHaveLength(12)
    expect(decodeMessage(reply)).toMatchObject({ id: 0x1234, responseCode: code, isResponse: true })
  })

  test('the question is repeated as it was spelled', async () => {
    const reply = decodeMessage(await ask(queryPacket(['WeB.sErViCe.CoNsUl', 'A'])))
    expect(String(reply.questions[0]?.name)).toBe('WeB.sErViCe.CoNsUl.')
    expect(String(reply.answers[0]?.name)).toBe('WeB.sErViCe.CoNsUl.')
  })
})

describe('a catalog that cannot be asked', () => {
  const failing: DnsCatalog = {
    node: () => Promise.reject(new Error('No cluster leader')),
    serviceInstances: () => Promise.reject(new Error('No cluster leader')),
    nodesAt: () => Promise.reject(new Error('No cluster leader')),
    servicesAt: () => Promise.reject(new Error('No cluster leader')),
  }

  test.each(['web.service.consul', 'n1.node.consul', '1.0.0.10.in-addr.arpa', '_a._tcp.consul'])(
    '%s fails',
    async (name) => {
      responder = responderOf(failing)
      const reply = decodeMessage(await ask(queryPacket([name, 'SRV'])))
      const isNode = name.includes('node')
      expect(reply.responseCode).toBe(isNode ? responseCode.noError : responseCode.serverFailure)
    },
  )
})

describe('limits', () => {
  const anyCount = fc.integer({ min: 1, max: 200 })
  const anySize = fc.constantFrom(undefined, 0, 512, 600, 1232, 4096, 65_535)

  test('a reply over UDP is no longer than the client takes, and says so if it is told to', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyCount,
        anySize,
        fc.constantFrom('A', 'SRV', 'ANY'),
        fc.boolean(),
        async (count, edns, type, enableTruncate) => {
          const instances = Array.from({ length: count }, (_, i) => ({
            ...instance(i + 1),
            NodeMeta: { k: 'v' },
          }))
          responder = responderOf(new RegisteredCatalog(instances), { enableTruncate })
          const how = edns === undefined ? {} : { edns }
          const reply = await ask(queryPacket(['web.service.consul', type, how]))
          const message: Message = decodeMessage(reply)
          expect(reply.length).toBeLessThanOrEqual(Math.max(512, edns ?? 0))
          expect(message.answers.length).toBeGreaterThan(0)
          const isWhole = message.answers.length === count
          expect(message.isTruncated).toBe(enableTruncate && !isWhole)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('metadata that does not fit is left away, the address stays', async () => {
    const NodeMeta = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`key${i}`, 'x'.repeat(500)]))
    responder = responderOf(new RegisteredCatalog([{ Node: 'm', Address: '10.0.0.1', NodeMeta }]))
    const query = queryPacket(['m.node.consul', 'A'])
    const udp = decodeMessage(await ask(query))
    expect([udp.answers.length, udp.additionals.length]).toEqual([1, 0])
    const tcp = decodeMessage(await ask(query, 'tcp'))
    expect([tcp.answers.length, tcp.additionals.length]).toEqual([1, 64])
  })
})

test('random packets are answered or ignored', () => {
  const anyEdits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 })
  const anyQuery = fc.constantFrom(
    web(),
    queryPacket(['n1.node.consul', 'ANY']),
    queryPacket(['_web._tcp.service.consul', 'SRV', { edns: 1232, subnet: true }]),
    queryPacket(['1.0.0.10.in-addr.arpa', 'PTR']),
  )
  fc.assert(
    fc.property(anyQuery, anyEdits, fc.option(fc.nat(80)), (query, edits, length) => {
      const packet = Buffer.from(query)
      for (const [at, byte] of edits) packet[at % packet.length] = byte
      responder.respond(packet.subarray(0, length ?? packet.length), 'udp', () => {})
    }),
    { numRuns: 2000 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (packet) => {
      responder.respond(packet, 'tcp', () => {})
    }),
  )
})
