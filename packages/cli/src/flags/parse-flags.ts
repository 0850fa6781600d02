import type { CommanderError } from 'commander'
import type { Flag, Flags, FlagValues } from './flag.ts'

/** Arguments that are no flags of the command; the text is Go's. */
export class FlagError extends Error {
  override readonly name = 'FlagError'
}

export interface GivenFlag {
  readonly name: string
  readonly text: string
}

export interface Parsed<F extends Flags> {
  readonly flags: FlagValues<F>
  /** The flags that were given, in their order. */
  readonly given: readonly GivenFlag[]
  /** What follows the flags. */
  readonly args: readonly string[]
}

/**
 * Reads flags as Go does: one dash or two, `-name=value` or `-name value`, up to the first argument that is none, or
 * `--`. Throws `FlagError`.
 */
export async function parseFlags<F extends Flags>(flags: F, argv: readonly string[]): Promise<Parsed<F>> {
  const values: Record<string, unknown> = {}
  const given: GivenFlag[] = []
  for (const [name, flag] of Object.entries(flags)) values[name] = flag.initial
  const parsed = { flags: values as FlagValues<F>, given }
  const gnu = gnuStyle(flags, argv)
  // Nothing to parse: the parser need not be loaded.
  if (!gnu[0]?.startsWith('-')) return { ...parsed, args: gnu }

  const { Command, Option } = await import('commander')
  const command = new Command()
    .exitOverride()
    .configureOutput({ writeErr() {} })
    .helpOption(false)
    .allowExcessArguments()
    .passThroughOptions()
  for (const [name, flag] of Object.entries(flags)) {
    const option = new Option(`--${name} <value>`).argParser((text: string) => {
      values[name] = parseValue(name, flag, text, values[name])
      given.push({ name, text })
    })
    command.addOption(option)
  }
  try {
    command.parse(gnu, { from: 'user' })
  } catch (error) {
    throw asFlagError(error)
  }
  return { ...parsed, args: command.args }
}

function parseValue(name: string, flag: Flag<unknown>, text: string, before: unknown): unknown {
  const refuse = (why: string): never => {
    const what = flag.isBool ? 'invalid boolean value' : 'invalid value'
    const whose = flag.isBool ? `-${name}` : `flag -${name}`
    throw new FlagError(`${what} ${JSON.stringify(text)} for ${whose}: ${why}`)
  }
  let value: unknown
  try {
    value = flag.parse(text, before)
  } catch (error) {
    return refuse((error as Error).message)
  }
  return value === undefined ? refuse('parse error') : value
}

/** Go's flags in the one form that the parser takes: `--name=value`. What follows them stays as it is. */
function gnuStyle(flags: Flags, argv: readonly string[]): string[] {
  const rewritten: string[] = []
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] as string
    if (arg.length < 2 || !arg.startsWith('-') || arg === '--') return [...rewritten, ...argv.slice(i)]
    const [, name, value] = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(arg) ?? []
    if (name === undefined) throw new FlagError(`bad flag syntax: ${arg}`)
    const next = argv[i + 1]
    if (value !== undefined) rewritten.push(`--${name}=${value}`)
    else if (flags[name]?.isBool) rewritten.push(`--${name}=true`)
    else if (next === undefined || !flags[name]) rewritten.push(`--${name}`)
    else {
      rewritten.push(`--${name}=${next}`)
      i++
    }
  }
  return rewritten
}

function asFlagError(error: unknown): unknown {
  const { code, message } = error as Partial<CommanderError>
  const [, name = ''] = /'--([^\s'=]*)/.exec(message ?? '') ?? []
  switch (code) {
    case 'commander.unknownOption':
      return new FlagError(`flag provided but not defined: -${name}`)
    case 'commander.optionMissingArgument':
      return new FlagError(`flag needs an argument: -${name}`)
    default:
      return error
  }
}
