import type { Dispatcher } from 'undici'
import type { Answer } from './transport.ts'

/** Reads one answer to its end, or aborts it when the signal does. */
export class AnswerHandler implements Dispatcher.DispatchHandler {
  readonly answer: Promise<Answer>
  readonly #signal: AbortSignal | undefined
  #resolve: (answer: Answer) => void = () => {}
  #reject: (reason: unknown) => void = () => {}
  #controller: Dispatcher.DispatchController | undefined
  #status = 0
  #headers: Answer['headers'] = {}
  readonly #chunks: Uint8Array[] = []

  constructor(signal: AbortSignal | undefined) {
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    this.#signal = signal
    signal?.addEventListener('abort', this.#abort, { once: true })
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#signal?.aborted) controller.abort(this.#signal.reason)
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Answer['headers']): void {
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    this.#settle()
    const [first] = this.#chunks
    const body = first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks)
    this.#resolve({ status: this.#status, headers: this.#headers, body })
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#settle()
    this.#reject(error)
  }

  /** Rejects at once: a request that waits for a connection has nothing to abort yet. */
  #abort = (): void => {
    const reason = this.#signal?.reason
    this.#controller?.abort(reason)
    this.#reject(reason)
  }

  #settle(): void {
    this.#signal?.removeEventListener('abort', this.#abort)
  }
}
