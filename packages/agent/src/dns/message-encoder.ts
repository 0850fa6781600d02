import { unreachable } from '@consul-ts/runtime'
import { ByteWriter } from '@consul-ts/wire'
import { type DomainName, rootName } from './domain-name.ts'
import {
  classInternet,
  type Edns,
  headerBytes,
  type Message,
  type MessageHeader,
  type RecordData,
  type ResourceRecord,
  recordType,
} from './message.ts'

/** Pointers have 14 bits. */
const pointerTargetMax = 0x3fff

/** Writes messages, one at a time. Keeps its buffer from one to the next. */
export class MessageEncoder {
  readonly #out = new ByteWriter(4096)
  readonly #offsets = new Map<string, number>()
  #compress = true

  /** `compress`: write a name that stands further up as a pointer to there. */
  encode(message: Message, { compress = true }: { readonly compress?: boolean } = {}): Uint8Array {
    const out = this.#out
    out.rewind(0)
    this.#offsets.clear()
    this.#compress = compress
    const { questions, answers, authorities, additionals, edns } = message
    writeHeader(out, message)
    out.u16(questions.length)
    out.u16(answers.length)
    out.u16(authorities.length)
    out.u16(additionals.length + (edns ? 1 : 0))
    for (const { name, type, class: classOf } of questions) {
      this.#name(name, compress)
      out.u16(type)
      out.u16(classOf)
    }
    for (const record of answers) this.#record(record)
    for (const record of authorities) this.#record(record)
    for (const record of additionals) this.#record(record)
    if (edns) this.#edns(edns)
    // Copied into memory of Node's pool: a typed array of its own costs more than all the records.
    return Buffer.from(out.view())
  }

  #record({ name, ttl, data }: ResourceRecord): void {
    const out = this.#out
    this.#name(name, this.#compress)
    out.u16(typeOf(data))
    out.u16(classInternet)
    out.u32(ttl)
    const lengthAt = out.length
    out.u16(0)
    this.#data(data)
    out.u16At(lengthAt, out.length - lengthAt - 2)
  }

  #data(data: RecordData): void {
    const out = this.#out
    switch (data.kind) {
      case 'address':
        out.bytes(data.address)
        return
      case 'cname':
      case 'ns':
      case 'ptr':
        this.#name(data.target, this.#compress)
        return
      case 'srv':
        out.u16(data.priority)
        out.u16(data.weight)
        out.u16(data.port)
        // RFC 2782: never compressed itself; other names may point to it.
        this.#name(data.target, false)
        return
      case 'txt':
        for (const string of data.strings) {
          out.u8(string.length)
          out.bytes(string)
        }
        return
      case 'soa':
        this.#name(data.server, this.#compress)
        this.#name(data.mailbox, this.#compress)
        out.u32(data.serial)
        out.u32(data.refresh)
        out.u32(data.retry)
        out.u32(data.expire)
        out.u32(data.minimum)
        return
      case 'opaque':
        out.bytes(data.bytes)
        return
      default:
        unreachable(data)
    }
  }

  #name(name: DomainName, byPointer: boolean): void {
    const out = this.#out
    const start = out.length
    const { suffixes, wire } = name
    const wireLength = wire.length
    for (let i = 0; i < suffixes.length; i++) {
      const suffix = suffixes[i] as string
      const at = wireLength - suffix.length
      const known = this.#offsets.get(suffix)
      if (known !== undefined) {
        // Whatever ends like this is known as well.
        if (!byPointer) break
        if (at > 0) out.bytes(wire.subarray(0, at))
        out.u16(0xc000 | known)
        return
      }
      if (this.#compress && start + at <= pointerTargetMax) this.#offsets.set(suffix, start + at)
    }
    out.bytes(wire)
  }

  #edns(edns: Edns): void {
    const out = this.#out
    const { udpBytesMax, options } = edns
    out.bytes(rootName.wire)
    out.u16(recordType.OPT)
    out.u16(udpBytesMax)
    out.u32(0)
    out.u16(ednsLength(edns))
    for (const { code, data } of options) {
      out.u16(code)
      out.u16(data.length)
      out.bytes(data)
    }
  }
}

/** Bytes of a message whose names are all written out. */
export function lengthInFull(message: Message): number {
  const { questions, answers, authorities, additionals, edns } = message
  let length = headerBytes
  for (const { name } of questions) length += name.wire.length + 4
  for (const records of [answers, authorities, additionals]) {
    for (const { name, data } of records) length += name.wire.length + 10 + dataLength(data)
  }
  return edns ? length + 11 + ednsLength(edns) : length
}

function dataLength(data: RecordData): number {
  switch (data.kind) {
    case 'address':
      return data.address.length
    case 'cname':
    case 'ns':
    case 'ptr':
      return data.target.wire.length
    case 'srv':
      return 6 + data.target.wire.length
    case 'txt':
      return data.strings.reduce((length, string) => length + 1 + string.length, 0)
    case 'soa':
      return data.server.wire.length + data.mailbox.wire.length + 20
    case 'opaque':
      return data.bytes.length
    default:
      return unreachable(data)
  }
}

function ednsLength({ options }: Edns): number {
  return options.reduce((length, { data }) => length + 4 + data.length, 0)
}

/** A message without any section. */
export function encodeHeader(header: MessageHeader): Uint8Array {
  const out = new ByteWriter(headerBytes)
  writeHeader(out, header)
  out.u64FromNumber(0)
  return out.finish()
}

function writeHeader(out: ByteWriter, header: MessageHeader): void {
  out.u16(header.id)
  out.u16(
    (header.isResponse ? 0x8000 : 0) |
      (header.opcode << 11) |
      (header.isAuthoritative ? 0x0400 : 0) |
      (header.isTruncated ? 0x0200 : 0) |
      (header.recursionDesired ? 0x0100 : 0) |
      (header.recursionAvailable ? 0x0080 : 0) |
      (header.checkingDisabled ? 0x0010 : 0) |
      header.responseCode,
  )
}

function typeOf(data: RecordData): number {
  switch (data.kind) {
    case 'address':
      return data.address.length === 4 ? recordType.A : recordType.AAAA
    case 'cname':
      return recordType.CNAME
    case 'ns':
      return recordType.NS
    case 'ptr':
      return recordType.PTR
    case 'srv':
      return recordType.SRV
    case 'txt':
      return recordType.TXT
    case 'soa':
      return recordType.SOA
    case 'opaque':
      return data.type
    default:
      return unreachable(data)
  }
}
