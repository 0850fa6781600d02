import { type Nanoseconds, parseDuration } from '@consul-ts/wire'
import { type Flag, flag, type Shown } from './flag.ts'

/** A Go duration such as 1m30s. */
export function durationFlag({ usage }: Shown): Flag<Nanoseconds> {
  return flag<Nanoseconds>({
    placeholder: 'duration',
    usage,
    initial: 0,
    parse(text) {
      try {
        return parseDuration(text)
      } catch {
        return undefined
      }
    },
  })
}
