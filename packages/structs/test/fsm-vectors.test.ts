import { ByteReader, ByteWriter } from '@consul-ts/wire'
import { expect, test } from 'vitest'
import {
  DirEntry,
  decodeCommand,
  encodeCommand,
  readSnapshotRecord,
  SnapshotHeader,
  writeSnapshotRecord,
} from '../src/index.ts'
import { fromHex, type RecordedRecord, sha256, toHex, vectors } from './vectors.ts'

test.each(vectors<RecordedRecord>('fsm/log-commands.json'))('log command $name re-encodes', ({ hex }) => {
  const command = decodeCommand(fromHex(hex))
  if (!command) throw new Error('unknown command')
  expect(toHex(encodeCommand(command.type, command.value))).toBe(hex)
})

const records = vectors<RecordedRecord>('fsm/full-1.8.7.state-records.json')

test.each(records.filter(({ hex }) => hex !== undefined))('snapshot $name re-encodes', ({ hex }) => {
  const input = new ByteReader(fromHex(hex))
  const { type, value } = readSnapshotRecord(input)
  expect(input.remaining).toBe(0)
  const out = new ByteWriter()
  writeSnapshotRecord(out, type, value)
  expect(toHex(out.finish())).toBe(hex)
})

test('the snapshot header is a record of its own', () => {
  expect(toHex(SnapshotHeader.encode({ LastIndex: 159 }))).toBe('81a94c617374496e646578cc9f')
})

test('a value of 700 KiB encodes to the recorded length and hash', () => {
  const recorded = records.find(({ sha256 }) => sha256 !== undefined) as RecordedRecord
  const value = DirEntry.create({
    CreateIndex: 138,
    ModifyIndex: 138,
    Key: 'big',
    Value: new Uint8Array(716_800).fill(0x41),
  })
  const out = new ByteWriter()
  writeSnapshotRecord(out, 'KV', value)
  const bytes = out.finish()
  expect(toHex(bytes.subarray(0, 256)).startsWith((recorded.hexHead as string).slice(0, 512))).toBe(true)
  expect(bytes).toHaveLength(recorded.length as number)
  expect(sha256(bytes)).toBe(recorded.sha256)
  const again = new ByteWriter()
  const read = readSnapshotRecord(new ByteReader(bytes))
  writeSnapshotRecord(again, read.type, read.value)
  expect(sha256(again.finish())).toBe(recorded.sha256)
})

test('the recordings are all there', () => {
  expect(vectors('fsm/log-commands.json')).toHaveLength(88)
  expect(records).toHaveLength(101)
})
