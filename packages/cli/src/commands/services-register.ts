import type { ServiceRegistration } from '@consul-ts/api-client'
import { type Command, command } from '../command.ts'
import { attempt, CommandError } from '../command-error.ts'
import { type Flags, type FlagValues, intFlag, listFlag, mapFlag, stringFlag } from '../flags/flag.ts'
import { clientFlags, namespaceFlags, serverFlags } from '../flags/http-flags.ts'
import { complain, print } from '../terminal.ts'
import { withClient } from '../with-client.ts'
import { withoutEmpty } from './without-empty.ts'

const flagsOfRegister = {
  address: stringFlag({ usage: 'Address of the service. The default value is that of the node.' }),
  id: stringFlag({ usage: 'Id of the service. The default value is its name.' }),
  kind: stringFlag({ usage: 'Kind of the service.' }),
  meta: mapFlag({ usage: 'Metadata of the service, as key=value. May be given more than once.' }),
  name: stringFlag({ usage: 'Name of the service.' }),
  port: intFlag({ usage: 'Port of the service.' }),
  tag: listFlag({ usage: 'Tag of the service. May be given more than once.' }),
  'tagged-address': mapFlag({
    usage: 'Address of the service for some use, as name=address:port. May be given more than once.',
  }),
  ...namespaceFlags,
} as const satisfies Flags

/** Registers services with the local agent, from flags or files. */
export const servicesRegister: Command = command({
  usage: 'services register [options] [FILE...]',
  description: [
    'Registers services with the local agent: those that configuration files',
    'define, or one that flags describe. They stay until they are deregistered.',
    '',
    '    $ consul-ts services register web.json',
    '    $ consul-ts services register -name=web -port=8080',
  ].join('\n'),
  httpFlags: { ...clientFlags, ...serverFlags },
  flags: flagsOfRegister,
  async run(invocation) {
    const { flags, args, terminal } = invocation
    if (args.length === 0 && flags.name === '') {
      complain(terminal, 'Service registration requires at least one argument or flags.')
      return 1
    }
    if (args.length > 0 && (flags.id !== '' || flags.name !== '')) {
      complain(terminal, 'Service registration requires arguments or -id, not both.')
      return 1
    }
    return withClient(invocation, async ({ agent }) => {
      const services = args.length === 0 ? [described(flags)] : await inFiles(args)
      for (const service of services) {
        const name = service.Name ?? ''
        await attempt(`Error registering service ${JSON.stringify(name)}`, () =>
          agent.serviceRegister(service),
        )
        print(terminal, `Registered service: ${name}`)
      }
      return 0
    })
  },
})

async function inFiles(paths: readonly string[]): Promise<readonly ServiceRegistration[]> {
  const { servicesInFiles } = await import('./service-files.ts')
  return (await servicesInFiles(paths)).map(withoutEmpty)
}

function described(flags: FlagValues<typeof flagsOfRegister>): ServiceRegistration {
  const tagged = Object.entries(flags['tagged-address']).map(([name, text]) => [name, taggedAddress(text)])
  return withoutEmpty({
    Name: flags.name,
    ID: flags.id,
    Kind: flags.kind,
    Address: flags.address,
    Port: flags.port,
    Tags: flags.tag,
    Meta: flags.meta,
    TaggedAddresses: Object.fromEntries(tagged),
  })
}

function taggedAddress(text: string): { Address: string; Port: number } {
  const [, host, port] = /^(\[[^\]]*\]|[^:]*):(\d*)$/.exec(text) ?? []
  if (host === undefined || port === undefined) {
    const why = text.includes(':') ? 'too many colons in address' : 'missing port in address'
    throw new CommandError(`Invalid Tagged Address: address ${text}: ${why}`)
  }
  return { Address: host.replace(/^\[|\]$/g, ''), Port: Number(port) }
}
