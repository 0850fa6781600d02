import type { CancelAlarm, Clock, WallClock } from '@consul-ts/runtime'
import { assert } from '@consul-ts/runtime'

interface Alarm {
  readonly at: number
  readonly order: number
  readonly ring: () => void
  cancelled: boolean
}

/** Virtual time: it stands still until `advance`; alarms ring in order of time, then of setting. */
export class SimClock implements Clock, WallClock {
  #now = 0
  #order = 0
  readonly #unixMsOrigin: number
  readonly #heap: Alarm[] = []

  constructor(options: { unixMsOrigin?: number } = {}) {
    this.#unixMsOrigin = options.unixMsOrigin ?? Date.UTC(2026, 0, 1)
  }

  now(): number {
    return this.#now
  }

  unixMs(): number {
    return Math.floor(this.#unixMsOrigin + this.#now)
  }

  alarm(at: number, ring: () => void): CancelAlarm {
    const alarm: Alarm = { at, order: this.#order++, ring, cancelled: false }
    if (at !== Number.POSITIVE_INFINITY) this.#push(alarm)
    return () => {
      alarm.cancelled = true
    }
  }

  /** When the next alarm rings, or Infinity. */
  nextAlarmAt(): number {
    while (this.#heap[0]?.cancelled) this.#pop()
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY
  }

  /** Moves time on by `ms`, ringing every alarm on the way; each sees the time it was set for. */
  advance(ms: number): void {
    assert(ms >= 0, `advance by ${ms}`)
    const until = this.#now + ms
    while (this.nextAlarmAt() <= until) this.ringNext()
    this.#now = until
  }

  /** As `advance`, letting pending promises run before and after every alarm. */
  async advanceAsync(ms: number): Promise<void> {
    const until = this.#now + ms
    await settled()
    while (this.nextAlarmAt() <= until) {
      this.ringNext()
      await settled()
    }
    this.#now = until
  }

  /** Moves time to the next alarm and rings it; false when there is none. */
  ringNext(): boolean {
    const at = this.nextAlarmAt()
    if (at === Number.POSITIVE_INFINITY) return false
    const alarm = this.#pop()
    this.#now = Math.max(this.#now, at)
    alarm.ring()
    return true
  }

  #push(alarm: Alarm): void {
    const heap = this.#heap
    let i = heap.push(alarm) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (before(heap[parent] as Alarm, alarm)) break
      heap[i] = heap[parent] as Alarm
      i = parent
    }
    heap[i] = alarm
  }

  #pop(): Alarm {
    const heap = this.#heap
    const top = heap[0] as Alarm
    const last = heap.pop() as Alarm
    if (heap.length === 0) return top
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1] as Alarm, heap[child] as Alarm)) child++
      if (before(last, heap[child] as Alarm)) break
      heap[i] = heap[child] as Alarm
      i = child
    }
    heap[i] = last
    return top
  }
}

function before(a: Alarm, b: Alarm): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

/** Turns of the event loop that work begun by one alarm gets; a chain of that many hand-overs is done in them. */
const turnsPerAlarm = 16

/** Lets everything that can go on without time passing do so. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < turnsPerAlarm; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}
