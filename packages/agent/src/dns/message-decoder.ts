import { ByteReader, WireError } from '@consul-ts/wire'
import { DomainName } from './domain-name.ts'
import {
  type Edns,
  type EdnsOption,
  type Message,
  type MessageHeader,
  type Question,
  type RecordData,
  type ResourceRecord,
  recordType,
} from './message.ts'

/** The header alone; undefined when there are not even bytes for that. */
export function decodeHeader(packet: Uint8Array): MessageHeader | undefined {
  if (packet.length < 12) return undefined
  const flags = ((packet[2] as number) << 8) | (packet[3] as number)
  return {
    id: ((packet[0] as number) << 8) | (packet[1] as number),
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 0x0f,
    isAuthoritative: (flags & 0x0400) !== 0,
    isTruncated: (flags & 0x0200) !== 0,
    recursionDesired: (flags & 0x0100) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    checkingDisabled: (flags & 0x0010) !== 0,
    responseCode: flags & 0x0f,
  }
}

/** A whole message. Throws `WireError`; bytes after it are ignored. Nothing of the result shares `packet`'s memory. */
export function decodeMessage(packet: Uint8Array): Message {
  const header = decodeHeader(packet)
  if (!header) throw new WireError('WIRE_SHORT', `message of ${packet.length} bytes`)
  const input = new MessageReader(packet)
  const questionCount = input.u16()
  const answerCount = input.u16()
  const authorityCount = input.u16()
  const additionalCount = input.u16()
  return {
    ...header,
    questions: repeat(questionCount, () => input.question()),
    answers: repeat(answerCount, () => input.record()).filter(isRecord),
    authorities: repeat(authorityCount, () => input.record()).filter(isRecord),
    additionals: repeat(additionalCount, () => input.record()).filter(isRecord),
    edns: input.edns,
  }
}

/** Each item takes bytes from the packet, so a count that is too high soon runs out of them. */
function repeat<T>(count: number, take: () => T): T[] {
  const items: T[] = []
  for (let i = 0; i < count; i++) items.push(take())
  return items
}

function isRecord(record: ResourceRecord | undefined): record is ResourceRecord {
  return record !== undefined
}

class MessageReader {
  readonly #packet: Uint8Array
  readonly #input: ByteReader
  edns: Edns | undefined

  constructor(packet: Uint8Array) {
    // Without what a Buffer adds: its slices are no copies.
    this.#packet = new Uint8Array(packet.buffer, packet.byteOffset, packet.length)
    this.#input = new ByteReader(this.#packet, 4)
  }

  u16(): number {
    return this.#input.u16()
  }

  question(): Question {
    return { name: this.#name(), type: this.#input.u16(), class: this.#input.u16() }
  }

  /** The next record; undefined for OPT, which goes to `edns`. */
  record(): ResourceRecord | undefined {
    const name = this.#name()
    const type = this.#input.u16()
    const classOrSize = this.#input.u16()
    const ttl = this.#input.u32()
    const end = this.#input.u16() + this.#input.at
    if (end > this.#packet.length) throw new WireError('WIRE_SHORT', `record data ends at ${end}`)
    if (type === recordType.OPT) {
      this.edns = { udpBytesMax: classOrSize, options: this.#ednsOptions(end) }
      return undefined
    }
    const data = this.#data(type, end)
    if (this.#input.at !== end) {
      throw new WireError('WIRE_MALFORMED', `record data ends at ${this.#input.at}, announced ${end}`)
    }
    return { name, ttl, data }
  }

  #data(type: number, end: number): RecordData {
    const input = this.#input
    switch (type) {
      case recordType.A:
        return { kind: 'address', address: input.bytes(4).slice() }
      case recordType.AAAA:
        return { kind: 'address', address: input.bytes(16).slice() }
      case recordType.CNAME:
        return { kind: 'cname', target: this.#name() }
      case recordType.NS:
        return { kind: 'ns', target: this.#name() }
      case recordType.PTR:
        return { kind: 'ptr', target: this.#name() }
      case recordType.SRV: {
        const [priority, weight, port] = [input.u16(), input.u16(), input.u16()]
        return { kind: 'srv', priority, weight, port, target: this.#name() }
      }
      case recordType.TXT: {
        const strings: Uint8Array[] = []
        while (input.at < end) strings.push(input.bytes(input.u8()).slice())
        return { kind: 'txt', strings }
      }
      case recordType.SOA: {
        const [server, mailbox] = [this.#name(), this.#name()]
        const [serial, refresh, retry, expire, minimum] = [
          input.u32(),
          input.u32(),
          input.u32(),
          input.u32(),
          input.u32(),
        ]
        return { kind: 'soa', server, mailbox, serial, refresh, retry, expire, minimum }
      }
      default:
        return { kind: 'opaque', type, bytes: input.bytes(end - input.at).slice() }
    }
  }

  #ednsOptions(end: number): EdnsOption[] {
    const options: EdnsOption[] = []
    while (this.#input.at < end) {
      const code = this.#input.u16()
      const length = this.#input.u16()
      if (this.#input.at + length > end) {
        throw new WireError('WIRE_MALFORMED', `EDNS option of ${length} bytes is cut`)
      }
      options.push({ code, data: this.#input.bytes(length).slice() })
    }
    return options
  }

  /** A name here, parts of which may stand further up. Pointers only lead up, so that following them ends. */
  #name(): DomainName {
    const start = this.#input.at
    const labels: string[] = []
    let at = start
    let lowest = start
    let end = 0
    let length = 1
    for (;;) {
      const byte = this.#byte(at)
      if (byte === 0) break
      if (byte >= 0xc0) {
        const target = ((byte & 0x3f) << 8) | this.#byte(at + 1)
        if (end === 0) end = at + 2
        if (target >= lowest) throw new WireError('WIRE_MALFORMED', `name at ${start} points to ${target}`)
        at = target
        lowest = target
        continue
      }
      if (byte > 0x3f) throw new WireError('WIRE_MALFORMED', `label of type 0x${byte.toString(16)}`)
      length += byte + 1
      if (length > 255) throw new WireError('WIRE_LIMIT', `name of more than 255 bytes`)
      let label = ''
      for (let i = at + 1; i <= at + byte; i++) label += String.fromCharCode(this.#byte(i))
      labels.push(label)
      at += byte + 1
    }
    this.#input.bytes((end === 0 ? at + 1 : end) - start)
    return DomainName.of(labels) as DomainName
  }

  #byte(at: number): number {
    const byte = this.#packet[at]
    if (byte === undefined) throw new WireError('WIRE_SHORT', `message ends at ${at}`)
    return byte
  }
}
