import type { Consul, HealthState, QueryOptions, QueryResult } from '@consul-ts/api-client'
import { systemWallClock } from '@consul-ts/runtime'
import { watchQuery } from '@consul-ts/watch'
import { durationFromMs, formatDuration, indentJson } from '@consul-ts/wire'
import { startChild } from '../child.ts'
import { type Command, command, type Invocation } from '../command.ts'
import { attempt, CommandError } from '../command-error.ts'
import { errorText } from '../error-text.ts'
import { boolFlag, type Flags, type FlagValues, listFlag, stringFlag } from '../flags/flag.ts'
import { parseGoBool } from '../flags/go-number.ts'
import { clientFlags, serverFlags } from '../flags/http-flags.ts'
import { commandHelp } from '../help.ts'
import { complain, print, type Terminal } from '../terminal.ts'
import { checksJson, keyJson, keyPrefixJson, nodesJson, serviceJson, servicesJson } from '../watch-json.ts'
import { withClient } from '../with-client.ts'

const httpFlags = { ...clientFlags, ...serverFlags }
const flags = {
  key: stringFlag({ usage: "Key to watch, for type 'key'." }),
  name: stringFlag({ usage: "Name of the event to watch, for type 'event'." }),
  passingonly: stringFlag({
    placeholder: '[true|false]',
    usage:
      "Whether only instances count of which every check passes, for type 'service'. The default value is false.",
  }),
  prefix: stringFlag({ usage: "Prefix of the keys to watch, for type 'keyprefix'." }),
  service: stringFlag({ usage: "Service to watch, for type 'service'; may be given for type 'checks'." }),
  shell: boolFlag({
    initial: true,
    usage: 'Run the child through a shell: the one that the environment variable SHELL names.',
  }),
  state: stringFlag({ usage: "State of the checks to watch, for type 'checks'." }),
  tag: listFlag({ usage: "Tag that instances must have, for type 'service'. May be given more than once." }),
  type: stringFlag({
    usage: 'What to watch: key, keyprefix, services, nodes, service or checks.',
  }),
} as const satisfies Flags

type WatchFlags = FlagValues<typeof flags>
type Watch = Invocation<typeof flags, typeof httpFlags>

/** Between a failed query and the next, after the first failure and at most. */
const retryMs = 5_000
const retryMsMax = 180_000

/** Prints data, or runs a command each time that it changes. */
export const watch: Command = command({
  usage: 'watch [options] [child...]',
  description: [
    'Watches some of the data. A child command is run at once, and again at every',
    'change, with the data as JSON on its standard input. Without one, the data is',
    'printed once.',
  ].join('\n'),
  httpFlags,
  flags,
  async run(invocation) {
    const { flags, terminal } = invocation
    if (flags.type === '') {
      complain(terminal, 'Watch type must be specified')
      complain(terminal, '')
      terminal.stderr.write(commandHelp(watch))
      return 1
    }
    let view: View
    try {
      view = viewOf(flags)
    } catch (error) {
      complain(terminal, (error as Error).message)
      return 1
    }
    return withClient(invocation, async (consul) => {
      await attempt('Error querying Consul agent', () => consul.agent.self())
      return follow(consul, view, invocation)
    })
  },
})

/** What a type watches: its query, and how its answer reads. */
interface View {
  ask(consul: Consul, query: QueryOptions): Promise<QueryResult<unknown>>
  json(value: unknown): string
}

function view<T>(
  ask: (consul: Consul, query: QueryOptions) => Promise<QueryResult<T>>,
  json: (value: T) => string,
): View {
  return { ask, json: json as (value: unknown) => string }
}

/** Throws an Error that says which flag is missing, or too much. */
function viewOf(flags: WatchFlags): View {
  const { key, prefix, service, state, tag: tags } = flags
  const passing = passingOnly(flags.passingonly)
  switch (flags.type) {
    case 'key':
      if (key === '') throw new Error('Must specify a single key to watch')
      allowOnly(flags, ['key'])
      return view(({ kv }, query) => kv.get(key, query), keyJson)
    case 'keyprefix':
      if (prefix === '') throw new Error('Must specify a single prefix to watch')
      allowOnly(flags, ['prefix'])
      return view(({ kv }, query) => kv.list(prefix, query), keyPrefixJson)
    case 'services':
      allowOnly(flags, [])
      return view(({ catalog }, query) => catalog.services(query), servicesJson)
    case 'nodes':
      allowOnly(flags, [])
      return view(({ catalog }, query) => catalog.nodes(query), nodesJson)
    case 'service':
      if (service === '') throw new Error('Must specify a single service to watch')
      allowOnly(flags, ['service', 'tag', 'passingonly'])
      return view(({ health }, query) => health.service(service, { ...query, tags, passing }), serviceJson)
    case 'checks':
      if (service !== '' && state !== '') throw new Error('Cannot specify service and state')
      allowOnly(flags, ['service', 'state'])
      return service === ''
        ? view(({ health }, query) => health.state((state || 'any') as HealthState, query), checksJson)
        : view(({ health }, query) => health.checks(service, query), checksJson)
    default:
      throw new Error(`Unsupported watch type: ${flags.type}`)
  }
}

function passingOnly(text: string): boolean {
  if (text === '') return false
  const value = parseGoBool(text)
  if (value !== undefined) return value
  const why = `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`
  throw new Error(`Failed to parse passingonly flag: ${why}`)
}

/** The flags that belong to some types and not to others. */
const typeFlags = ['key', 'name', 'passingonly', 'prefix', 'service', 'state', 'tag'] as const

function allowOnly(flags: WatchFlags, allowed: readonly (typeof typeFlags)[number][]): void {
  const surplus = typeFlags.filter((name) => flags[name].length > 0 && !allowed.includes(name))
  if (surplus.length > 0) throw new Error(`Invalid parameters: [${surplus.join(' ')}]`)
}

async function follow(consul: Consul, view: View, { flags, args, terminal }: Watch): Promise<number> {
  const stop = new AbortController()
  const forget = terminal.onSignal(['SIGINT', 'SIGTERM'], () => stop.abort())
  try {
    const changes = watchQuery((query) => view.ask(consul, query), {
      stale: flags.stale,
      retryMs,
      retryMsMax,
      signal: stop.signal,
      onError: (error, retryMs) => logFailure(terminal, flags.type, error, retryMs),
    })
    for await (const { value, index } of changes) {
      const json = view.json(value)
      if (args.length === 0) {
        print(terminal, indentJson(json, '    '))
        return 0
      }
      await handle(args, `${json}\n`, index, { shell: flags.shell, terminal, signal: stop.signal })
    }
    return 0
  } catch (error) {
    if (stop.signal.aborted) return 0
    throw error
  } finally {
    forget()
  }
}

interface Handling {
  readonly shell: boolean
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

/** Runs the child with one value. Throws `CommandError` where it fails. */
async function handle(
  args: readonly string[],
  text: string,
  index: number,
  { shell, terminal, signal }: Handling,
): Promise<void> {
  const environment = { CONSUL_INDEX: String(index) }
  const child = await attempt('Error starting handler', () =>
    startChild(args, { shell, terminal, environment, stdin: { text } }),
  )
  const interrupt = (): void => child.kill('SIGTERM')
  signal.addEventListener('abort', interrupt, { once: true })
  const failure = await child.failure
  signal.removeEventListener('abort', interrupt)
  if (failure !== undefined) throw new CommandError(`Error executing handler: ${failure}`)
}

function logFailure(terminal: Terminal, type: string, error: unknown, retryMs: number): void {
  const time = new Date(systemWallClock.unixMs()).toISOString()
  const retry = formatDuration(durationFromMs(retryMs))
  const fields = `type=${type} error=${JSON.stringify(errorText(error))} retry=${retry}`
  complain(terminal, `${time} [ERROR] watch.watch: Watch errored: ${fields}`)
}
