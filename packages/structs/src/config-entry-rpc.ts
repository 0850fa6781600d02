import {
  ByteReader,
  ByteWriter,
  type Infer,
  list,
  map,
  type RecordType,
  readBytes,
  readInt,
  readText,
  record,
  str,
  type Type,
  untyped,
  WireError,
  wrapped,
  writeBytes,
  writeInt,
  writeText,
} from '@consul-ts/wire'
import {
  type ConfigEntry,
  type ConfigEntryKind,
  configEntryKinds,
  configEntryOnWire,
  isConfigEntryKind,
} from './config-entry.ts'
import { QueryMeta, QueryOptions } from './query-options.ts'
import { ServiceID } from './service.ts'
import { ExposeConfig, MeshGatewayConfig } from './service-proxy.ts'

/**
 * Messages that carry configuration entries are one raw value, whose content starts with the kind: only that says
 * which record follows.
 */
function enveloped<T>(
  zero: T,
  write: (out: ByteWriter, value: T) => void,
  read: (input: ByteReader) => T,
): Type<T> {
  return {
    kind: 'custom',
    json: Object.freeze({}),
    sparse: false,
    zero: Object.freeze(zero),
    write(out, value) {
      const inner = new ByteWriter()
      write(inner, value)
      writeBytes(out, inner.finish())
    },
    read: (input) => read(new ByteReader(readBytes(input))),
  }
}

function readKind(input: ByteReader): ConfigEntryKind {
  const kind = readText(input)
  if (!isConfigEntryKind(kind)) throw new WireError('WIRE_MALFORMED', `invalid config entry kind: ${kind}`)
  return kind
}

function perKind<T>(
  make: (entry: Type<ConfigEntry>) => RecordType<T>,
): Readonly<Record<string, RecordType<T>>> {
  return Object.fromEntries(configEntryKinds.map((kind) => [kind, make(configEntryOnWire(kind))]))
}

export interface ConfigEntryRequest {
  /** Which record `Entry` is: its own `Kind` may be empty in a request. */
  readonly EntryKind: ConfigEntryKind
  readonly Datacenter: string
  /** "upsert", "upsert-cas" or "delete"; empty in snapshots. */
  readonly Op: string
  readonly Entry: ConfigEntry
  readonly Token: string
}

const requestBodies = perKind((Entry) =>
  record('ConfigEntryRequest', { Datacenter: str, Op: str, Entry, Token: str }),
)

export const ConfigEntryRequest: Type<ConfigEntryRequest> = enveloped<ConfigEntryRequest>(
  {
    EntryKind: 'service-defaults',
    ...(requestBodies['service-defaults'] as RecordType<Omit<ConfigEntryRequest, 'EntryKind'>>).create(),
  },
  (out, value) => {
    writeText(out, value.EntryKind)
    requestBodies[value.EntryKind]?.write(out, value)
  },
  (input) => {
    const EntryKind = readKind(input)
    return { EntryKind, ...(requestBodies[EntryKind] as (typeof requestBodies)[string]).read(input) }
  },
)

export const ConfigEntryQuery = record('ConfigEntryQuery', {
  Kind: str,
  Name: str,
  Datacenter: str,
  ...QueryOptions.shape,
})
export interface ConfigEntryQuery extends Infer<typeof ConfigEntryQuery> {}

export interface ConfigEntryResponse extends QueryMeta {
  readonly Entry: ConfigEntry | null
}

export const ConfigEntryResponse: Type<ConfigEntryResponse> = enveloped<ConfigEntryResponse>(
  { Entry: null, ...QueryMeta.create() },
  (out, value) => {
    writeEntry(out, value.Entry)
    QueryMeta.write(out, value)
  },
  (input) => ({ Entry: readEntry(input), ...QueryMeta.read(input) }),
)

function writeEntry(out: ByteWriter, entry: ConfigEntry | null): void {
  writeText(out, entry?.Kind ?? '')
  if (entry !== null) configEntryOnWire(entry.Kind as ConfigEntryKind).write(out, entry)
}

function readEntry(input: ByteReader): ConfigEntry | null {
  // An empty text: no entry.
  if (input.peek() === 0xa0) {
    input.u8()
    return null
  }
  return configEntryOnWire(readKind(input)).read(input)
}

export interface IndexedConfigEntries extends QueryMeta {
  readonly Kind: string
  readonly Entries: readonly ConfigEntry[] | null
}

const entriesBodies = perKind((entry) =>
  record('IndexedConfigEntries', { Kind: str, Entries: list(entry), ...QueryMeta.shape }),
)

function entriesBody(kind: string): RecordType<IndexedConfigEntries> {
  // Of a list without entries the kind may be anything.
  return entriesBodies[
    isConfigEntryKind(kind) ? kind : 'service-defaults'
  ] as RecordType<IndexedConfigEntries>
}

/** All entries of one kind. */
export const IndexedConfigEntries: Type<IndexedConfigEntries> = enveloped<IndexedConfigEntries>(
  entriesBody('').create(),
  (out, value) => {
    writeInt(out, value.Entries?.length ?? 0)
    writeText(out, value.Kind)
    entriesBody(value.Kind).write(out, value)
  },
  (input) => {
    readInt(input)
    return entriesBody(readText(input)).read(input)
  },
)

export interface IndexedGenericConfigEntries extends QueryMeta {
  readonly Entries: readonly ConfigEntry[]
}

/** Entries of any kinds. */
export const IndexedGenericConfigEntries: Type<IndexedGenericConfigEntries> =
  enveloped<IndexedGenericConfigEntries>(
    { Entries: [], ...QueryMeta.create() },
    (out, value) => {
      writeInt(out, value.Entries.length)
      for (const entry of value.Entries) writeEntry(out, entry)
      QueryMeta.write(out, value)
    },
    (input) => {
      const Entries: ConfigEntry[] = []
      for (let left = Number(readInt(input)); left > 0; left--) {
        const entry = readEntry(input)
        if (entry !== null) Entries.push(entry)
      }
      return { Entries, ...QueryMeta.read(input) }
    },
  )

export const ServiceConfigRequest = record('ServiceConfigRequest', {
  Name: str,
  Datacenter: str,
  Upstreams: list(str),
  UpstreamIDs: list(ServiceID),
  ...QueryOptions.shape,
})
export interface ServiceConfigRequest extends Infer<typeof ServiceConfigRequest> {}

export const UpstreamConfig = record('UpstreamConfig', { Upstream: ServiceID, Config: map(untyped) })
export interface UpstreamConfig extends Infer<typeof UpstreamConfig> {}

const serviceConfig = record('ServiceConfigResponse', {
  ProxyConfig: map(untyped),
  UpstreamConfigs: map(map(untyped)),
  UpstreamIDConfigs: list(UpstreamConfig),
  MeshGateway: MeshGatewayConfig,
  Expose: ExposeConfig,
  ...QueryMeta.shape,
})

/** What the central configuration says about a proxy of a service. */
export interface ServiceConfigResponse extends Infer<typeof serviceConfig> {}

export const ServiceConfigResponse: Type<ServiceConfigResponse> = wrapped(serviceConfig)
