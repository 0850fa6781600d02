import { type Command, command } from '../command.ts'
import { clientFlags, namespaceFlags, readOptions, serverFlags } from '../flags/http-flags.ts'
import { print } from '../terminal.ts'
import { withClient } from '../with-client.ts'
import { exportedJson } from './kv-entries.ts'
import { attemptKvRead, oneKey } from './kv-text.ts'

/** Prints a tree of keys in the form that `kv import` takes. */
export const kvExport: Command = command({
  usage: 'kv export [KEY_OR_PREFIX]',
  description: [
    'Prints every key that begins with the given prefix, with its value and flags,',
    'as JSON that "consul-ts kv import" takes.',
    '',
    '    $ consul-ts kv export vault',
  ].join('\n'),
  httpFlags: { ...clientFlags, ...serverFlags },
  flags: namespaceFlags,
  async run(invocation) {
    const prefix = oneKey(invocation, { mayMiss: true })
    if (prefix === undefined) return 1
    return withClient(invocation, async ({ kv }) => {
      const { value: entries } = await attemptKvRead(() => kv.list(prefix, readOptions(invocation.flags)))
      const exported = entries.map(({ Key, Flags, Value }) => ({
        key: Key,
        flags: Flags,
        value: Buffer.from(Value ?? []).toString('base64'),
      }))
      print(invocation.terminal, exportedJson(exported))
      return 0
    })
  },
})
