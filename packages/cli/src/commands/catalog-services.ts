import type { Consul, QueryOptions } from '@consul-ts/api-client'
import { columns, detailGap } from '../columns.ts'
import { type Command, command } from '../command.ts'
import { attempt } from '../command-error.ts'
import { boolFlag, type Flags, mapFlag, stringFlag } from '../flags/flag.ts'
import { clientFlags, namespaceFlags, readOptions, serverFlags } from '../flags/http-flags.ts'
import { complain, print } from '../terminal.ts'
import { withClient } from '../with-client.ts'
import { noArguments } from './no-arguments.ts'

const flags = {
  node: stringFlag({ placeholder: 'id or name', usage: 'Print only services of this node.' }),
  'node-meta': mapFlag({
    placeholder: 'key=value',
    usage: 'Print only services of nodes with this metadata. May be given more than once.',
  }),
  tags: boolFlag({ usage: "Print each service's tags beside it." }),
  ...namespaceFlags,
} as const satisfies Flags

/** Prints the names of a datacenter's services. */
export const catalogServices: Command = command({
  usage: 'catalog services [options]',
  description: [
    'Prints the services of a datacenter.',
    '',
    '    $ consul-ts catalog services',
    '',
    'With their tags:',
    '',
    '    $ consul-ts catalog services -tags',
    '',
    'Only those of one node, or of nodes with some metadata:',
    '',
    '    $ consul-ts catalog services -node=web',
    '    $ consul-ts catalog services -node-meta="foo=bar"',
  ].join('\n'),
  httpFlags: { ...clientFlags, ...serverFlags },
  flags,
  async run(invocation) {
    const { flags, terminal } = invocation
    if (!noArguments(invocation)) return 1
    return withClient(invocation, async (consul) => {
      const options = { ...readOptions(flags), nodeMeta: flags['node-meta'] }
      const tags = await (flags.node === '' ? listed(consul, options) : ofNode(consul, flags.node, options))
      const names = [...tags.keys()].sort()
      if (names.length === 0) {
        complain(terminal, 'No services match the given query - try expanding your search.')
      } else if (flags.tags) {
        print(
          terminal,
          columns(
            names.map((name) => [name, [...(tags.get(name) ?? [])].sort().join(',')]),
            detailGap,
          ),
        )
      } else {
        for (const name of names) print(terminal, name)
      }
      return 0
    })
  },
})

type TagsByName = ReadonlyMap<string, readonly string[]>

async function listed({ catalog }: Consul, options: QueryOptions): Promise<TagsByName> {
  const { value } = await attempt('Error listing services', () => catalog.services(options))
  return new Map(Object.entries(value).map(([name, tags]) => [name, tags ?? []]))
}

async function ofNode({ catalog }: Consul, node: string, options: QueryOptions): Promise<TagsByName> {
  const { value } = await attempt('Error listing services for node', () => catalog.node(node, options))
  const tags = new Map<string, readonly string[]>()
  for (const { Service, Tags } of Object.values(value?.Services ?? {})) {
    tags.set(Service, [...(tags.get(Service) ?? []), ...(Tags ?? [])])
  }
  return tags
}
