import type { Command, Entry, FamilyEntry } from './command.ts'
import { flagHelp } from './flags/flag-usage.ts'

const programName = 'consul-ts'

/** The list of all commands. */
export function programHelp(entries: Readonly<Record<string, Entry>>): string {
  const width = 15
  const lines = Object.keys(entries)
    .sort()
    .map((name) => `    ${name.padEnd(width)}${entries[name]?.synopsis}\n`)
  return `Usage: ${programName} [--version] [--help] <command> [<args>]\n\nAvailable commands are:\n${lines.join('')}\n`
}

export function familyHelp(name: string, { description, entries }: FamilyEntry): string {
  const names = Object.keys(entries).sort()
  const width = Math.max(...names.map((each) => each.length)) + 4
  const lines = names.map((each) => `    ${each.padEnd(width)}${entries[each]?.synopsis}\n`)
  const usage = `Usage: ${programName} ${name} <subcommand> [options] [args]`
  return `${usage}\n\n${setIn(description)}\n\nSubcommands:\n${lines.join('')}`
}

export function commandHelp({ usage, description, httpFlags, flags }: Command): string {
  const sections = [`Usage: ${programName} ${usage}\n`]
  if (description !== '') sections.push(`${setIn(description)}\n`)
  if (Object.keys(httpFlags).length > 0) sections.push('HTTP API Options\n', flagHelp(httpFlags))
  if (Object.keys(flags).length > 0) sections.push('Command Options\n', flagHelp(flags))
  return sections.join('\n')
}

function setIn(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n')
}
