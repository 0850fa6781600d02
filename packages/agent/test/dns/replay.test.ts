import { readFileSync } from 'node:fs'
import { silentLogger } from '@consul-ts/runtime'
import { SeededRandom } from '@consul-ts/sim'
import { durationToMs, parseDuration } from '@consul-ts/wire'
import { describe, expect, test } from 'vitest'
import type { Message, ResourceRecord } from '../../src/dns/message.ts'
import { decodeMessage } from '../../src/dns/message-decoder.ts'
import type { DnsOptions } from '../../src/dns/options.ts'
import { Resolver } from '../../src/dns/resolver.ts'
import { Responder } from '../../src/dns/responder.ts'
import { queryPacket } from './query-packet.ts'
import { type Asked, type How, type Recording, recordings } from './questions.ts'
import { RegisteredCatalog } from './registered-catalog.ts'
import { registrations } from './registrations.ts'

type Answered = readonly [name: string, type: string, how: Partial<How>, reply: string]

const recorded: Record<string, Answered[]> = JSON.parse(
  readFileSync(new URL('../vectors/dns.json', import.meta.url), 'utf8'),
)

/** The agent that answered, as it registered itself. */
const self = {
  Node: 'n1',
  Address: '127.0.73.7',
  NodeMeta: { 'consul-network-segment': '' },
  Service: { ID: 'consul', Service: 'consul', Port: 18300 },
}

const seconds = (text: string): number => durationToMs(parseDuration(text)) / 1000

function optionsOf({ config }: Recording): DnsOptions {
  const dns = (config.dns_config ?? {}) as Record<string, unknown>
  const ttls = Object.entries((dns.service_ttl ?? {}) as Record<string, string>)
  const soa = dns.soa as { refresh: number; retry: number; expire: number; min_ttl: number } | undefined
  return {
    host: '',
    port: 0,
    datacenter: 'dc1',
    domain: config.domain,
    altDomain: config.alt_domain,
    nodeTtl: seconds((dns.node_ttl as string) ?? '0'),
    serviceTtl: Object.fromEntries(ttls.map(([name, ttl]) => [name, seconds(ttl)])),
    onlyPassing: dns.only_passing === true,
    enableTruncate: dns.enable_truncate === true,
    disableCompression: dns.disable_compression === true,
    aRecordLimit: (dns.a_record_limit as number) ?? 0,
    udpAnswerLimit: (dns.udp_answer_limit as number) ?? 3,
    nodeMetaTxt: dns.enable_additional_node_meta_txt !== false,
    ...(soa ? { soa: { ...soa, minTtl: soa.min_ttl } } : {}),
  }
}

function respond(responder: Responder, asked: Asked): Promise<Uint8Array> {
  const transport = asked[2]?.transport ?? 'udp'
  return new Promise((resolve) => responder.respond(queryPacket(asked), transport, resolve))
}

/** Bytes with the time of day in them set to zero. */
function withoutSerial(packet: Uint8Array): string {
  const bytes = Buffer.from(packet)
  const message = decodeMessage(packet)
  const soa = [...message.answers, ...message.authorities].find(({ data }) => data.kind === 'soa')
  if (soa?.data.kind === 'soa') {
    const serial = Buffer.alloc(4)
    serial.writeUInt32BE(soa.data.serial)
    bytes.fill(0, bytes.indexOf(serial), bytes.indexOf(serial) + 4)
  }
  return bytes.toString('hex')
}

function textOf({ name, ttl, data }: ResourceRecord): string {
  const plain = JSON.stringify(data, (_, value) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
    if (typeof value === 'object' && value !== null && 'labels' in value) return String(value)
    return value
  })
  return `${name} ${ttl} ${plain.replace(/"serial":\d+/, '"serial":0')}`
}

/** A reply as far as it does not depend on chance: records in sorted order. */
function viewOf(message: Message): unknown {
  const { answers, authorities, additionals, questions, ...rest } = message
  const sorted = (records: readonly ResourceRecord[]): string[] => records.map(textOf).sort()
  return {
    ...rest,
    questions: questions.map(({ name, type, class: classOf }) => `${name} ${type} ${classOf}`),
    answers: sorted(answers),
    authorities: sorted(authorities),
    additionals: sorted(additionals),
  }
}

/** What two random picks from one set have in common: flags and how many records of which shape. */
function shapeOf(message: Message): unknown {
  const { answers, authorities, additionals, questions, ...rest } = message
  const shapes = (records: readonly ResourceRecord[]): string[] =>
    records.map(({ ttl, data }) => `${ttl} ${data.kind}`).sort()
  return {
    ...rest,
    questionCount: questions.length,
    answers: shapes(answers),
    authorities: shapes(authorities),
    additionals: shapes(additionals),
  }
}

describe.each(recordings.map((recording) => [recording.name, recording] as const))(
  '%s',
  (name, recording) => {
    const ports = {
      catalog: new RegisteredCatalog([self, ...registrations]),
      random: new SeededRandom(7),
      wallClock: { unixMs: () => 1_700_000_000_000 },
      logger: silentLogger,
    }
    const options = optionsOf(recording)
    const resolver = new Resolver(options, ports)
    const responder = new Responder(options, { ...ports, resolve: (question) => resolver.resolve(question) })

    test.each(
      (recorded[name] as Answered[]).map((answered) => [
        `${answered[1]} ${answered[0]} ${JSON.stringify(answered[2])}`,
        answered,
      ]) as [string, Answered][],
    )('%s', async (_, [question, type, how, reply]) => {
      const expected = Buffer.from(reply, 'hex')
      const message = decodeMessage(expected)
      for (const attempt of ['looked up', 'looked up again', 'kept']) {
        const found = await respond(responder, [question, type, how])
        const isPick = /^(big|bigip|cluster|hosts)\./.test(question)
        const isChance = message.answers.length > 1 || (message.answers.length === 1 && isPick)
        if (isPick) expect(shapeOf(decodeMessage(found)), attempt).toEqual(shapeOf(message))
        else if (isChance || message.additionals.length > 1) {
          expect(viewOf(decodeMessage(found)), attempt).toEqual(viewOf(message))
          expect(found.length).toBe(expected.length)
        } else expect(withoutSerial(found), attempt).toBe(withoutSerial(expected))
      }
    })
  },
)

test('every kind of record was recorded', () => {
  const kinds = Object.values(recorded)
    .flat()
    .flatMap(([, , , reply]) => {
      const { answers, authorities, additionals } = decodeMessage(Buffer.from(reply, 'hex'))
      return [...answers, ...authorities, ...additionals].map(({ data }) => data.kind)
    })
  expect([...new Set(kinds)].sort()).toEqual(['address', 'cname', 'ns', 'ptr', 'soa', 'srv', 'txt'])
})
