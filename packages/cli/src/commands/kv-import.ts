import { type Command, command } from '../command.ts'
import { attempt, CommandError } from '../command-error.ts'
import { errorText } from '../error-text.ts'
import { clientFlags, namespaceFlags, serverFlags } from '../flags/http-flags.ts'
import { decodeBase64 } from '../go-base64.ts'
import { complain, print } from '../terminal.ts'
import { withClient } from '../with-client.ts'
import { importedEntries } from './kv-entries.ts'
import { dataArgument } from './kv-text.ts'

/** Writes the keys that `kv export` printed. */
export const kvImport: Command = command({
  usage: 'kv import [DATA]',
  description: [
    'Writes keys from the JSON that "consul-ts kv export" prints. The data may be',
    'the argument itself, a file, or standard input:',
    '',
    '    $ consul-ts kv import @filename.json',
    '    $ cat filename.json | consul-ts kv import -',
  ].join('\n'),
  httpFlags: { ...clientFlags, ...serverFlags },
  flags: namespaceFlags,
  async run(invocation) {
    const { args, terminal } = invocation
    const [data] = args
    const mistake = mistakeIn(args)
    if (mistake !== undefined) {
      complain(terminal, `Error! ${mistake}`)
      return 1
    }
    let text: string
    try {
      text = Buffer.from(await dataArgument(data ?? '', terminal)).toString()
    } catch (error) {
      complain(terminal, `Error! ${errorText(error)}`)
      return 1
    }
    return withClient(invocation, async ({ kv }) => {
      for (const { key, flags, value } of importedEntries(text)) {
        const { bytes, corruptAt } = decodeBase64(value)
        if (corruptAt !== undefined) {
          const why = `illegal base64 data at input byte ${corruptAt}`
          throw new CommandError(`Error base 64 decoding value for key ${key}: ${why}`)
        }
        await attempt(`Error! Failed writing data for key ${key}`, () => kv.put(key, bytes, { flags }))
        print(terminal, `Imported: ${key}`)
      }
      return 0
    })
  },
})

function mistakeIn(args: readonly string[]): string | undefined {
  if (args.length === 0) return 'Missing DATA argument'
  if (args.length > 1) return `Too many arguments (expected 1, got ${args.length})`
  return args[0] === '' ? 'Empty DATA argument' : undefined
}
