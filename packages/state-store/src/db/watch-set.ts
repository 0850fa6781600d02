/** Something that may change: a key, a prefix, a table, a row that may not exist yet. */
export declare class WatchChannel {}

/**
 * What a query touched. Fires once, at the first commit that changes any of it; several queries may fill the same set.
 * A query of an outdated view fires the set at once, since the change may already have come.
 */
export declare class WatchSet {
  add(channel: WatchChannel): void
  /** Whether it has fired. A fired set watches nothing any more. */
  get fired(): boolean
  /** Calls back once, after the change is visible to new views; immediately when the set has fired already. */
  onFire(callback: () => void): void
  /** Lets go of everything; the callback is not called any more. Idempotent. */
  cancel(): void
}
