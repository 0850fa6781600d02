import type { Entry, StateMachine } from '@consul-ts/raft'

/** What a client may ask of one register; a register holds 0 until something is put. */
export type RegisterInput =
  | { readonly kind: 'get'; readonly key: number }
  | { readonly kind: 'put'; readonly key: number; readonly value: number }
  /** Puts `value` if the register holds `expected`. */
  | { readonly kind: 'swap'; readonly key: number; readonly expected: number; readonly value: number }

/** What changes a register, and so goes through the log. */
export type RegisterCommand = Exclude<RegisterInput, { readonly kind: 'get' }>

/** What a client is told: what the register held before, which a `put` is not. */
export interface RegisterOutput {
  readonly seen: number | undefined
}

/** The state machine: some registers, each of which holds a number. */
export class RegisterStore implements StateMachine<RegisterOutput> {
  readonly #values = new Map<number, number>()
  readonly #onApply: (commands: readonly Entry[]) => void

  /** @param onApply sees what is applied, before it is */
  constructor(onApply: (commands: readonly Entry[]) => void) {
    this.#onApply = onApply
  }

  get(key: number): number {
    return this.#values.get(key) ?? 0
  }

  /** All of its state, as one text. */
  get digest(): string {
    return JSON.stringify([...this.#values].sort(([a], [b]) => a - b))
  }

  apply(commands: readonly Entry[]): readonly RegisterOutput[] {
    this.#onApply(commands)
    return commands.map(({ Data }) => this.#apply(JSON.parse(Buffer.from(Data).toString())))
  }

  #apply(command: RegisterCommand): RegisterOutput {
    const { key, value } = command
    const seen = this.get(key)
    if (command.kind === 'put' || command.expected === seen) this.#values.set(key, value)
    return { seen: command.kind === 'put' ? undefined : seen }
  }
}

/** The bytes of a command in the log; `padding` makes them longer. */
export function encodeCommand(command: RegisterCommand, padding = 0): Uint8Array {
  return Buffer.from(JSON.stringify(command) + ' '.repeat(padding))
}
