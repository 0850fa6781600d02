import type { Random } from '@consul-ts/runtime'
import { type Answer, arrangeGroups, noRecords, type RecordGroup } from './answer.ts'
import {
  type Edns,
  type EdnsOption,
  type Message,
  messageBytesMax,
  type ResourceRecord,
  responseCode,
} from './message.ts'
import { lengthInFull, type MessageEncoder } from './message-encoder.ts'
import { type DnsOptions, dnsDefaults } from './options.ts'
import { fitGroups, groupsThatMayFit } from './trim.ts'

export type Transport = 'udp' | 'tcp'

/** RFC 1035: what a client without EDNS takes over UDP. */
const plainUdpBytesMax = 512
/** What fits into one datagram at all. */
const udpBytesMax = 65_507
/** The limit on records cannot be set higher than this. */
const udpAnswersMax = 8
/** RFC 7871: EDNS client subnet. */
const clientSubnetCode = 8

type ReplyOptions = Pick<DnsOptions, 'enableTruncate' | 'disableCompression' | 'udpAnswerLimit'>

/** Puts answers into the limits of one reply, over one transport, to one client. */
export class ReplyWriter {
  readonly #enableTruncate: boolean
  readonly #compress: boolean
  readonly #udpAnswerLimit: number
  readonly #encoder: MessageEncoder
  readonly #random: Random

  constructor(options: ReplyOptions, ports: { readonly encoder: MessageEncoder; readonly random: Random }) {
    const { enableTruncate, disableCompression, udpAnswerLimit } = { ...dnsDefaults, ...options }
    this.#enableTruncate = enableTruncate
    this.#compress = !disableCompression
    this.#udpAnswerLimit = Math.min(udpAnswerLimit, udpAnswersMax)
    this.#encoder = ports.encoder
    this.#random = ports.random
  }

  /** The reply to `query`, which has one question. */
  write(query: Message, answer: Answer, transport: Transport): Uint8Array {
    const all = arrangeGroups(answer, this.#random)
    const bytesMax = replyBytesMax(query.edns, transport)
    let groups = transport === 'udp' ? all.slice(0, groupsThatMayFit(bytesMax)) : all
    let countsInFull = false
    if (answer.isUdpLimited && bytesMax === plainUdpBytesMax && groups.length > this.#udpAnswerLimit) {
      groups = groups.slice(0, this.#udpAnswerLimit)
      // Such a client may stand behind a server that writes compressed names out.
      countsInFull = true
    }
    const draft: Draft = {
      query,
      answer,
      groups,
      isTruncated: groups.length < all.length,
      additionals: answer.additionals,
    }
    const lengthOf = (some: Draft, encoded: Uint8Array): number =>
      countsInFull ? lengthInFull(this.#message(some)) : encoded.length
    const whole = this.#encode(draft)
    if (lengthOf(draft, whole) <= bytesMax) return whole

    const bare = { ...draft, additionals: noRecords }
    const kept = fitGroups(groups, bytesMax, (some) => {
      const part = { ...bare, groups: some }
      return lengthOf(part, this.#encode(part))
    })
    return this.#encode({ ...bare, groups: kept, isTruncated: kept.length < all.length })
  }

  #encode(draft: Draft): Uint8Array {
    return this.#encoder.encode(this.#message(draft), { compress: this.#compress })
  }

  #message({ query, answer, groups, isTruncated, additionals }: Draft): Message {
    return {
      id: query.id,
      opcode: query.opcode,
      responseCode: answer.responseCode,
      isResponse: true,
      isAuthoritative: answer.isAuthoritative,
      isTruncated: isTruncated && this.#enableTruncate,
      recursionDesired: query.recursionDesired,
      recursionAvailable: answer.recursionAvailable,
      checkingDisabled: query.checkingDisabled,
      questions: query.questions,
      answers: groups.flatMap(({ answers }) => answers),
      authorities: answer.authorities,
      additionals: [...groups.flatMap(({ extras }) => extras), ...additionals],
      edns: answer.responseCode === responseCode.refused ? undefined : replyEdns(query.edns),
    }
  }
}

/** A reply before it is known to fit. */
interface Draft {
  readonly query: Message
  readonly answer: Answer
  readonly groups: readonly RecordGroup[]
  readonly isTruncated: boolean
  /** What may be left away without a word. */
  readonly additionals: readonly ResourceRecord[]
}

function replyBytesMax(edns: Edns | undefined, transport: Transport): number {
  if (transport === 'tcp') return messageBytesMax
  return Math.min(Math.max(edns?.udpBytesMax ?? 0, plainUdpBytesMax), udpBytesMax)
}

/** The client's own size, as the reference echoes it, and its subnet with "this answer is for everybody". */
function replyEdns(edns: Edns | undefined): Edns | undefined {
  if (!edns) return undefined
  return { udpBytesMax: edns.udpBytesMax, options: edns.options.flatMap(replyOption) }
}

function replyOption({ code, data }: EdnsOption): EdnsOption[] {
  if (code !== clientSubnetCode || data.length < 4) return []
  const echoed = data.slice()
  echoed[3] = 0
  return [{ code, data: echoed }]
}
