import { type LogFields, type Logger, type LogLevel, logLevels, type WallClock } from '@consul-ts/runtime'
import { type LogEvent, plainValue, textLine } from './log-line.ts'
import { fdOutput, LogSink } from './log-sink.ts'

export interface LogOptions {
  readonly level: LogLevel
  /** One JSON object a line, instead of text. */
  readonly json: boolean
  /** Keep lines back until `release()`, for what has to be printed before them. */
  readonly held?: boolean
}

/** The agent's own log. */
export interface Log {
  /** Named `agent`. */
  readonly logger: Logger
  setLevel(level: LogLevel): void
  /** Lets out what was held back. */
  release(): void
  /** Resolves when everything is written. What is logged after it is lost. */
  close(): Promise<void>
}

export interface LogPorts {
  readonly wallClock: WallClock
  /** Takes whole lines. */
  readonly sink: Pick<LogSink, 'write' | 'flush'>
}

const stdout = 1

/** The log on standard output; also what is logged in the last moment of the process gets there. */
export async function openStdoutLog(
  options: LogOptions,
  { wallClock }: Pick<LogPorts, 'wallClock'>,
): Promise<Log> {
  const sink = new LogSink(fdOutput(stdout))
  const log = await openLog(options, { wallClock, sink })
  const flushSync = (): void => sink.flushSync()
  process.on('exit', flushSync)
  return {
    ...log,
    async close() {
      await log.close()
      process.off('exit', flushSync)
    },
  }
}

export async function openLog(options: LogOptions, { wallClock, sink }: LogPorts): Promise<Log> {
  const gate = new Gate(options.held ?? false, (line) => sink.write(line))
  const write = (line: string): void => gate.write(line)
  const emit = options.json ? await jsonEmitter(write) : (event: LogEvent): void => write(textLine(event))
  const threshold = { rank: rankOf(options.level) }
  return {
    logger: new ThresholdLogger('agent', threshold, wallClock, emit),
    setLevel(level) {
      threshold.rank = rankOf(level)
    },
    release: () => gate.release(),
    async close() {
      gate.release()
      await sink.flush()
    },
  }
}

function rankOf(level: LogLevel): number {
  return logLevels.indexOf(level)
}

const ranks: Readonly<Record<LogLevel, number>> = {
  trace: rankOf('trace'),
  debug: rankOf('debug'),
  info: rankOf('info'),
  warn: rankOf('warn'),
  error: rankOf('error'),
}

/** Below the threshold a call costs one comparison. All loggers of one log share it. */
class ThresholdLogger implements Logger {
  readonly #name: string
  readonly #threshold: { readonly rank: number }
  readonly #wallClock: WallClock
  readonly #emit: (event: LogEvent) => void

  constructor(
    name: string,
    threshold: { readonly rank: number },
    wallClock: WallClock,
    emit: (event: LogEvent) => void,
  ) {
    this.#name = name
    this.#threshold = threshold
    this.#wallClock = wallClock
    this.#emit = emit
  }

  trace(message: string, fields?: LogFields): void {
    if (ranks.trace >= this.#threshold.rank) this.#log('trace', message, fields)
  }

  debug(message: string, fields?: LogFields): void {
    if (ranks.debug >= this.#threshold.rank) this.#log('debug', message, fields)
  }

  info(message: string, fields?: LogFields): void {
    if (ranks.info >= this.#threshold.rank) this.#log('info', message, fields)
  }

  warn(message: string, fields?: LogFields): void {
    if (ranks.warn >= this.#threshold.rank) this.#log('warn', message, fields)
  }

  error(message: string, fields?: LogFields): void {
    this.#log('error', message, fields)
  }

  named(name: string): Logger {
    return new ThresholdLogger(`${this.#name}.${name}`, this.#threshold, this.#wallClock, this.#emit)
  }

  #log(level: LogLevel, message: string, fields: LogFields | undefined): void {
    this.#emit({ unixMs: this.#wallClock.unixMs(), level, name: this.#name, message, fields })
  }
}

/** Lines that are held back; more are let through. */
const heldLinesMax = 10_000

class Gate {
  #held: string[] | undefined
  readonly #write: (line: string) => void

  constructor(held: boolean, write: (line: string) => void) {
    this.#held = held ? [] : undefined
    this.#write = write
  }

  write(line: string): void {
    if (this.#held === undefined) {
      this.#write(line)
      return
    }
    this.#held.push(line)
    if (this.#held.length === heldLinesMax) this.release()
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const line of held) this.#write(line)
  }
}

/** JSON lines, by pino. It is loaded only here: it takes more memory than the rest of the log. */
async function jsonEmitter(write: (line: string) => void): Promise<(event: LogEvent) => void> {
  const { pino } = await import('pino')
  let unixMs = 0
  const logger = pino(
    {
      level: 'trace',
      base: null,
      messageKey: '@message',
      // Microseconds, as Consul writes them.
      timestamp: () => `,"@timestamp":"${new Date(unixMs).toISOString().replace('Z', '000Z')}"`,
      formatters: { level: (label) => ({ '@level': label }) },
    },
    { write },
  )
  return (event) => {
    unixMs = event.unixMs
    const shown: Record<string, unknown> = { '@module': event.name }
    for (const key in event.fields) shown[key] = plainValue(event.fields[key])
    logger[event.level](shown, event.message)
  }
}
