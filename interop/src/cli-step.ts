/** One command of a scenario, and what the documentation says of its outcome. */
export interface CliStep {
  /** `consul` is whichever command line is tried; others are found on PATH. */
  readonly program: 'consul' | 'curl'
  /** `{http}` stands for the agent's URL, `{name}` for a value kept from an earlier output. */
  readonly args: readonly string[]
  readonly stdin: string | undefined
  readonly exit: number
  /** What stdout and stderr together are, or hold when it is a pattern. */
  readonly says: string | RegExp | undefined
  /** Values for later steps: name → pattern whose first group is the value in stdout. */
  readonly keep: Readonly<Record<string, RegExp>>
  /** Run again until stdout matches: what the agent does in its own time has happened then. */
  readonly until: RegExp | undefined
  /** Commands that run while this one does. */
  readonly during: readonly CliStep[]
  /** Whether it is then ended by SIGINT, or ends of itself. */
  readonly interrupt: boolean
  /** What further differs between two agents, and what to put in its place. */
  readonly mask: readonly (readonly [RegExp, string])[]
}

export type CliStepParts = Partial<Omit<CliStep, 'program' | 'args'>>

const defaults: Omit<CliStep, 'program' | 'args'> = {
  stdin: undefined,
  exit: 0,
  says: undefined,
  keep: {},
  until: undefined,
  during: [],
  interrupt: true,
  mask: [],
}

/** A command as it is typed; words are split at spaces, so an argument with a space goes through `consulArgs`. */
export function consul(line: string, parts: CliStepParts = {}): CliStep {
  return consulArgs(line.split(' '), parts)
}

export function consulArgs(args: readonly string[], parts: CliStepParts = {}): CliStep {
  return { ...defaults, program: 'consul', args, ...parts }
}

/** A request by curl, whose output holds status and headers. */
export function curl(line: string, parts: CliStepParts = {}): CliStep {
  return { ...defaults, program: 'curl', args: ['-s', '-i', ...line.split(' ')], ...parts }
}

/** A list of commands that run against one fresh agent, in this order, in a folder with some files. */
export interface CliScenario {
  readonly name: string
  readonly steps: readonly CliStep[]
  /** Content of files in the working folder, by name. */
  readonly files?: Readonly<Record<string, string>>
}

/** For a step that prints help: it is laid out alike everywhere, in words of its own. */
export const ownHelp: CliStep['mask'] = [[/^Usage:[\s\S]*$/m, 'Usage: <help>']]
