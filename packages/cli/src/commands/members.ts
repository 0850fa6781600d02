import type { AgentMember } from '@consul-ts/structs'
import { compileRegexp, type Regexp } from '@consul-ts/wire'
import { columns } from '../columns.ts'
import { type Command, command } from '../command.ts'
import { attempt } from '../command-error.ts'
import { boolFlag, type Flags, stringFlag } from '../flags/flag.ts'
import { clientFlags } from '../flags/http-flags.ts'
import { complain, print } from '../terminal.ts'
import { withClient } from '../with-client.ts'

/** No member matches. */
const noMatchExit = 2

const flags = {
  detailed: boolFlag({ usage: 'Print the tags of every member. The default value is false.' }),
  segment: stringFlag({
    initial: '_all',
    usage: 'Print only members of this network segment. Segments are a feature of Consul Enterprise.',
  }),
  status: stringFlag({
    initial: '.*',
    usage: 'Print only members whose status this regular expression matches.',
  }),
  wan: boolFlag({ usage: 'Print the servers of all datacenters; for an agent that is a server.' }),
} as const satisfies Flags

/** Prints who is in the cluster. */
export const members: Command = command({
  usage: 'members [options]',
  description: 'Prints the members of the cluster, as the agent knows them.',
  httpFlags: clientFlags,
  flags,
  async run(invocation) {
    const { flags, terminal } = invocation
    let status: Regexp
    try {
      status = compileRegexp(flags.status)
    } catch (error) {
      complain(terminal, `Failed to compile status regexp: ${(error as Error).message}`)
      return 1
    }
    return withClient(invocation, async ({ agent }) => {
      const { wan, segment, detailed } = flags
      const all = await attempt('Error retrieving members', () => agent.members({ wan, segment }))
      const found = all.filter((member) => status.test(statusOf(member))).sort(inOrder)
      if (found.length === 0) return noMatchExit
      print(terminal, columns(detailed ? detailedRows(found) : rows(found)))
      return 0
    })
  },
})

const statuses = ['none', 'alive', 'leaving', 'left', 'failed']

function statusOf({ Status }: AgentMember): string {
  return statuses[Status] ?? `unknown status: ${Status}`
}

/** By segment, which puts servers first, then by name. */
function inOrder(a: AgentMember, b: AgentMember): number {
  return compare(segmentOf(a), segmentOf(b)) || compare(a.Name, b.Name)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function rows(members: readonly AgentMember[]): string[][] {
  const header = ['Node', 'Address', 'Status', 'Type', 'Build', 'Protocol', 'DC', 'Segment']
  return [
    header,
    ...members.map((member) => [
      member.Name,
      addressOf(member),
      statusOf(member),
      typeOf(member),
      buildOf(member),
      tag(member, 'vsn'),
      tag(member, 'dc'),
      segmentOf(member),
    ]),
  ]
}

function detailedRows(members: readonly AgentMember[]): string[][] {
  return [
    ['Node', 'Address', 'Status', 'Tags'],
    ...members.map((member) => {
      const tags = { ...member.Tags, segment: segmentOf(member) }
      const pairs = Object.entries(tags).map(([name, value]) => `${name}=${value}`)
      return [member.Name, addressOf(member), statusOf(member), pairs.sort().join(',')]
    }),
  ]
}

function addressOf({ Addr, Port }: AgentMember): string {
  return Addr.includes(':') ? `[${Addr}]:${Port}` : `${Addr}:${Port}`
}

function tag({ Tags }: AgentMember, name: string): string {
  return Tags?.[name] ?? ''
}

function isServer(member: AgentMember): boolean {
  return tag(member, 'role') === 'consul'
}

function typeOf(member: AgentMember): string {
  return isServer(member) ? 'server' : tag(member, 'role') === 'node' ? 'client' : 'unknown'
}

/** The version, without the revision that follows it. */
function buildOf(member: AgentMember): string {
  return tag(member, 'build').split(':')[0] || '< 0.3'
}

/** Servers are in all segments. */
function segmentOf(member: AgentMember): string {
  const segment = tag(member, 'segment')
  if (segment !== '') return segment
  return isServer(member) ? '<all>' : '<default>'
}
