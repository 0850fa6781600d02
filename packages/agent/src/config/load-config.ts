import { AgentError } from '../agent-error.ts'
import { type AgentFlags, flagValues } from './agent-flags.ts'
import { type AgentSettings, agentKeys, type ConfigValues } from './agent-keys.ts'
import { decodeValues } from './decode.ts'
import { type Definitions, definitions, pluralised } from './definitions.ts'
import { parseJsonObject } from './json-text.ts'
import { mergeValues } from './merge.ts'
import { invalid, Problems } from './problems.ts'
import { type Host, type RuntimeConfig, runtimeConfig } from './runtime-config.ts'
import { settleValues } from './settle.ts'

/** A file, by the name that messages give it, or values that a program sets. */
export type ConfigSource =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly values: ConfigValues }

export interface LoadedConfig {
  readonly config: RuntimeConfig
  /** What is allowed, but perhaps not meant. */
  readonly warnings: readonly string[]
}

type ConfigFormat = 'json' | 'hcl'

/** What `-dev` changes, before any file is read. */
const developmentValues: ConfigValues = {
  server: true,
  bind_addr: '127.0.0.1',
  log_level: 'DEBUG',
  performance: { raft_multiplier: 1 },
}

/**
 * Puts a configuration together: defaults, those of `-dev`, then `sources` in their order, then flags; what comes
 * later wins, lists get longer. It touches nothing: files are read by the caller.
 *
 * Throws `AGENT_CONFIG_INVALID` in the reference's words for what is wrong, and with `not supported yet: <key>` for
 * what the reference would do.
 */
export function loadConfig(sources: readonly ConfigSource[], flags: AgentFlags, host: Host): LoadedConfig {
  const problems = new Problems()
  const settings = settledSources(sources, flags, problems)
  const config = runtimeConfig(settings, { dev: isDev(flags), host }, problems)
  problems.throwIfAny()
  return { config, warnings: problems.warnings }
}

/** Only the services and checks that sources define, for whoever registers them elsewhere; throws as `loadConfig`. */
export function loadDefinitions(sources: readonly ConfigSource[], flags: AgentFlags = {}): Definitions {
  const problems = new Problems()
  const defined = definitions(settledSources(sources, flags, problems), problems)
  problems.throwIfAny()
  return defined
}

function settledSources(
  sources: readonly ConfigSource[],
  flags: AgentFlags,
  problems: Problems,
): AgentSettings {
  const format = formatFlag(flags)
  if (flags.hcl !== undefined) throw invalid('not supported yet: -hcl')
  const layers = [
    ...(isDev(flags) ? [developmentValues] : []),
    ...sources.map((source) => sourceValues(source, format, problems)),
    withoutAnyPort(decodeValues(agentKeys, flagValues(flags), problems)),
  ]
  const merged = mergeValues(agentKeys.keys, layers.map(pluralised))
  return settleValues(agentKeys.keys, merged, problems)
}

function isDev(flags: AgentFlags): boolean {
  return flags.dev === true
}

/** The files of a directory that configure, in the order in which they do. */
export function configFileNames(names: readonly string[], flags: AgentFlags): readonly string[] {
  const format = formatFlag(flags)
  return names.filter((name) => (format ?? formatOf(name)) !== undefined).sort()
}

function formatFlag(flags: AgentFlags): ConfigFormat | undefined {
  const format = flags['config-format']
  if (format === undefined || format === '' || format === 'json' || format === 'hcl') {
    return format === '' ? undefined : format
  }
  throw invalid("config: -config-format must be either 'hcl' or 'json'")
}

function formatOf(name: string): ConfigFormat | undefined {
  return name.endsWith('.json') ? 'json' : name.endsWith('.hcl') ? 'hcl' : undefined
}

function sourceValues(
  source: ConfigSource,
  format: ConfigFormat | undefined,
  problems: Problems,
): ConfigValues {
  const { name } = source
  try {
    if ('values' in source) return decodeValues(agentKeys, source.values, problems)
    switch (format ?? formatOf(name)) {
      case undefined:
        problems.warn(`skipping file ${name}, extension must be .hcl or .json, or config format must be set`)
        return {}
      case 'hcl':
        throw invalid('not supported yet: HCL, write it as JSON')
      case 'json':
        return withoutAnyPort(decodeValues(agentKeys, textValues(source.text), problems))
    }
  } catch (cause) {
    if (!(cause instanceof AgentError || cause instanceof SyntaxError)) throw cause
    throw new AgentError('AGENT_CONFIG_INVALID', `failed to parse ${name}: ${cause.message}`, { cause })
  }
}

/** An empty file sets nothing. */
function textValues(text: string): Readonly<Record<string, unknown>> {
  return text.trim() === '' ? {} : parseJsonObject(text)
}

/** Of port 0 only a program can make use, since only it is told which port that became; elsewhere it is off. */
function withoutAnyPort(values: ConfigValues): ConfigValues {
  if (!values.ports) return values
  const ports = Object.entries(values.ports).map(([name, port]) => [name, port === 0 ? -1 : port])
  return { ...values, ports: Object.fromEntries(ports) }
}
