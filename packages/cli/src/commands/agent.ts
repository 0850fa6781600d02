import {
  type AgentFlags,
  agentFlags,
  type LoadedConfig,
  type Log,
  loadConfig,
  nodePorts,
  openAgent,
  openStdoutLog,
} from '@consul-ts/agent'
import { systemWallClock } from '@consul-ts/runtime'
import { agentBanner } from '../agent-banner.ts'
import { type Command, command, type Invocation } from '../command.ts'
import { configSources } from '../config-sources.ts'
import { boolFlag, type Flag, type Flags, intFlag, listFlag, stringFlag } from '../flags/flag.ts'
import { complain, print, type Terminal } from '../terminal.ts'

/** Runs an agent until a signal ends it. */
export const agent: Command = command({
  usage: 'agent [options]',
  description: [
    'Runs an agent until it is interrupted. Its configuration comes from files and',
    'flags; flags win.',
    '',
    'For development, an agent that keeps nothing:',
    '',
    '    $ consul-ts agent -dev',
  ].join('\n'),
  httpFlags: {},
  flags: flagTable(),
  async run(invocation) {
    const { args, terminal } = invocation
    if (args.length > 0) return refuse(terminal, `Unexpected extra arguments: [${args.join(' ')}]`)
    let loaded: LoadedConfig
    try {
      loaded = await configuration(invocation)
    } catch (error) {
      return refuse(terminal, (error as Error).message)
    }
    return runAgent(loaded, terminal)
  },
})

function flagTable(): Flags {
  return Object.fromEntries(agentFlags.map(({ name, type, help }) => [name, flagOf(type, help)]))
}

function flagOf(type: (typeof agentFlags)[number]['type'], usage: string): Flag<unknown> {
  switch (type) {
    case 'bool':
      return boolFlag({ usage }) as Flag<unknown>
    case 'int':
      return { ...intFlag({ usage }), placeholder: 'value' } as Flag<unknown>
    case 'text':
      return stringFlag({ usage, placeholder: 'value' }) as Flag<unknown>
    case 'texts':
      return listFlag({ usage }) as Flag<unknown>
    case 'pairs':
      return listFlag({ usage, placeholder: 'key:value' }) as Flag<unknown>
  }
}

async function configuration({ flags, given }: Invocation): Promise<LoadedConfig> {
  const names = new Set(given.map(({ name }) => name))
  const set = Object.fromEntries(Object.entries(flags).filter(([name]) => names.has(name))) as AgentFlags
  const paths = given.filter(({ name }) => name === 'config-file' || name === 'config-dir')
  const sources = await configSources(
    paths.map(({ text }) => text),
    set,
  )
  const { host } = nodePorts
  return loadConfig(sources, set, { name: host.hostname, interfaces: host.addresses() })
}

async function runAgent({ config, warnings }: LoadedConfig, terminal: Terminal): Promise<number> {
  print(terminal, '==> Starting Consul agent...')
  const log = await openStdoutLog({ ...config.log, held: true }, { wallClock: systemWallClock })
  const { logger } = log
  for (const warning of warnings) logger.warn(warning)
  const ending = new Ending(terminal, log, config.leave)
  let exitCode = 1
  try {
    await using agent = await openAgent(config, { ...nodePorts, logger })
    terminal.stdout.write(agentBanner(config, agent))
    showLog(terminal, log)
    print(terminal, '==> Consul agent running!')
    exitCode = await ending.requested
    logger.info('Requesting shutdown')
  } catch (error) {
    showLog(terminal, log)
    logger.error('Error starting agent', { error: (error as Error).message })
  }
  ending.close()
  logger.info('Exit code', { code: exitCode })
  await log.close()
  return exitCode
}

function showLog(terminal: Terminal, log: Log): void {
  print(terminal, '\n==> Log data will now stream in as it occurs:\n')
  log.release()
}

const signalTexts = { SIGINT: 'interrupt', SIGTERM: 'terminated', SIGHUP: 'hangup' } as const

type EndingSignal = keyof typeof signalTexts

/** Waits for the signal that ends an agent. A second one ends it at once. */
class Ending {
  /** The exit code: 0 where the agent leaves in order. */
  readonly requested: Promise<number>
  readonly close: () => void

  constructor(terminal: Terminal, { logger }: Log, leave: { onInterrupt: boolean; onTerminate: boolean }) {
    let request: (exitCode: number) => void = () => {}
    this.requested = new Promise((resolve) => {
      request = resolve
    })
    let isRequested = false
    this.close = terminal.onSignal(Object.keys(signalTexts) as EndingSignal[], (name) => {
      const signal = name as EndingSignal
      logger.info('Caught', { signal: signalTexts[signal] })
      if (signal === 'SIGHUP') {
        logger.warn('not supported yet: reload')
        return
      }
      if (isRequested) {
        terminal.exit(1)
        return
      }
      isRequested = true
      const leaves = signal === 'SIGINT' ? leave.onInterrupt : leave.onTerminate
      logger.info(leaves ? 'Gracefully shutting down agent...' : 'Graceful shutdown disabled. Exiting')
      request(leaves ? 0 : 1)
    })
  }
}

function refuse(terminal: Terminal, message: string): number {
  complain(terminal, `==> ${message}`)
  return 1
}
