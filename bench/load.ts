import { Worker } from 'node:worker_threads'

/** What a load generator saw. */
export interface LoadResult {
  /** Requests answered as they should be. */
  readonly requests: number
  /** Answers of another kind, and requests without one. */
  readonly failures: number
  readonly elapsedMs: number
  readonly latencyMsMedian: number
  readonly latencyMs99th: number
}

/** What a generator's worker is told. */
export interface LoadOrder {
  readonly address: string
  readonly port: number
  /** How many requests are under way at once, each on its own connection or socket. */
  readonly concurrency: number
  readonly durationMs: number
  /** Sent in turn, over and over. */
  readonly requests: readonly Uint8Array[]
}

/** Runs one generator in a thread of its own, so that its work does not delay its own clock. */
export function runLoad(worker: URL, order: LoadOrder): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: order })
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)))
  })
}

/** Sums up latencies; sorts them in place. */
export function loadResult(latenciesMs: Float64Array, failures: number, elapsedMs: number): LoadResult {
  latenciesMs.sort()
  const at = (share: number): number => latenciesMs[Math.floor(latenciesMs.length * share)] ?? Number.NaN
  return {
    requests: latenciesMs.length,
    failures,
    elapsedMs,
    latencyMsMedian: at(0.5),
    latencyMs99th: at(0.99),
  }
}

/** Latencies of as many requests as there will be. */
export class Latencies {
  #values = new Float64Array(65_536)
  #count = 0

  add(latencyMs: number): void {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#count++] = latencyMs
  }

  values(): Float64Array {
    return this.#values.subarray(0, this.#count)
  }
}
