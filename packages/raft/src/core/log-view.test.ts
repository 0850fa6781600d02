import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entry } from '../../test/core-probe.ts'
import type { Entry } from '../codec/messages.ts'
import { LogView } from './log-view.ts'

const anyChanges = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ append: fc.nat(2) }) },
    fc.record({ truncate: fc.nat(30) }),
    fc.record({ trim: fc.nat(30) }),
  ),
  { maxLength: 120 },
)

test('answers as a plain array of entries would, whatever is appended, truncated and trimmed', () => {
  fc.assert(
    fc.property(anyChanges, (changes) => {
      const log = new LogView({ cacheBytesMax: 1000 })
      const plain: Entry[] = []
      for (const change of changes) {
        if ('append' in change) {
          const next = entry(plain.length + 1, Math.max(1, log.lastTerm + change.append))
          log.append(next)
          plain.push(next)
        } else if ('truncate' in change) {
          const after = Math.max(0, plain.length - change.truncate)
          log.truncateAfter(after)
          plain.length = after
        } else {
          log.trim(Math.min(change.trim, plain.length))
        }
        expect(log.lastIndex).toBe(plain.length)
        expect(log.lastTerm).toBe(plain.at(-1)?.Term ?? 0)
        expect(log.cachedFrom).toBeLessThanOrEqual(plain.length + 1)
        for (let index = 1; index <= plain.length; index++) {
          expect(log.termAt(index)).toBe(plain[index - 1]?.Term)
          const cached = log.cached(index, index + 3)
          if (index < log.cachedFrom) expect(cached).toBeUndefined()
          else expect(cached).toEqual(plain.slice(index - 1, index + 2))
        }
        expect(log.termAt(0)).toBe(0)
        expect(log.termAt(plain.length + 1)).toBeUndefined()
      }
    }),
  )
})

test('keeps what may not be trimmed, however much it is', () => {
  const log = new LogView({ cacheBytesMax: 1 })
  for (let index = 1; index <= 10; index++) log.append(entry(index, 1))
  log.trim(4)
  expect(log.cachedFrom).toBe(5)
})
