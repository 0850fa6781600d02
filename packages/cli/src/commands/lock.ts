import { posix } from 'node:path'
import { type Consul, type ConsulError, lockDefaults } from '@consul-ts/api-client'
import { delay, systemClock } from '@consul-ts/runtime'
import { durationToMs } from '@consul-ts/wire'
import { type Child, startChild } from '../child.ts'
import { type Command, command, type Invocation } from '../command.ts'
import { attempt, CommandError } from '../command-error.ts'
import { errorText } from '../error-text.ts'
import { durationFlag } from '../flags/duration-flag.ts'
import { boolFlag, type Flags, type FlagValues, intFlag, stringFlag } from '../flags/flag.ts'
import { clientFlags, serverFlags } from '../flags/http-flags.ts'
import { complain, print, type Terminal } from '../terminal.ts'
import { withClient } from '../with-client.ts'

const httpFlags = { ...clientFlags, ...serverFlags }
const flags = {
  'child-exit-code': boolFlag({
    usage:
      'Exit with 2 when the child fails; otherwise its failure is only told. The default value is false.',
  }),
  'monitor-retry': intFlag({
    initial: 3,
    usage:
      'How many refusals in a row, a second apart, are ridden out before the lock counts as lost. The default value is 3; 0 for none.',
  }),
  n: intFlag({
    initial: 1,
    usage: 'How many may hold the lock at a time; more than 1 makes it a semaphore. The default value is 1.',
  }),
  name: stringFlag({
    usage: 'Name of the session that holds the lock. The default value is made of the child command.',
  }),
  'pass-stdin': boolFlag({ usage: 'Let the child read standard input.' }),
  shell: boolFlag({
    initial: true,
    usage: 'Run the child through a shell: the one that the environment variable SHELL names.',
  }),
  timeout: durationFlag({
    usage:
      'Longest time to wait for the lock, such as 1s or 3h. The default value is 0: as long as it takes.',
  }),
  try: durationFlag({ usage: 'The former name of -timeout.' }),
  verbose: boolFlag({ usage: 'Tell every step.' }),
} as const satisfies Flags

type LockFlags = FlagValues<typeof flags>

/** The exit code with -child-exit-code when the child failed. */
const childFailedExit = 2

/** How long the child has to end after SIGTERM. */
const killGraceMs = 5_000

/** Between two tries when the servers refuse. */
const monitorRetryMs = 1_000

/** Runs a command while holding a lock. */
export const lock: Command = command({
  usage: 'lock [options] prefix child...',
  description: [
    'Waits for a lock on the prefix, and runs the child command while holding it.',
    'When the lock is lost, the child gets SIGTERM, and SIGKILL five seconds later.',
    '',
    'With -n above 1 so many holders are let in at a time.',
    '',
    'The prefix must be writable.',
  ].join('\n'),
  httpFlags,
  flags,
  async run(invocation) {
    const { flags, args, terminal } = invocation
    const mistake = mistakeIn(flags, args)
    if (mistake !== undefined) {
      complain(terminal, mistake)
      return 1
    }
    return withClient(invocation, async (consul) => {
      await attempt('Error querying Consul agent', () => consul.agent.self())
      return hold(setUp(consul, invocation), invocation)
    })
  },
})

function mistakeIn(flags: LockFlags, args: readonly string[]): string | undefined {
  if (args.length < 2) return 'Key prefix and child command must be specified'
  if (flags.n <= 0) return 'Lock holder limit must be positive'
  if (flags['monitor-retry'] < 0) return "Number for 'monitor-retry' must be >= 0"
  if (flags.timeout < 0 || flags.try < 0) return 'Timeout must be positive'
  return undefined
}

type LockInvocation = Invocation<typeof flags, typeof httpFlags>

/** What a lock and a semaphore have in common. */
interface Holdable {
  acquire(options: { signal: AbortSignal }): Promise<AbortSignal | undefined>
  release(): Promise<void>
  destroy(): Promise<void>
}

function setUp(consul: Consul, { flags, args, terminal }: LockInvocation): Holdable {
  const prefix = (args[0] ?? '').replace(/^\//, '')
  const waitMs = durationToMs(flags.timeout || flags.try)
  const common = {
    sessionName: flags.name || `Consul lock for '${args.slice(1).join(' ')}' at '${prefix}'`,
    monitorRetries: flags['monitor-retry'],
    monitorRetryMs,
    waitMs: waitMs || lockDefaults.waitMs,
    once: waitMs > 0,
  }
  if (flags.n === 1) {
    const key = posix.join(prefix, '.lock')
    tell(flags, terminal, `Setting up lock at path: ${key}`)
    return consul.lock({ ...common, key })
  }
  tell(flags, terminal, `Setting up semaphore (limit ${flags.n}) at prefix: ${prefix}`)
  if (prefix === '') throw new CommandError('Lock setup failed: missing prefix')
  return consul.semaphore({ ...common, prefix, limit: flags.n })
}

async function hold(held: Holdable, { flags, args, terminal }: LockInvocation): Promise<number> {
  const shutdown = new AbortController()
  let child: Child | undefined
  const forget = terminal.onSignal(['SIGINT', 'SIGTERM'], (signal) => {
    child?.kill(signal)
    shutdown.abort()
  })
  try {
    tell(flags, terminal, 'Attempting lock acquisition')
    const lost = await acquire(held, shutdown.signal)
    tell(flags, terminal, 'Starting handler')
    let childFailed = false
    try {
      child = await startChild(args.slice(1), {
        shell: flags.shell,
        terminal,
        environment: { CONSUL_LOCK_HELD: 'true' },
        stdin: flags['pass-stdin'] ? 'own' : 'nothing',
      })
      childFailed = await attend(child, { shutdown: shutdown.signal, lost, flags, terminal })
    } catch (error) {
      childFailed = true
      complain(terminal, `Error starting handler: ${errorText(error)}`)
    }
    await attempt('Lock release failed', () => held.release())
    await cleanUp(held, flags, terminal)
    return childFailed && flags['child-exit-code'] ? childFailedExit : 0
  } finally {
    forget()
  }
}

async function acquire(held: Holdable, shutdown: AbortSignal): Promise<AbortSignal> {
  let lost: AbortSignal | undefined
  try {
    lost = await held.acquire({ signal: shutdown })
  } catch (error) {
    if (!shutdown.aborted) throw new CommandError('Lock acquisition failed', { cause: error })
  }
  if (lost === undefined) throw new CommandError('Shutdown triggered or timeout during lock acquisition')
  return lost
}

interface Attendance {
  readonly shutdown: AbortSignal
  readonly lost: AbortSignal
  readonly flags: LockFlags
  readonly terminal: Terminal
}

/** Waits for the child's end, and brings it about when it must not go on; whether it failed by itself. */
async function attend(child: Child, { shutdown, lost, flags, terminal }: Attendance): Promise<boolean> {
  const ended = child.failure.then((failure) => {
    if (failure !== undefined) complain(terminal, `Error running handler: ${failure}`)
    return failure !== undefined
  })
  const stopped = Promise.race([aborted(shutdown), aborted(lost)])
  const first = await Promise.race([ended, stopped])
  if (first !== 'aborted') {
    tell(flags, terminal, 'Child terminated, releasing lock')
    return first
  }
  tell(flags, terminal, shutdown.aborted ? 'Shutdown triggered, killing child' : 'Lock lost, killing child')
  child.kill('SIGTERM')
  const grace = new AbortController()
  const outlived = delay(systemClock, killGraceMs, { signal: grace.signal }).then(
    () => child.kill('SIGKILL'),
    () => {},
  )
  await ended
  grace.abort()
  await outlived
  return false
}

function aborted(signal: AbortSignal): Promise<'aborted'> {
  if (signal.aborted) return Promise.resolve('aborted')
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted'), { once: true }))
}

async function cleanUp(held: Holdable, flags: LockFlags, terminal: Terminal): Promise<void> {
  try {
    await held.destroy()
  } catch (error) {
    if ((error as Partial<ConsulError>).code !== 'CONSUL_LOCK_IN_USE') {
      throw new CommandError('Lock cleanup failed', { cause: error })
    }
    tell(flags, terminal, 'Cleanup aborted, lock in use')
    return
  }
  tell(flags, terminal, 'Cleanup succeeded')
}

function tell({ verbose }: LockFlags, terminal: Terminal, line: string): void {
  if (verbose) print(terminal, line)
}
