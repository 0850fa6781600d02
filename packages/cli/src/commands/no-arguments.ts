import { complain, type Terminal } from '../terminal.ts'

/** Whether there are only flags; says so where not. */
export function noArguments({
  args,
  terminal,
}: {
  readonly args: readonly string[]
  readonly terminal: Terminal
}): boolean {
  if (args.length === 0) return true
  complain(terminal, `Too many arguments (expected 0, got ${args.length})`)
  return false
}
