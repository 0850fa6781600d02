/** What a run or a push can say about a thing. */
export type ResultStatus = 'passing' | 'warning' | 'critical'

export interface CheckResult {
  readonly status: ResultStatus
  readonly output: string
}

/** Where results go. Called for every result that passed its thresholds, whether or not it is news. */
export interface CheckSink {
  update(status: ResultStatus, output: string): void
}
