import { type Command, command } from '../command.ts'
import { boolFlag, type Flags, stringFlag } from '../flags/flag.ts'
import { complain, print } from '../terminal.ts'
import { consulVersion, npmVersion, protocol, revision } from '../versions.ts'

const flags = {
  detailed: boolFlag({ usage: 'Print also the version of the npm package. The default value is false.' }),
  format: stringFlag({ initial: 'pretty', usage: 'How to print it: {pretty|json}' }),
} as const satisfies Flags

/** Prints which Consul this is compatible with. */
export const version: Command = command({
  usage: 'version [options]',
  description: '',
  httpFlags: {},
  flags,
  async run({ flags, terminal }) {
    switch (flags.format) {
      case 'pretty': {
        print(terminal, `Consul v${consulVersion}`)
        const { byDefault, min, max } = protocol
        const upgrade = `(agent will automatically use protocol >${byDefault} when speaking to compatible agents)`
        print(terminal, `Protocol ${byDefault} spoken by default, understands ${min} to ${max} ${upgrade}`)
        if (flags.detailed) print(terminal, `@consul-ts/cli ${npmVersion}`)
        print(terminal, '')
        return 0
      }
      case 'json': {
        const { byDefault, min, max } = protocol
        const value = {
          Version: consulVersion,
          Revision: revision,
          Prerelease: '',
          RPC: { Default: byDefault, Min: min, Max: max },
          ...(flags.detailed ? { Package: npmVersion } : {}),
        }
        print(terminal, JSON.stringify(value, null, 3))
        return 0
      }
      default:
        complain(terminal, `Unknown format: ${flags.format}`)
        return 1
    }
  },
})
