import { expect, test } from 'vitest'
import { WatchedCache } from './watched-cache.ts'

class Source {
  readonly watches = new Set<() => void>()

  watch(outdated: () => void): () => void {
    this.watches.add(outdated)
    return () => this.watches.delete(outdated)
  }

  change(): void {
    for (const outdated of [...this.watches]) outdated()
  }
}

test('a value is kept until one of its sources changes', () => {
  const cache = new WatchedCache<number>()
  const [first, second] = [new Source(), new Source()]
  cache.set('a', 1, [first, second])
  cache.set('b', 2, [first])
  expect([cache.get('a'), cache.get('b')]).toEqual([1, 2])
  second.change()
  expect([cache.get('a'), cache.get('b')]).toEqual([undefined, 2])
  expect(first.watches.size).toBe(1)
})

test('a replaced value is no longer watched', () => {
  const cache = new WatchedCache<number>()
  const [before, after] = [new Source(), new Source()]
  cache.set('a', 1, [before])
  cache.set('a', 2, [after])
  expect(before.watches.size).toBe(0)
  before.change()
  expect(cache.get('a')).toBe(2)
})

test('the oldest value makes room', () => {
  const cache = new WatchedCache<number>({ entriesMax: 2 })
  const source = new Source()
  for (const [i, key] of ['a', 'b', 'c'].entries()) cache.set(key, i, [source])
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, 1, 2])
  expect([cache.size, source.watches.size]).toEqual([2, 2])
})

test('a source that is out of date at once leaves nothing behind', () => {
  const cache = new WatchedCache<number>()
  const source = new Source()
  const old = {
    watch: (outdated: () => void) => {
      outdated()
      return () => {}
    },
  }
  cache.set('a', 1, [source, old])
  expect([cache.size, source.watches.size]).toEqual([0, 0])
})

test('clear stops all watching', () => {
  const cache = new WatchedCache<number>()
  const source = new Source()
  cache.set('a', 1, [source])
  cache.clear()
  expect([cache.size, source.watches.size]).toEqual([0, 0])
})
