import type { Random } from '@consul-ts/runtime'
import { assert, unreachable } from '@consul-ts/runtime'

/** `full` compares everything with the catalog first; `partial` only sends what is known to be dirty. */
export type SyncKind = 'full' | 'partial'

/** Everything that can happen to the schedule of synchronisation. */
export type SyncInput =
  /** The time it asked for has come. */
  | { readonly kind: 'wake' }
  /** Something local is dirty. */
  | { readonly kind: 'changed' }
  /** A server has come (back): its catalog may lack us. */
  | { readonly kind: 'serverJoined' }
  /** Somebody wants a full synchronisation now. */
  | { readonly kind: 'requested' }
  /** How many members the LAN has. */
  | { readonly kind: 'members'; readonly count: number }
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed' }
  /** The synchronisation under way is done. */
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'stopped' }

export interface SyncEffect {
  readonly kind: 'sync'
  readonly sync: SyncKind
}

export interface SyncTiming {
  /** Least time between full synchronisations; up to as much again is added at random. Times the scale. */
  readonly intervalMs: number
  /** As `intervalMs`, after one that failed. */
  readonly retryMs: number
  /** Most time until the full synchronisation that a new server causes. Times the scale. */
  readonly serverJoinedMs: number
}

export const syncTimingDefaults: SyncTiming = {
  intervalMs: 60_000,
  retryMs: 15_000,
  serverJoinedMs: 3_000,
}

/** Up to this many members, everybody synchronises at the plain interval. */
const membersUnscaled = 128

/** How much slower than alone a node synchronises, so that the servers' load grows with the logarithm. */
export function syncScale(members: number): number {
  return members <= membersUnscaled ? 1 : Math.ceil(Math.log2(members / membersUnscaled)) + 1
}

export type SyncState = 'idle' | 'paused' | SyncKind | 'stopped'

/** When to synchronise, and how: one at a time. SPEC.md has its states and inputs. */
export class SyncCore {
  readonly #timing: SyncTiming
  readonly #random: Random
  #running: SyncKind | undefined
  #paused = false
  #stopped = false
  #partialDue = false
  #fullAt: number
  #scale = 1

  /** @param now a first full synchronisation is due at once */
  constructor(timing: SyncTiming, random: Random, now: number) {
    this.#timing = timing
    this.#random = random
    this.#fullAt = now
  }

  get state(): SyncState {
    if (this.#stopped) return 'stopped'
    return this.#running ?? (this.#paused ? 'paused' : 'idle')
  }

  step(now: number, inputs: readonly SyncInput[]): { effects: readonly SyncEffect[]; wakeAt: number } {
    for (const input of inputs) this.#take(now, input)
    if (this.state !== 'idle') return { effects: [], wakeAt: Number.POSITIVE_INFINITY }
    const sync = this.#due(now)
    if (sync === undefined) return { effects: [], wakeAt: this.#fullAt }
    this.#running = sync
    // One that is asked for while this one runs is another one: this one may have read the catalog before.
    if (sync === 'full') this.#fullAt = Number.POSITIVE_INFINITY
    // Whatever changes from now on may come too late for this one.
    this.#partialDue = false
    return { effects: [{ kind: 'sync', sync }], wakeAt: Number.POSITIVE_INFINITY }
  }

  #due(now: number): SyncKind | undefined {
    if (this.#fullAt <= now) return 'full'
    return this.#partialDue ? 'partial' : undefined
  }

  #take(now: number, input: SyncInput): void {
    switch (input.kind) {
      case 'wake':
        return
      case 'changed':
        this.#partialDue = true
        return
      case 'serverJoined':
        this.#fullBy(now + this.#random.below(this.#timing.serverJoinedMs * this.#scale))
        return
      case 'requested':
        this.#fullBy(now)
        return
      case 'members':
        this.#scale = syncScale(input.count)
        return
      case 'paused':
        this.#paused = true
        return
      case 'resumed':
        this.#paused = false
        return
      case 'succeeded':
        if (this.#end('succeeded') === 'full') this.#fullBy(now + this.#stretched(this.#timing.intervalMs))
        return
      case 'failed':
        this.#end('failed')
        // Also after a partial one: what arrived of it is not known.
        this.#fullBy(now + this.#stretched(this.#timing.retryMs))
        return
      case 'stopped':
        this.#stopped = true
        return
      default:
        unreachable(input)
    }
  }

  #end(how: string): SyncKind {
    const sync = this.#running
    assert(sync !== undefined, `a synchronisation ${how} that did not run`)
    this.#running = undefined
    return sync
  }

  #fullBy(at: number): void {
    this.#fullAt = Math.min(this.#fullAt, at)
  }

  #stretched(baseMs: number): number {
    const scaledMs = baseMs * this.#scale
    return scaledMs + this.#random.below(scaledMs)
  }
}
