/** Rings once; calling it before then cancels. Calling it again, or after the ring, does nothing. */
export type CancelAlarm = () => void

/** Monotonic time. Every core and driver takes its time from here, so that a simulation can supply it. */
export interface Clock {
  /** Milliseconds since an arbitrary origin; never goes back. */
  now(): number
  /** Rings once, at or after `at`; an `at` in the past rings on a later turn, never inside this call. */
  alarm(at: number, ring: () => void): CancelAlarm
}

/** Civil time, for what people and files see. Never used to measure how long something took. */
export interface WallClock {
  /** Milliseconds since 1970-01-01T00:00:00Z; may jump. */
  unixMs(): number
}

/** The longest delay that `setTimeout` takes; a later alarm is reached in several steps. */
const timeoutMsMax = 0x7fff_ffff

/** The process's own clock. Its alarms keep the process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  alarm(at, ring) {
    if (at === Number.POSITIVE_INFINITY) return () => {}
    let timer: ReturnType<typeof setTimeout>
    const arm = (): void => {
      const delayMs = at - performance.now()
      timer =
        delayMs > timeoutMsMax
          ? setTimeout(arm, timeoutMsMax)
          : setTimeout(ring, Math.max(0, Math.ceil(delayMs)))
    }
    arm()
    return () => clearTimeout(timer)
  },
}

export const systemWallClock: WallClock = { unixMs: () => Date.now() }

/** Resolves at `clock.now() + delayMs`, or rejects with `signal.reason` when that comes first. */
export function delay(
  clock: Clock,
  delayMs: number,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const { signal } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const abort = (): void => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = clock.alarm(clock.now() + delayMs, () => {
      signal?.removeEventListener('abort', abort)
      resolve()
    })
    signal?.addEventListener('abort', abort, { once: true })
  })
}
