import { assert } from '@consul-ts/runtime'
import type { RegisterInput, RegisterOutput } from '../src/register-store.ts'
import { findUnexplained, type Operation, type SequentialModel } from './linearizability.ts'

/** What is known of one operation so far. */
export interface RegisterCall {
  readonly input: RegisterInput
  readonly calledAt: number
}

type RegisterOperation = Operation<RegisterInput, RegisterOutput>

/** One register, by itself: linearizability of all is that of each. */
const registerModel: SequentialModel<number, RegisterInput, RegisterOutput> = {
  initial: 0,
  step: (state, input, { seen }) => {
    if (seen !== undefined && seen !== state) return undefined
    if (input.kind === 'put' || (input.kind === 'swap' && input.expected === state)) return input.value
    return state
  },
}

/**
 * What clients asked of registers and were answered. Each value may be put once only, so that whoever sees it shows
 * which operation put it.
 */
export class RegisterHistory {
  readonly #returned: RegisterOperation[] = []
  readonly #unknown: RegisterCall[] = []
  readonly #values = new Set<number>()
  /** Orders what happens at one moment of virtual time. */
  #at = 0

  get returned(): number {
    return this.#returned.length
  }

  /** How many ended without a word of what they did. */
  get unknown(): number {
    return this.#unknown.length
  }

  call(input: RegisterInput): RegisterCall {
    if (input.kind !== 'get') {
      assert(input.value !== 0 && !this.#values.has(input.value), `value ${input.value} is put twice`)
      this.#values.add(input.value)
    }
    return { input, calledAt: ++this.#at }
  }

  /** A call for which neither is said took no effect. */
  return(call: RegisterCall, output: RegisterOutput): void {
    this.#returned.push({ ...call, output, returnedAt: ++this.#at })
  }

  /** It may have taken effect, or may yet. */
  loseTrack(call: RegisterCall): void {
    if (call.input.kind !== 'get') this.#unknown.push(call)
  }

  /** Throws when no order of the operations explains what they answered. */
  check(): void {
    const byKey = new Map<number, RegisterOperation[]>()
    for (const operation of [...this.#returned, ...this.#seenUnknown()]) {
      const { key } = operation.input
      byKey.set(key, [...(byKey.get(key) ?? []), operation])
    }
    for (const [key, operations] of byKey) {
      const unexplained = findUnexplained(operations, registerModel)
      const around = unexplained && operations.filter((other) => isNear(other, unexplained))
      assert(
        unexplained === undefined,
        `register ${key} is not linearizable: ${JSON.stringify(unexplained)}, beside ${JSON.stringify(around)}`,
      )
    }
  }

  /**
   * The unknown ones that took effect: somebody saw what they put. They did so before the first who saw it was
   * answered, and a swap then held what it expected. The others may be left out: an order in which one takes effect
   * without being seen is an order without it. So the search stays small however many there are.
   */
  #seenUnknown(): RegisterOperation[] {
    const seenAt = new Map<number, number>()
    const see = (value: number | undefined, at: number): void => {
      if (value !== undefined) seenAt.set(value, Math.min(at, seenAt.get(value) ?? at))
    }
    for (const { output, returnedAt } of this.#returned) see(output.seen, returnedAt)
    const seen: RegisterOperation[] = []
    let left: readonly RegisterCall[] = this.#unknown
    for (let before = -1; before !== seen.length; ) {
      before = seen.length
      const unseen: RegisterCall[] = []
      for (const call of left) {
        const { input } = call
        assert(input.kind !== 'get', 'only what changes a register is kept track of')
        const at = seenAt.get(input.value)
        if (at === undefined) {
          unseen.push(call)
          continue
        }
        const output = { seen: input.kind === 'swap' ? input.expected : undefined }
        // Just before, since nothing may be called at that time.
        seen.push({ ...call, output, returnedAt: at - 0.5 })
        see(output.seen, at)
      }
      left = unseen
    }
    return seen
  }
}

function isNear(a: RegisterOperation, b: RegisterOperation): boolean {
  return a.calledAt < b.returnedAt && b.calledAt < a.returnedAt
}
