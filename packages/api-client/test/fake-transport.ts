import type { Answer, Request, Transport } from '../src/transport.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** Remembers what it was asked, and answers what it is told. */
export class FakeTransport implements Transport {
  readonly asked: Asked[] = []
  readonly requests: Request[] = []
  closed = false
  readonly #answer: (asked: Asked) => Partial<Answer> & { readonly text?: string }

  constructor(answer: (asked: Asked) => Partial<Answer> & { readonly text?: string } = () => ({})) {
    this.#answer = answer
  }

  async send(request: Request): Promise<Answer> {
    const { method, path, headers, body } = request
    const asked = { method, path, headers, body: body && Buffer.from(body).toString() }
    this.requests.push(request)
    this.asked.push(asked)
    const { text = 'null', ...parts } = this.#answer(asked)
    return { status: 200, headers: { 'x-consul-index': '1' }, body: Buffer.from(text), ...parts }
  }

  async close(): Promise<void> {
    this.closed = true
  }
}
