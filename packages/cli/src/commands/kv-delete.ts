import { type Command, command } from '../command.ts'
import { attempt, CommandError } from '../command-error.ts'
import { boolFlag, type Flags, indexFlag } from '../flags/flag.ts'
import { clientFlags, namespaceFlags, serverFlags } from '../flags/http-flags.ts'
import { complain, print } from '../terminal.ts'
import { withClient } from '../with-client.ts'
import { oneKey } from './kv-text.ts'

const flags = {
  cas: boolFlag({
    usage:
      'Remove only if the key has not changed since -modify-index, which is then needed. The default value is false.',
  }),
  'modify-index': indexFlag({ usage: 'ModifyIndex that the key must have for -cas.' }),
  recurse: boolFlag({
    usage: 'Remove every key that begins with the given prefix. The default value is false.',
  }),
  ...namespaceFlags,
} as const satisfies Flags

/** Removes a key, or all with a prefix. */
export const kvDelete: Command = command({
  usage: 'kv delete [options] KEY_OR_PREFIX',
  description: [
    'Removes a key; one that does not exist is no error.',
    '',
    '    $ consul-ts kv delete foo',
    '',
    'Remove every key that begins with "foo", such as "food" and "foo/bar":',
    '',
    '    $ consul-ts kv delete -recurse foo',
  ].join('\n'),
  httpFlags: { ...clientFlags, ...serverFlags },
  flags,
  async run(invocation) {
    const { flags, terminal } = invocation
    const key = oneKey(invocation, { mayMiss: flags.recurse })
    if (key === undefined) return 1
    const index = flags['modify-index']
    const conflict = conflictOf(flags.cas, index, flags.recurse)
    if (conflict !== undefined) {
      complain(terminal, conflict)
      return 1
    }
    return withClient(invocation, async ({ kv }) => {
      if (flags.recurse) {
        await attempt(`Error! Did not delete prefix ${key}`, () => kv.deleteTree(key))
        print(terminal, `Success! Deleted keys with prefix: ${key}`)
      } else if (flags.cas) {
        const done = await attempt(`Error! Did not delete key ${key}`, () => kv.deleteCas(key, { index }))
        if (!done) throw new CommandError(`Error! Did not delete key ${key}: CAS failed`)
        print(terminal, `Success! Deleted key: ${key}`)
      } else {
        await attempt(`Error deleting key ${key}`, () => kv.delete(key))
        print(terminal, `Success! Deleted key: ${key}`)
      }
      return 0
    })
  },
})

function conflictOf(cas: boolean, index: number, recurse: boolean): string | undefined {
  if (cas && index === 0) return 'Must specify -modify-index with -cas!'
  if (!cas && index !== 0) return 'Cannot specify -modify-index without -cas!'
  if (cas && recurse) return 'Cannot specify both -cas and -recurse!'
  return undefined
}
