import { type Command, command } from '../command.ts'
import { attempt } from '../command-error.ts'
import { type Flags, stringFlag } from '../flags/flag.ts'
import { clientFlags, namespaceFlags, serverFlags } from '../flags/http-flags.ts'
import { complain, print } from '../terminal.ts'
import { withClient } from '../with-client.ts'

const flags = {
  id: stringFlag({ usage: 'Id of the service to remove. Not together with files.' }),
  ...namespaceFlags,
} as const satisfies Flags

/** Removes services from the local agent. */
export const servicesDeregister: Command = command({
  usage: 'services deregister [options] [FILE...]',
  description: [
    'Removes services from the local agent: those that configuration files define,',
    'or the one with an id.',
    '',
    '    $ consul-ts services deregister web.json db.json',
    '    $ consul-ts services deregister -id=web',
    '',
    'It must be the agent that they were registered with.',
  ].join('\n'),
  httpFlags: { ...clientFlags, ...serverFlags },
  flags,
  async run(invocation) {
    const { flags, args, terminal } = invocation
    if (args.length === 0 && flags.id === '') {
      complain(terminal, 'Service deregistration requires at least one argument or -id.')
      return 1
    }
    if (args.length > 0 && flags.id !== '') {
      complain(terminal, 'Service deregistration requires arguments or -id, not both.')
      return 1
    }
    return withClient(invocation, async ({ agent }) => {
      for (const id of args.length === 0 ? [flags.id] : await idsInFiles(args)) {
        await attempt(`Error deregistering service ${JSON.stringify(id)}`, () => agent.serviceDeregister(id))
        print(terminal, `Deregistered service: ${id}`)
      }
      return 0
    })
  },
})

async function idsInFiles(paths: readonly string[]): Promise<readonly string[]> {
  const { servicesInFiles } = await import('./service-files.ts')
  return (await servicesInFiles(paths)).map(({ ID }) => ID)
}
