import assert from 'node:assert/strict'
import type { Entry, HardState, LogStore, LogWrite } from '../src/index.ts'

/** How the suite registers a case with the caller's runner. */
export type RegisterTest = (name: string, run: () => Promise<void>) => void

export interface LogStoreSuiteOptions {
  /** `test` of the runner, or anything of its shape. */
  readonly test: RegisterTest
  /**
   * Opens the store at a place: an empty one where none was, the same content where one was closed. The suite loads
   * and closes what it opens, and uses each place for one case only.
   */
  readonly open: (place: string) => Promise<LogStore>
}

/** What every `LogStore` must do. Asserts with `node:assert`. */
export function logStoreSuite({ test, open }: LogStoreSuiteOptions): void {
  const cases: Readonly<Record<string, (place: string) => Promise<void>>> = {
    'a new store has no hard state and no entries': async (place) => {
      await using store = await opened(place)
      assert.equal(store.hardState, undefined)
      assert.deepEqual(store.entries, [])
    },

    'what was written is there after it is opened again': async (place) => {
      const entries = [entry(1, 1, 5), entry(2, 1), entry(3, 4)]
      await wrote(place, { hardState: { term: 4, votedFor: '127.0.0.1:8300' }, entries })
      await using store = await opened(place)
      assert.deepEqual(store.hardState, { term: 4, votedFor: '127.0.0.1:8300' })
      assert.deepEqual(store.entries, entries.map(plain))
    },

    'a hard state without entries is kept': async (place) => {
      await wrote(place, { hardState: { term: 7, votedFor: '' } })
      await wrote(place, { hardState: { term: 8, votedFor: 'ünïcode:1' } })
      await using store = await opened(place)
      assert.deepEqual(store.hardState, { term: 8, votedFor: 'ünïcode:1' })
    },

    'entries keep data and extensions of every length': async (place) => {
      const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i * 7)
      const lengths = [0, 1, 127, 4096, 700_000]
      const entries = lengths.map((length, i) => ({
        ...entry(i + 1, 1),
        Data: bytes(length),
        Extensions: bytes(lengths.at(-1 - i) as number),
      }))
      await wrote(place, { entries })
      await using store = await opened(place)
      assert.deepEqual(store.entries, entries.map(plain))
    },

    'indexes and terms up to 2^53 - 1 are exact': async (place) => {
      const hardState = { term: Number.MAX_SAFE_INTEGER, votedFor: '' }
      const entries = [entry(1, 2 ** 32), entry(2, Number.MAX_SAFE_INTEGER)]
      await wrote(place, { hardState, entries })
      await using store = await opened(place)
      assert.deepEqual(store.hardState, hardState)
      assert.deepEqual(store.entries, entries.map(plain))
    },

    'writes follow on each other': async (place) => {
      const written: Entry[] = []
      {
        await using store = await opened(place)
        for (let index = 1; index <= 50; index += 5) {
          const entries = [0, 1, 2, 3, 4].map((i) => entry(index + i, index))
          written.push(...entries)
          await store.write({ entries })
        }
      }
      await using store = await opened(place)
      assert.deepEqual(store.entries, written.map(plain))
    },

    'read gives [from, to), of this life and of earlier ones': async (place) => {
      const entries = Array.from({ length: 300 }, (_, i) => entry(i + 1, 1))
      await wrote(place, { entries: entries.slice(0, 200) })
      await using store = await opened(place)
      await store.write({ entries: entries.slice(200) })
      for (const [from, to] of [
        [1, 301],
        [1, 2],
        [199, 203],
        [300, 301],
        [255, 258],
      ] as const) {
        const read = await store.log.read(from, to)
        assert.deepEqual(read.map(plain), entries.slice(from - 1, to - 1).map(plain))
      }
    },

    'truncateAfter drops what is above, then entries are added, in one write': async (place) => {
      const first = [entry(1, 1), entry(2, 1), entry(3, 1), entry(4, 1)]
      await wrote(place, { entries: first })
      const second = [entry(3, 2)]
      await wrote(place, { hardState: { term: 2, votedFor: '' }, truncateAfter: 2, entries: second })
      {
        await using store = await opened(place)
        assert.deepEqual(store.entries, [...first.slice(0, 2), ...second].map(plain))
        await store.write({ entries: [entry(4, 2)] })
        assert.deepEqual((await store.log.read(3, 5)).map(plain), [entry(3, 2), entry(4, 2)].map(plain))
      }
      await using store = await opened(place)
      assert.equal(store.entries.length, 4)
    },

    'truncateAfter 0 empties the log and keeps the hard state': async (place) => {
      await wrote(place, { hardState: { term: 3, votedFor: 'b:1' }, entries: [entry(1, 1), entry(2, 1)] })
      await wrote(place, { hardState: { term: 3, votedFor: 'b:1' }, truncateAfter: 0 })
      await using store = await opened(place)
      assert.deepEqual(store.entries, [])
      assert.deepEqual(store.hardState, { term: 3, votedFor: 'b:1' })
    },

    'close waits for a write that was begun': async (place) => {
      const store = await opened(place)
      const written = store.write({ entries: [entry(1, 1)] })
      await store.log.close()
      await written
      await using again = await opened(place)
      assert.equal(again.entries.length, 1)
    },
  }
  for (const [name, run] of Object.entries(cases)) {
    test(name, () => run(name.replace(/\W+/g, '-')))
  }

  async function opened(place: string): Promise<Opened> {
    const log = await open(place)
    const entries: object[] = []
    const hardState = await log.load((entry) => entries.push(plain(entry)))
    return {
      log,
      entries,
      hardState,
      write: ({ hardState = { term: 1, votedFor: '' }, truncateAfter, entries = [] }) =>
        log.write({ hardState, truncateAfter, entries }),
      [Symbol.asyncDispose]: () => log.close(),
    }
  }

  async function wrote(place: string, write: Partial<LogWrite>): Promise<void> {
    await using store = await opened(place)
    await store.write(write)
  }
}

interface Opened extends AsyncDisposable {
  readonly log: LogStore
  /** As they were loaded. */
  readonly entries: readonly object[]
  readonly hardState: HardState | undefined
  write(write: Partial<LogWrite>): Promise<void>
}

function entry(Index: number, Term: number, Type = 0): Entry {
  return {
    Data: Uint8Array.of(Index & 255, Term & 255, 0xff),
    Extensions: new Uint8Array(0),
    Index,
    Term,
    Type,
  }
}

/** A form in which two entries of equal content are equal, whichever kind of byte array holds it. */
function plain({ Data, Extensions, ...numbers }: Entry): object {
  return { ...numbers, Data: hex(Data), Extensions: hex(Extensions) }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
