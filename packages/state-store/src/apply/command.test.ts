import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { autopilot, coordinateOf, coordinates, nodeOf, Scenario, set, txn } from '../../test/scenario.ts'
import { autopilotConfig, coordinateList, type StateStore, StateStoreError } from '../index.ts'
import { decodeCommand, encodeCommand } from './command.ts'

interface Entry {
  readonly index: number
  readonly hex: string
}

const recorded: readonly Entry[] = JSON.parse(
  readFileSync(new URL('../../test/vectors/log-commands.json', import.meta.url), 'utf8'),
)

test.each(recorded)('the recorded entry $index decodes and encodes to its bytes', ({ hex }) => {
  const decoded = decodeCommand(Buffer.from(hex, 'hex'))
  if (decoded.kind === 'ignored' || decoded.kind === 'unsupported') throw new Error(decoded.kind)
  expect(Buffer.from(encodeCommand(decoded)).toString('hex')).toBe(hex)
})

const apply = (store: StateStore, ...data: readonly number[]) =>
  store.apply(store.appliedIndex + 1, Uint8Array.from(data))

test.each([4, 7, 11, 12, 13, 17, 22, 30, 21 | 0x80])('type %i is refused as not kept here', (type) => {
  const { store } = new Scenario()
  expect(apply(store, type, 0x80)).toMatchObject({
    result: { kind: 'error', code: 'STATE_COMMAND_UNSUPPORTED' },
    effects: [],
  })
  expect(store.appliedIndex).toBe(1)
})

test('so are intentions in a transaction', () => {
  const scenario = new Scenario()
  const Intention = { Datacenter: '', Op: 'create', Intention: null, Token: '' }
  expect(scenario.apply(txn({ Intention })).result).toMatchObject({ code: 'STATE_COMMAND_UNSUPPORTED' })
})

test.each([10, 14, 15, 16, 29, 31, 127])(
  'unknown type %i stops the server, unless it may be skipped',
  (type) => {
    const { store } = new Scenario()
    expect(() => apply(store, type, 0x80)).toThrow(expect.objectContaining({ code: 'STATE_COMMAND_UNKNOWN' }))
    expect(store.appliedIndex).toBe(0)
    expect(apply(store, type | 0x80, 0x80)).toEqual({ result: { kind: 'done' }, effects: [] })
    expect(store.appliedIndex).toBe(1)
  },
)

test('a type that is known is not skipped, whatever its flag', () => {
  const scenario = new Scenario()
  const data = encodeCommand(set('k'))
  data[0] = 2 | 0x80
  scenario.store.apply(1, data)
  expect(scenario.index).toBe(1)
  expect(decodeCommand(data).kind).toBe('kvs')
})

test('any bytes apply or throw a coded error, and then nothing is changed', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...recorded),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
      fc.nat(),
      ({ hex }, edits, cut) => {
        const data = Buffer.from(hex, 'hex')
        for (const [at, byte] of edits) data[at % data.length] = byte
        const { store } = new Scenario()
        const view = store.view()
        try {
          store.apply(1, data.subarray(0, edits.length === 0 ? cut % data.length : data.length))
        } catch (error) {
          expect(error).toBeInstanceOf(StateStoreError)
          expect(store.view()).toBe(view)
        }
      },
    ),
  )
})

test('indexes only rise', () => {
  const scenario = new Scenario().done(nodeOf('n'))
  expect(() => scenario.store.apply(1, encodeCommand(set('k')))).toThrow('S2')
})

test('the autopilot configuration is set, or with cas only where it stood so', () => {
  const scenario = new Scenario()
  expect(scenario.flag(autopilot(true, { ModifyIndex: 0 }))).toBe(false)
  expect(scenario.apply(autopilot(false, { MaxTrailingLogs: 5 })).result).toEqual({ kind: 'done' })
  expect(scenario.flag(autopilot(true, { ModifyIndex: 1 }))).toBe(false)
  expect(scenario.flag(autopilot(true, { ModifyIndex: 2, MaxTrailingLogs: 6 }))).toBe(true)
  expect(autopilotConfig(scenario.view)).toMatchObject({
    index: 0,
    value: { MaxTrailingLogs: 6, CreateIndex: 2, ModifyIndex: 4 },
  })
})

test('coordinates replace one another by node and segment; strange ones are skipped', () => {
  const scenario = new Scenario().done(nodeOf('n'), coordinates('N', 'x'))
  const batch = [
    coordinateOf('n', { Height: 1 }),
    coordinateOf('n', { Vec: [Number.NaN] }),
    coordinateOf('n', { Error: Number.POSITIVE_INFINITY }),
    { ...coordinateOf('n'), Coord: null },
    { ...coordinateOf('n'), Segment: 'a' },
  ]
  expect(coordinateList(scenario.view).value).toMatchObject([{ Node: 'N' }])
  scenario.done({ kind: 'coordinates', request: batch })
  expect(coordinateList(scenario.view)).toEqual({ index: 3, value: [batch[0], batch[4]] })
})
