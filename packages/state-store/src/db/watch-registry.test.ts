import { expect, test } from 'vitest'
import { WatchRegistry } from './watch-registry.ts'
import { WatchSet } from './watch-set.ts'

function concerned(registry: WatchRegistry, key: string): Set<WatchSet> {
  const sets = new Set<WatchSet>()
  registry.collect(key, sets)
  return sets
}

test('a change concerns those who wait for its key and for its beginnings', () => {
  const registry = new WatchRegistry()
  const [exact, prefix, longer, all, other] = Array.from({ length: 5 }, () => new WatchSet()) as [
    WatchSet,
    WatchSet,
    WatchSet,
    WatchSet,
    WatchSet,
  ]
  registry.watchKey('a/b', exact)
  registry.watchPrefix('a/', prefix)
  registry.watchPrefix('a/b/c', longer)
  registry.watchPrefix('', all)
  registry.watchKey('a/c', other)
  expect(concerned(registry, 'a/b')).toEqual(new Set([exact, prefix, all]))
  expect(concerned(registry, 'b')).toEqual(new Set([all]))
  expect(concerned(registry, '')).toEqual(new Set([all]))
})

test('a set that waits twice for the same is counted once', () => {
  const registry = new WatchRegistry()
  const set = new WatchSet()
  registry.watchKey('a', set)
  registry.watchKey('a', set)
  registry.watchPrefix('a', set)
  expect(set.size).toBe(2)
  expect(concerned(registry, 'a')).toEqual(new Set([set]))
})

test.each(['fire', 'cancel'] as const)('nothing is left of sets after %s', (end) => {
  const registry = new WatchRegistry()
  const sets = Array.from({ length: 3 }, () => new WatchSet())
  for (const set of sets) {
    registry.watchKey('shared', set)
    registry.watchPrefix('sh', set)
    registry.watchPrefix('of another length', set)
  }
  expect(registry.size).toBe(3)
  for (const set of sets) set[end]()
  expect(registry.empty).toBe(true)
  for (const set of sets) {
    registry.watchKey('late', set)
    registry.watchPrefix('late', set)
    expect(set.size).toBe(0)
  }
  expect(registry.empty).toBe(true)
})

test('a set calls back once, also when it fired before anyone asked', () => {
  const calls: string[] = []
  const set = new WatchSet()
  set.onFire(() => calls.push('waited'))
  set.fire()
  set.fire()
  set.onFire(() => calls.push('too late to wait'))
  expect(calls).toEqual(['waited', 'too late to wait'])
  expect(set.fired).toBe(true)
})

test('a cancelled set never calls back', () => {
  const set = new WatchSet()
  set.onFire(() => expect.unreachable())
  set.cancel()
  set.fire()
  set.onFire(() => expect.unreachable())
  expect(set.fired).toBe(false)
})
