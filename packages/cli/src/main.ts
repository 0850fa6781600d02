import type { Command, Entry } from './command.ts'
import { entries } from './command-tree.ts'
import { complain, type Terminal } from './terminal.ts'

/** The exit code for a command that there is not. */
const unknownCommandExit = 127

/**
 * Runs the command that the arguments name, and answers the process's exit code.
 * @param args without the program's own name
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const wantsHelp = asksForHelp(args)
  const [name, ...rest] = args.filter((arg, at) => !(isHelp(arg) && at < endOfFlags(args)))
  if (name === undefined || name.startsWith('-')) {
    if (name !== undefined && isVersion(name)) return run(await load('version'), [], terminal)
    return showProgramHelp(terminal, wantsHelp)
  }
  const entry = entryOf(entries, name)
  if (entry === undefined) return showProgramHelp(terminal, false)
  if ('load' in entry) return runOrHelp(entry, wantsHelp, rest, terminal)
  const [subName, ...subRest] = rest
  const sub = subName === undefined ? undefined : entryOf(entry.entries, subName)
  if (sub && 'load' in sub) return runOrHelp(sub, wantsHelp, subRest, terminal)
  const { familyHelp } = await import('./help.ts')
  ;(wantsHelp ? terminal.stdout : terminal.stderr).write(familyHelp(name, entry))
  return wantsHelp ? 0 : 1
}

async function runOrHelp(
  entry: { load(): Promise<Command> },
  wantsHelp: boolean,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const command = await entry.load()
  if (!wantsHelp) return run(command, argv, terminal)
  const { commandHelp } = await import('./help.ts')
  terminal.stdout.write(commandHelp(command))
  return 0
}

async function run(command: Command, argv: readonly string[], terminal: Terminal): Promise<number> {
  const flags = { ...command.httpFlags, ...command.flags }
  const { FlagError, parseFlags } = await import('./flags/parse-flags.ts')
  let parsed: Awaited<ReturnType<typeof parseFlags>>
  try {
    parsed = await parseFlags(flags, argv)
  } catch (error) {
    if (!(error instanceof FlagError)) throw error
    const { flagUsage } = await import('./flags/flag-usage.ts')
    complain(terminal, error.message)
    terminal.stderr.write(flagUsage(flags))
    return 1
  }
  return command.run({ ...parsed, terminal })
}

async function load(name: string): Promise<Command> {
  const entry = entryOf(entries, name)
  if (!entry || !('load' in entry)) throw new Error(`no command ${name}`)
  return entry.load()
}

async function showProgramHelp(terminal: Terminal, asked: boolean): Promise<number> {
  const { programHelp } = await import('./help.ts')
  ;(asked ? terminal.stdout : terminal.stderr).write(programHelp(entries))
  return asked ? 0 : unknownCommandExit
}

function entryOf<E extends Entry>(all: Readonly<Record<string, E>>, name: string): E | undefined {
  return Object.hasOwn(all, name) ? all[name] : undefined
}

function asksForHelp(args: readonly string[]): boolean {
  return args.slice(0, endOfFlags(args)).some(isHelp)
}

/** Where `--` stands: nothing after it is a flag. */
function endOfFlags(args: readonly string[]): number {
  const at = args.indexOf('--')
  return at === -1 ? args.length : at
}

function isHelp(arg: string): boolean {
  return arg === '-h' || arg === '-help' || arg === '--help'
}

function isVersion(arg: string): boolean {
  return arg === '-v' || arg === '-version' || arg === '--version'
}
