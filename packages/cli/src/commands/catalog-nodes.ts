import type { Consul, QueryOptions } from '@consul-ts/api-client'
import type { Node } from '@consul-ts/structs'
import { columns } from '../columns.ts'
import { type Command, command } from '../command.ts'
import { attempt } from '../command-error.ts'
import { boolFlag, type Flags, mapFlag, stringFlag } from '../flags/flag.ts'
import { clientFlags, readOptions, serverFlags } from '../flags/http-flags.ts'
import { complain, print } from '../terminal.ts'
import { withClient } from '../with-client.ts'
import { noArguments } from './no-arguments.ts'

const flags = {
  detailed: boolFlag({ usage: 'Print whole ids, and the addresses and metadata of the nodes.' }),
  filter: stringFlag({ usage: 'Print only nodes for which this expression holds.' }),
  near: stringFlag({
    usage: 'Print the nodes in order of their distance from this one, or with "_agent" from the agent.',
  }),
  'node-meta': mapFlag({
    placeholder: 'key=value',
    usage: 'Print only nodes with this metadata. May be given more than once.',
  }),
  service: stringFlag({
    placeholder: 'id or name',
    usage: 'Print only nodes that provide this service.',
  }),
} as const satisfies Flags

/** Prints the nodes of a datacenter. */
export const catalogNodes: Command = command({
  usage: 'catalog nodes [options]',
  description: [
    'Prints the nodes of a datacenter.',
    '',
    '    $ consul-ts catalog nodes',
    '',
    'With all that is known of them:',
    '',
    '    $ consul-ts catalog nodes -detailed',
    '',
    'Only those that run a service, or have some metadata:',
    '',
    '    $ consul-ts catalog nodes -service=web',
    '    $ consul-ts catalog nodes -node-meta="foo=bar"',
    '',
    'The nearest to node-web first:',
    '',
    '    $ consul-ts catalog nodes -near=node-web',
  ].join('\n'),
  httpFlags: { ...clientFlags, ...serverFlags },
  flags,
  async run(invocation) {
    const { flags, terminal } = invocation
    if (!noArguments(invocation)) return 1
    return withClient(invocation, async (consul) => {
      const { near, filter, service } = flags
      const options = { ...readOptions(flags), near, filter, nodeMeta: flags['node-meta'] }
      const nodes = await (service === '' ? listed(consul, options) : serving(consul, service, options))
      if (nodes.length === 0)
        complain(terminal, 'No nodes match the given query - try expanding your search.')
      else print(terminal, columns(flags.detailed ? detailedRows(nodes) : rows(nodes)))
      return 0
    })
  },
})

async function listed({ catalog }: Consul, options: QueryOptions): Promise<readonly Node[]> {
  return (await attempt('Error listing nodes', () => catalog.nodes(options))).value
}

/** The nodes of a service's instances, each once. */
async function serving(
  { catalog }: Consul,
  service: string,
  options: QueryOptions,
): Promise<readonly Node[]> {
  const { value: instances } = await attempt('Error listing nodes for service', () =>
    catalog.service(service, options),
  )
  const nodes = new Map<string, Node>()
  for (const {
    ID,
    Node,
    Address,
    Datacenter,
    TaggedAddresses,
    NodeMeta,
    CreateIndex,
    ModifyIndex,
  } of instances) {
    if (nodes.has(Node)) continue
    nodes.set(Node, {
      ID,
      Node,
      Address,
      Datacenter,
      TaggedAddresses,
      Meta: NodeMeta,
      CreateIndex,
      ModifyIndex,
    })
  }
  return [...nodes.values()]
}

/** How much of an id tells nodes apart for people. */
const shortIdLength = 8

function rows(nodes: readonly Node[]): string[][] {
  return [
    ['Node', 'ID', 'Address', 'DC'],
    ...nodes.map(({ Node, ID, Address, Datacenter }) => [
      Node,
      ID.slice(0, shortIdLength),
      Address,
      Datacenter,
    ]),
  ]
}

function detailedRows(nodes: readonly Node[]): string[][] {
  return [
    ['Node', 'ID', 'Address', 'DC', 'TaggedAddresses', 'Meta'],
    ...nodes.map(({ Node, ID, Address, Datacenter, TaggedAddresses, Meta }) => [
      Node,
      ID,
      Address,
      Datacenter,
      pairs(TaggedAddresses),
      pairs(Meta),
    ]),
  ]
}

function pairs(map: Readonly<Record<string, string>> | null): string {
  return Object.entries(map ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(', ')
}
