import type { Consul } from '@consul-ts/api-client'
import { type Command, command } from '../command.ts'
import { attempt, CommandError } from '../command-error.ts'
import { errorText } from '../error-text.ts'
import { boolFlag, type Flags, type FlagValues, indexFlag, stringFlag, uintFlag } from '../flags/flag.ts'
import { clientFlags, namespaceFlags, serverFlags } from '../flags/http-flags.ts'
import { decodeBase64 } from '../go-base64.ts'
import { complain, print } from '../terminal.ts'
import { withClient } from '../with-client.ts'
import { dataArgument } from './kv-text.ts'

const flags = {
  acquire: boolFlag({
    usage:
      'Lock the key, for the session that -session names; it is made if there is none. The default value is false.',
  }),
  base64: boolFlag({ usage: 'Take the data as base 64. The default value is false.' }),
  cas: boolFlag({
    usage:
      'Write only if the key has not changed since -modify-index, which is then needed. The default value is false.',
  }),
  flags: uintFlag({
    usage: 'A number to store with the value. Consul does not look at it. The default value is 0.',
  }),
  'modify-index': indexFlag({ usage: 'ModifyIndex that the key must have for -cas.' }),
  release: boolFlag({
    usage: 'Unlock the key, which the session that -session names must hold. The default value is false.',
  }),
  session: stringFlag({ usage: 'Session that -acquire and -release are for. The default value is empty.' }),
  ...namespaceFlags,
} as const satisfies Flags

/** Writes a value, or does so together with taking or giving up a lock. */
export const kvPut: Command = command({
  usage: 'kv put [options] KEY [DATA]',
  description: [
    'Stores data under a key.',
    '',
    '    $ consul-ts kv put config/redis/maxconns 5',
    '',
    'The data may come from a file, or from standard input:',
    '',
    '    $ consul-ts kv put config/program/license @license.lic',
    '    $ echo "abcd1234" | consul-ts kv put config/program/license -',
    '',
    'Without data, the key has an empty value:',
    '',
    '    $ consul-ts kv put webapp/beta/active',
    '',
    'To write only if nobody else did since the key was read:',
    '',
    '    $ consul-ts kv put -cas -modify-index=844 config/redis/maxconns 5',
  ].join('\n'),
  httpFlags: { ...clientFlags, ...serverFlags },
  flags,
  async run(invocation) {
    const { flags, args, terminal } = invocation
    const [key, data] = args
    if (key === undefined) {
      complain(terminal, 'Error! Missing KEY argument')
      return 1
    }
    if (args.length > 2) {
      complain(terminal, `Error! Too many arguments (expected 1 or 2, got ${args.length})`)
      return 1
    }
    let bytes: Uint8Array
    try {
      bytes = data === undefined ? new Uint8Array() : await dataArgument(data, terminal)
    } catch (error) {
      complain(terminal, `Error! ${errorText(error)}`)
      return 1
    }
    if (flags.base64) {
      const { bytes: decoded, corruptAt } = decodeBase64(Buffer.from(bytes).toString('latin1'))
      // Said, and what came before it written all the same: so does Consul.
      if (corruptAt !== undefined) {
        complain(
          terminal,
          `Error! Cannot base 64 decode data: illegal base64 data at input byte ${corruptAt}`,
        )
      }
      bytes = decoded
    }
    if ((flags.acquire || flags.release) && flags.session === '') {
      complain(terminal, 'Error! Missing -session (required with -acquire and -release)')
      return 1
    }
    if (flags.cas && flags['modify-index'] === 0) {
      complain(terminal, 'Must specify -modify-index with -cas!')
      return 1
    }
    return withClient(invocation, async (consul) => {
      const [write, success, refusal] = planOf(consul, { key, bytes, flags })
      const done = await attempt('Error! Failed writing data', write)
      if (!done) throw new CommandError(`Error! ${refusal}`)
      print(terminal, `Success! ${success}: ${key}`)
      return 0
    })
  },
})

interface Put {
  readonly key: string
  readonly bytes: Uint8Array
  readonly flags: FlagValues<typeof flags>
}

/** The write, what to say when it is done, and what when it is not. */
function planOf(consul: Consul, { key, bytes, flags }: Put): [() => Promise<boolean>, string, string] {
  const { session } = flags
  const options = { flags: flags.flags }
  if (flags.cas) {
    const index = flags['modify-index']
    const refusal = `Did not write to ${key}: CAS failed`
    return [() => consul.kv.cas(key, bytes, { ...options, index }), 'Data written to', refusal]
  }
  if (flags.acquire) {
    const acquire = (): Promise<boolean> => consul.kv.acquire(key, bytes, { ...options, session })
    return [acquire, 'Lock acquired on', 'Did not acquire lock']
  }
  if (flags.release) {
    const release = (): Promise<boolean> => consul.kv.release(key, bytes, { ...options, session })
    return [release, 'Lock released on', 'Did not release lock']
  }
  const put = async (): Promise<boolean> => {
    await consul.kv.put(key, bytes, options)
    return true
  }
  return [put, 'Data written to', '']
}
