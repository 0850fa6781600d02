import { type Command, command } from '../command.ts'
import { attempt } from '../command-error.ts'
import { clientFlags, readOptions, serverFlags } from '../flags/http-flags.ts'
import { print } from '../terminal.ts'
import { withClient } from '../with-client.ts'
import { noArguments } from './no-arguments.ts'

/** Prints the names of the datacenters. */
export const catalogDatacenters: Command = command({
  usage: 'catalog datacenters [options]',
  description: 'Prints every known datacenter, the nearest first.',
  httpFlags: { ...clientFlags, ...serverFlags },
  flags: {},
  async run(invocation) {
    if (!noArguments(invocation)) return 1
    return withClient(invocation, async ({ catalog }) => {
      const options = readOptions(invocation.flags)
      const names = await attempt('Error listing datacenters', () => catalog.datacenters(options))
      for (const name of names) print(invocation.terminal, name)
      return 0
    })
  },
})
