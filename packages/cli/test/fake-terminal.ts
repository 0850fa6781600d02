import { Readable, Writable } from 'node:stream'
import { main } from '../src/main.ts'
import type { Terminal } from '../src/terminal.ts'

export interface Outcome {
  readonly exit: number
  readonly out: string
  readonly err: string
}

/** A terminal that keeps what is written to it, and gives signals when it is told to. */
export class FakeTerminal implements Terminal {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly exits: number[] = []
  #out: Buffer[] = []
  #err: Buffer[] = []
  readonly #receivers = new Set<(name: NodeJS.Signals) => void>()

  constructor(environment: Readonly<Record<string, string>> = {}, input = '') {
    this.environment = { PATH: process.env.PATH, ...environment }
    this.stdin = Readable.from(input === '' ? [] : [Buffer.from(input)])
    this.stdout = collector(this.#out)
    this.stderr = collector(this.#err)
  }

  get out(): string {
    return Buffer.concat(this.#out).toString()
  }

  get err(): string {
    return Buffer.concat(this.#err).toString()
  }

  get listens(): boolean {
    return this.#receivers.size > 0
  }

  onSignal(_: readonly NodeJS.Signals[], receive: (name: NodeJS.Signals) => void): () => void {
    this.#receivers.add(receive)
    return () => this.#receivers.delete(receive)
  }

  signal(name: NodeJS.Signals): void {
    for (const receive of [...this.#receivers]) receive(name)
  }

  exit(code: number): void {
    this.exits.push(code)
  }

  async run(...args: readonly string[]): Promise<Outcome> {
    const exit = await main(args, this)
    return { exit, out: this.out, err: this.err }
  }
}

function collector(chunks: Buffer[]): Writable {
  return new Writable({
    write(chunk, _, done) {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
}
