import { expect, test } from 'vitest'
import {
  type CommandName,
  commandTypes,
  decodeCommand,
  encodeCommand,
  KVSRequest,
  methods,
  SessionRequest,
  StructsError,
} from './index.ts'

test('a command is its type byte and its value', () => {
  const value = KVSRequest.create({ Op: 'set' })
  const bytes = encodeCommand('KVS', value)
  expect(bytes[0]).toBe(2)
  expect(bytes.subarray(1)).toEqual(KVSRequest.encode(value))
  expect(decodeCommand(bytes)).toEqual({ type: 'KVS', value })
})

test('narrowing the type narrows the value', () => {
  const command = decodeCommand(encodeCommand('Session', SessionRequest.create({ Op: 'create' })))
  expect(command?.type === 'Session' && command.value.Session.LockDelay).toBe(0)
})

test.each([
  ['CoordinateBatchUpdate', 134],
  ['ConnectCALeaf', 149],
] as const)('%s goes out as one that may be skipped', (type, byte) => {
  const bytes = encodeCommand(type, commandTypes[type].body.zero)
  expect(bytes[0]).toBe(byte)
  expect(decodeCommand(bytes)?.type).toBe(type)
  bytes[0] = byte - 128
  expect(decodeCommand(bytes)?.type).toBe(type)
})

test('an unknown command is skipped only where it is marked so', () => {
  expect(decodeCommand(Uint8Array.of(128 + 99, 0xc0))).toBeUndefined()
  expect(() => decodeCommand(Uint8Array.of(99, 0xc0))).toThrow(
    expect.objectContaining({ code: 'STRUCTS_COMMAND_UNKNOWN' }),
  )
  // A snapshot's record types are no commands.
  expect(() => decodeCommand(Uint8Array.of(16, 0x80))).toThrow(StructsError)
})

test('bytes after a command are refused', () => {
  const bytes = encodeCommand('KVS', KVSRequest.create())
  expect(() => decodeCommand(Uint8Array.of(...bytes, 0))).toThrow(
    expect.objectContaining({ code: 'STRUCTS_MALFORMED' }),
  )
})

test('every method that writes to the log names commands that exist', () => {
  for (const [name, { kind, commands }] of Object.entries(methods)) {
    if (commands.length > 0) expect(`${name} ${kind}`).toBe(`${name} write`)
    for (const command of commands) expect(commandTypes[command as CommandName]).toBeDefined()
  }
  expect(Object.keys(methods)).toHaveLength(109)
})
