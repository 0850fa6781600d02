import { expect, test } from 'vitest'
import { LiveState } from './live-state.ts'
import { Index, Table } from './schema.ts'
import { Txn } from './txn.ts'
import { View } from './view.ts'
import { WatchSet } from './watch-set.ts'

interface Pet {
  readonly name: string
  readonly kind?: string
  readonly colours: readonly string[]
}

const byKind = new Index<Pet>('pets.kind', ({ kind }, key) =>
  kind === undefined ? undefined : `${kind}\0${key}`,
)
const byColour = new Index<Pet>('pets.colour', ({ colours }, key) =>
  colours.map((colour) => `${colour}\0${key}`),
)

describeBoth('hashed', true)
describeBoth('plain', false)

function describeBoth(title: string, hashed: boolean): void {
  const pets = new Table<Pet>({
    name: 'pets',
    keyOf: ({ name }) => name,
    indexes: [byKind, byColour],
    hashed,
  })
  const rex: Pet = { name: 'rex', kind: 'dog', colours: ['brown', 'white'] }
  const tom: Pet = { name: 'tom', colours: ['white'] }

  function liveWith(...rows: readonly Pet[]): LiveState {
    const live = new LiveState()
    const txn = new Txn(new View(live, 0), 1)
    for (const row of rows) txn.put(pets, row)
    txn.commit(live)
    return live
  }

  test(`${title}: a transaction sees its writes, others see them after the commit, an older view never`, () => {
    const live = liveWith(rex)
    const before = new View(live, 1)
    const txn = new Txn(before, 2)
    txn.put(pets, tom)
    txn.delete(pets, 'rex')
    expect(txn.get(pets, 'tom')).toBe(tom)
    expect(txn.get(pets, 'rex')).toBeUndefined()
    expect(txn.list(byColour, '')).toEqual([tom])
    expect(new View(live, 1).get(pets, 'rex')).toBe(rex)
    txn.commit(live)
    expect(new View(live, 2).get(pets, 'tom')).toBe(tom)
    expect(before.current).toBe(false)
    expect(before.get(pets, 'rex')).toBe(rex)
    expect(before.get(pets, 'tom')).toBeUndefined()
    expect(before.list(byColour, 'white\0')).toEqual([rex])
  })

  test(`${title}: a dropped transaction leaves no trace`, () => {
    const live = liveWith(rex)
    const view = new View(live, 1)
    const txn = new Txn(view, 2)
    txn.put(pets, { ...rex, kind: 'wolf' })
    txn.put(pets, tom)
    expect(view.current).toBe(true)
    expect(new View(live, 2).list(pets.primary, '')).toEqual([rex])
    expect(new View(live, 2).list(byKind, '')).toEqual([rex])
  })

  test(`${title}: indexes follow the row`, () => {
    const live = liveWith(rex, tom)
    const txn = new Txn(new View(live, 1), 2)
    const changed: Pet = { name: 'rex', colours: ['white', 'black'] }
    txn.put(pets, changed)
    txn.commit(live)
    const view = new View(live, 2)
    expect(view.list(byKind, '')).toEqual([])
    expect(view.list(byColour, 'brown')).toEqual([])
    expect(view.list(byColour, 'white\0')).toEqual([changed, tom])
    expect(view.first(byColour, '')).toBe(changed)
    expect(view.find(byColour, 'black\0rex')).toBe(changed)
  })

  test(`${title}: watchers of the old and of the new place both hear of a move`, () => {
    const live = liveWith(rex)
    const view = new View(live, 1)
    const [dogs, wolves, cats, row] = Array.from({ length: 4 }, () => new WatchSet())
    view.watchPrefix(byKind, 'dog\0', dogs)
    view.watchPrefix(byKind, 'wolf\0', wolves)
    view.watchPrefix(byKind, 'cat\0', cats)
    view.watchKey(pets.primary, 'rex', row)
    const txn = new Txn(view, 2)
    txn.put(pets, { ...rex, kind: 'wolf' })
    expect(new Set(txn.commit(live))).toEqual(new Set([row, dogs, wolves]))
  })

  test(`${title}: a query of an outdated view fires its set at once`, () => {
    const live = liveWith(rex)
    const view = new View(live, 1)
    const txn = new Txn(view, 2)
    txn.put(pets, tom)
    txn.commit(live)
    const watch = new WatchSet()
    view.watchKey(pets.primary, 'unrelated', watch)
    expect(watch.fired).toBe(true)
    expect(live.watchedCount).toBe(0)
  })

  test(`${title}: only one transaction can follow a state`, () => {
    const live = liveWith(rex)
    const view = new View(live, 1)
    const [first, second] = [new Txn(view, 2), new Txn(view, 3)]
    first.put(pets, tom)
    second.put(pets, tom)
    first.commit(live)
    expect(() => second.commit(live)).toThrow('S1')
  })

  test(`${title}: without a change the state stays the same`, () => {
    const live = liveWith(rex)
    const view = new View(live, 1)
    const txn = new Txn(view, 2)
    expect(txn.delete(pets, 'nobody')).toBe(false)
    txn.commit(live)
    expect(view.current).toBe(true)
  })
}
