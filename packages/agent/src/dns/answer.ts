import type { Random } from '@consul-ts/runtime'
import { shuffle } from '@consul-ts/runtime'
import type { Watched } from './catalog.ts'
import { type ResourceRecord, responseCode } from './message.ts'

/** Records that go into a reply together or not at all. */
export interface RecordGroup {
  readonly answers: readonly ResourceRecord[]
  /** For the additional section: what a client of the answers needs next. */
  readonly extras: readonly ResourceRecord[]
}

/** What is known about a question, before it is put into the limits of one reply. */
export interface Answer {
  readonly responseCode: number
  readonly isAuthoritative: boolean
  readonly recursionAvailable: boolean
  readonly groups: readonly RecordGroup[]
  /** Each reply has the groups in another order, so that clients spread over the instances of a service. */
  readonly isShuffled: boolean
  /** Groups that a reply may have, picked after shuffling. */
  readonly groupsMax: number
  /** Whether the limit on records over UDP applies: to services. */
  readonly isUdpLimited: boolean
  readonly authorities: readonly ResourceRecord[]
  readonly additionals: readonly ResourceRecord[]
  /** What it was made from; empty when it must not be kept, or is made without asking anybody. */
  readonly sources: readonly Pick<Watched<unknown>, 'watch'>[]
}

/** A positive answer that stays in order; the parts say where it differs. */
export function answerOf(parts: Partial<Answer>): Answer {
  return {
    responseCode: responseCode.noError,
    isAuthoritative: true,
    recursionAvailable: false,
    groups: [],
    isShuffled: false,
    groupsMax: Number.POSITIVE_INFINITY,
    isUdpLimited: false,
    authorities: [],
    additionals: [],
    sources: [],
    ...parts,
  }
}

/** An answer whose groups are one record each. */
export function groupsOf(records: readonly ResourceRecord[]): RecordGroup[] {
  return records.map((record) => ({ answers: [record], extras: noRecords }))
}

export const noRecords: readonly ResourceRecord[] = Object.freeze([])

/** The groups of one reply: in order or shuffled, as many as there may be. */
export function arrangeGroups(answer: Answer, random: Random): readonly RecordGroup[] {
  const { groups, groupsMax } = answer
  const arranged = answer.isShuffled && groups.length > 1 ? shuffle(random, [...groups]) : groups
  return arranged.length > groupsMax ? arranged.slice(0, groupsMax) : arranged
}
