import { readFile } from 'node:fs/promises'
import { ConsulError } from '@consul-ts/api-client'
import type { DirEntry } from '@consul-ts/structs'
import { columns, detailGap } from '../columns.ts'
import { attempt, CommandError } from '../command-error.ts'
import { errorText } from '../error-text.ts'
import { complain, type Terminal } from '../terminal.ts'

interface Arguments {
  readonly args: readonly string[]
  readonly terminal: Terminal
}

/** The one key or prefix among the arguments; undefined after saying what is wrong with them. */
export function oneKey({ args, terminal }: Arguments, { mayMiss }: { mayMiss: boolean }): string | undefined {
  if (args.length > 1) {
    complain(terminal, `Too many arguments (expected 1, got ${args.length})`)
    return undefined
  }
  const key = args[0] ?? ''
  if (key !== '' || mayMiss) return key.startsWith('/') ? key.slice(1) : key
  complain(terminal, 'Error! Missing KEY argument')
  return undefined
}

/** A read of keys. Of a refusal only the status is told, as scripts have come to expect. */
export function attemptKvRead<T>(work: () => Promise<T>): Promise<T> {
  return attempt('Error querying Consul agent', async () => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof ConsulError && error.code === 'CONSUL_STATUS') {
        throw new CommandError(`Unexpected response code: ${error.status}`)
      }
      throw error
    }
  })
}

export function valueBytes({ Value }: DirEntry, { base64 }: { readonly base64: boolean }): Uint8Array {
  const bytes = Value ?? new Uint8Array()
  return base64 ? Buffer.from(Buffer.from(bytes).toString('base64')) : bytes
}

/** All that is known of an entry, one thing a line; no newline at the end. */
export function detailedEntry(entry: DirEntry, options: { readonly base64: boolean }): string {
  const rows = [
    ['CreateIndex', String(entry.CreateIndex)],
    ['Flags', String(entry.Flags)],
    ['Key', entry.Key],
    ['LockIndex', String(entry.LockIndex)],
    ['ModifyIndex', String(entry.ModifyIndex)],
    ['Session', entry.Session || '-'],
    ['Value', Buffer.from(valueBytes(entry, options)).toString()],
  ]
  return columns(rows, detailGap)
}

/** An argument that is data, `@file`, or `-` for what comes in. Throws `CommandError`. */
export async function dataArgument(argument: string, terminal: Terminal): Promise<Uint8Array> {
  if (argument === '-') {
    const chunks: Buffer[] = []
    for await (const chunk of terminal.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  }
  if (!argument.startsWith('@')) return Buffer.from(argument)
  try {
    return await readFile(argument.slice(1))
  } catch (error) {
    throw new CommandError(`Failed to read file: ${errorText(error)}`)
  }
}
