/** Runs named cases one after another, says how each went, and ends with the line that `.ci/run` sums up. */
export class CaseCount {
  #passed = 0
  #failed = 0

  /** Runs one case; what it throws is printed and does not stop the next. Returns whether it passed. */
  async run(name: string, body: () => Promise<void> | void): Promise<boolean> {
    const startedMs = performance.now()
    try {
      await body()
      this.#passed++
      console.log(`ok   ${name} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`)
      return true
    } catch (cause) {
      this.#failed++
      console.log(`FAIL ${name}\n${cause instanceof Error ? cause.message : String(cause)}`)
      return false
    }
  }

  /** Prints the sum and sets the exit code; no case at all is a failure. */
  close(): void {
    const total = this.#passed + this.#failed
    console.log(`${this.#passed} of ${total} cases passed`)
    if (this.#failed > 0 || total === 0) process.exitCode = 1
  }
}
