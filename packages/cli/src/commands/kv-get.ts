import type { Consul } from '@consul-ts/api-client'
import type { DirEntry } from '@consul-ts/structs'
import { type Command, command, type Invocation } from '../command.ts'
import { boolFlag, type Flags, stringFlag } from '../flags/flag.ts'
import { clientFlags, namespaceFlags, readOptions, serverFlags } from '../flags/http-flags.ts'
import { print, type Terminal } from '../terminal.ts'
import { withClient } from '../with-client.ts'
import { attemptKvRead, detailedEntry, oneKey, valueBytes } from './kv-text.ts'

const httpFlags = { ...clientFlags, ...serverFlags }
const flags = {
  base64: boolFlag({ usage: 'Print the value in base 64. The default value is false.' }),
  detailed: boolFlag({
    usage:
      'Print everything known of the key besides its value, such as its ModifyIndex and flags. The default value is false.',
  }),
  keys: boolFlag({
    usage:
      'Print only the names of the keys that begin with the given prefix, each up to the first -separator after it. The default value is false.',
  }),
  recurse: boolFlag({
    usage: 'Print every key that begins with the given prefix. The default value is false.',
  }),
  separator: stringFlag({
    initial: '/',
    usage: 'Where -keys cuts names; empty for whole names. The default value is "/".',
  }),
  ...namespaceFlags,
} as const satisfies Flags

/** Prints a value, several, or names of keys. */
export const kvGet: Command = command({
  usage: 'kv get [options] [KEY_OR_PREFIX]',
  description: [
    'Prints the value of a key; a key that does not exist is an error, one without',
    'a value prints an empty line.',
    '',
    '    $ consul-ts kv get foo',
    '',
    'Print all that is known of it:',
    '',
    '    $ consul-ts kv get -detailed foo',
    '',
    'Print every key that begins with "foo", or only their names:',
    '',
    '    $ consul-ts kv get -recurse foo',
    '    $ consul-ts kv get -keys foo',
  ].join('\n'),
  httpFlags,
  flags,
  async run(invocation) {
    const { flags, terminal } = invocation
    const key = oneKey(invocation, { mayMiss: flags.keys || flags.recurse })
    if (key === undefined) return 1
    return withClient(invocation, async (consul) => {
      if (flags.keys) return printKeys(consul, key, invocation)
      if (flags.recurse) return printTree(consul, key, invocation)
      const { value: entry } = await attemptKvRead(() => consul.kv.get(key, readOptions(flags)))
      if (!entry) {
        terminal.stderr.write(`Error! No key exists at: ${key}\n`)
        return 1
      }
      if (flags.detailed) print(terminal, detailedEntry(entry, flags))
      else printValue(terminal, entry, flags)
      return 0
    })
  },
})

type KvGet = Invocation<typeof flags, typeof httpFlags>

async function printKeys(consul: Consul, prefix: string, { flags, terminal }: KvGet): Promise<number> {
  const { value: keys } = await attemptKvRead(() =>
    consul.kv.keys(prefix, { ...readOptions(flags), separator: flags.separator }),
  )
  for (const key of keys) print(terminal, key)
  return 0
}

async function printTree(consul: Consul, prefix: string, { flags, terminal }: KvGet): Promise<number> {
  const { value: entries } = await attemptKvRead(() => consul.kv.list(prefix, readOptions(flags)))
  for (const [at, entry] of entries.entries()) {
    if (flags.detailed) {
      if (at > 0) print(terminal, '')
      print(terminal, detailedEntry(entry, flags))
    } else {
      terminal.stdout.write(`${entry.Key}:`)
      printValue(terminal, entry, flags)
    }
  }
  return 0
}

function printValue(terminal: Terminal, entry: DirEntry, options: { readonly base64: boolean }): void {
  terminal.stdout.write(Buffer.concat([valueBytes(entry, options), Buffer.from('\n')]))
}
