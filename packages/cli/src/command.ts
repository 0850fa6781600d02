import type { Flags, FlagValues } from './flags/flag.ts'
import type { GivenFlag } from './flags/parse-flags.ts'
import type { Terminal } from './terminal.ts'

/** One command: its flags, its help, and what it does. */
export interface Command<F extends Flags = Flags, H extends Flags = Flags> {
  /** What follows the program's name in the first line of help: `kv get [options] KEY`. */
  readonly usage: string
  /** Paragraphs of help; those that are set in are examples. */
  readonly description: string
  /** Flags about the request, listed apart. */
  readonly httpFlags: H
  readonly flags: F
  /** Answers the exit code. */
  run(invocation: Invocation<F, H>): Promise<number>
}

/** A command with what it was given. */
export interface Invocation<F extends Flags = Flags, H extends Flags = Flags> {
  readonly flags: FlagValues<F> & FlagValues<H>
  /** The flags that were given, in their order. */
  readonly given: readonly GivenFlag[]
  readonly args: readonly string[]
  readonly terminal: Terminal
}

/** A command whose flags' types are known inside and forgotten outside. */
export function command<F extends Flags, H extends Flags>(parts: Command<F, H>): Command {
  return parts as unknown as Command
}

/** A command, or a family of them, as the list of its parent shows it. */
export type Entry = CommandEntry | FamilyEntry

export interface CommandEntry {
  readonly synopsis: string
  /** Imports it: a command loads only what itself needs. */
  load(): Promise<Command>
}

export interface FamilyEntry {
  readonly synopsis: string
  readonly description: string
  readonly entries: Readonly<Record<string, CommandEntry>>
}
