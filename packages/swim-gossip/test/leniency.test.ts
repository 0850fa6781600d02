import { describe, expect, test } from 'vitest'
import { decodePacket, GossipError, Keyring, type StreamDecoding, StreamParser } from '../src/index.ts'
import { bytesOf, captures, readVectors } from './capture.ts'

interface Probe {
  readonly name: string
  readonly transport: 'udp' | 'tcp'
  readonly hex?: string
  readonly seqNo?: number
  readonly result: string
  readonly log?: string
}

const { probes } = readVectors<{ probes: Probe[] }>('leniency')

/** Where this end is meant to answer otherwise than the serf 0.9.4 agent that was probed. */
const differences: Readonly<Record<string, string>> = {
  'Node as bin8 (c4)': 'ack',
  'key as bin8': 'ack',
  // memberlist 0.2.2 miscomputes the table of lengths; later ones do not.
  'compound of 128 parts (last is the ping)': 'ack',
  'compound of 130 parts (last is the ping)': 'ack',
  'compound of 200 parts (last is the ping)': 'ack',
  // The order of a struct's fields is no part of the protocol as anybody sends it.
  'struct as array, declaration order': 'no answer',
}

/** A ping for somebody else decodes; that it gets no answer is for others to decide. */
const wrongNode = /^(Node|ping) wrong/

const sent = probes.filter((probe): probe is Probe & { hex: string } => probe.hex !== undefined)

describe('probes to a real node, over UDP', () => {
  test.each(sent.filter(({ transport }) => transport === 'udp').map((probe) => [probe.name, probe] as const))(
    '%s',
    (name, probe) => {
      const result = wrongNode.test(name) ? 'ack' : (differences[name] ?? probe.result)
      const last = lastPing(bytesOf(probe.hex))
      if (result === 'no answer') expect(last).toBeUndefined()
      else expect(last).toBe(result === 'ack' ? probe.seqNo : 0)
    },
  )
})

function lastPing(packet: Uint8Array): number | undefined {
  try {
    const message = decodePacket(packet).messages.at(-1)
    return message?.kind === 'ping' ? message.body.SeqNo : undefined
  } catch (error) {
    expect(error).toBeInstanceOf(GossipError)
    return undefined
  }
}

describe('probes to a real node, over TCP', () => {
  test.each(sent.filter(({ transport }) => transport === 'tcp').map((probe) => [probe.name, probe] as const))(
    '%s',
    (name, probe) => {
      const refused = /Received invalid msgType/.test(probe.log ?? '') || probe.result === 'err'
      const parse = (): unknown => new StreamParser({ side: 'dialer' }).push(bytesOf(probe.hex))
      if (!refused) expect(parse()).toBeDefined()
      else expect(parse).toThrow((probe.log ?? '').replace(/^.*(?=Received|Cannot)/, ''))
      expect(refused || probe.result !== 'closed without answer' || /user|wrong/.test(name)).toBe(true)
    },
  )
})

test('a datagram of 60,000 bytes is taken', () => {
  const data = new Uint8Array(60_000)
  data[0] = 8
  expect(decodePacket(data).messages).toEqual([{ kind: 'user', data: data.subarray(1) }])
})

test('a stream is refused with the words that real nodes answer', () => {
  const recorded = captures.flatMap(({ name, decoded }) => {
    const texts = JSON.stringify(decoded).match(/(?<="Error":")[^"]+/)
    return texts ? [[name, texts[0]]] : []
  })
  const keyring = new Keyring([new Uint8Array(16)])
  const refusal = (decoding: StreamDecoding, bytes: Uint8Array): string => {
    try {
      new StreamParser(decoding).push(bytes)
    } catch (error) {
      return (error as GossipError).message
    }
    return 'none'
  }
  expect(recorded.sort()).toEqual([
    ['tcp-error-encrypted', refusal({ side: 'dialer', keyring }, bytesOf('00'))],
    ['tcp-error-plain', refusal({ side: 'dialer' }, bytesOf('0a'))],
  ])
})
