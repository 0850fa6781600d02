import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Logger, WallClock } from '@consul-ts/runtime'
import { CheckInput, fromJson, HealthCheck, NodeService, toJson } from '@consul-ts/structs'
import { type Infer, int, nullable, record, skipUnknown, str, type Type, utf8 } from '@consul-ts/wire'
import type { FilePort } from '../ports/files.ts'

/** `remote` came over HTTP; `local` the agent itself made, as it does for maintenance. */
const persistedService = skipUnknown(
  record('persistedService', { Token: str, Service: nullable(NodeService), Source: str }),
)
export interface PersistedService extends Infer<typeof persistedService> {}

const persistedCheck = skipUnknown(
  record('persistedCheck', {
    Check: nullable(HealthCheck),
    /** What runs; null for a check that only stands there. */
    ChkType: nullable(skipUnknown(CheckInput)),
    Token: str,
    Source: str,
  }),
)
export interface PersistedCheck extends Infer<typeof persistedCheck> {}

const persistedCheckState = skipUnknown(
  record('persistedCheckState', { CheckID: str, Output: str, Status: str, Expires: int }),
)
export interface PersistedCheckState extends Infer<typeof persistedCheckState> {}

/**
 * The services and checks that outlive the agent, and what its TTL checks last said, each in a file of its own: the
 * files of the reference, under their names.
 */
export class DefinitionFiles {
  readonly #folder: string
  readonly #files: FilePort
  readonly #wallClock: WallClock
  readonly #logger: Logger

  constructor(folder: string, ports: { files: FilePort; wallClock: WallClock; logger: Logger }) {
    this.#folder = folder
    this.#files = ports.files
    this.#wallClock = ports.wallClock
    this.#logger = ports.logger
  }

  services(): Promise<readonly PersistedService[]> {
    return this.#readAll('services', persistedService)
  }

  checks(): Promise<readonly PersistedCheck[]> {
    return this.#readAll('checks', persistedCheck)
  }

  saveService(service: NodeService, token: string): Promise<void> {
    const persisted = { Token: token, Service: service, Source: 'remote' }
    return this.#write('services', service.ID, toJson(persistedService, persisted))
  }

  removeService(id: string): Promise<void> {
    return this.#files.remove(this.#path('services', id))
  }

  saveCheck(persisted: PersistedCheck & { readonly Check: HealthCheck }): Promise<void> {
    return this.#write('checks', persisted.Check.CheckID, toJson(persistedCheck, persisted))
  }

  /** Keeps what it last said. */
  removeCheckDefinition(id: string): Promise<void> {
    return this.#files.remove(this.#path('checks', id))
  }

  async removeCheck(id: string): Promise<void> {
    await this.removeCheckDefinition(id)
    await this.#files.remove(this.#path('checks/state', id))
  }

  saveState(state: { checkId: string; status: string; output: string; ttlMs: number }): Promise<void> {
    const persisted = {
      CheckID: state.checkId,
      Output: state.output,
      Status: state.status,
      Expires: Math.floor((this.#wallClock.unixMs() + state.ttlMs) / 1000),
    }
    return this.#write('checks/state', state.checkId, toJson(persistedCheckState, persisted))
  }

  /** What a TTL check last said, unless its time is up since. */
  async state(checkId: string): Promise<PersistedCheckState | undefined> {
    const path = this.#path('checks/state', checkId)
    const state = await this.#read(path, persistedCheckState)
    if (state === undefined || state.CheckID !== checkId) return undefined
    if (state.Expires > Math.floor(this.#wallClock.unixMs() / 1000)) return state
    this.#logger.debug('check state expired, not restoring', { check: checkId })
    await this.#files.remove(path)
    return undefined
  }

  #path(kind: string, id: string): string {
    return join(this.#folder, kind, createHash('md5').update(id).digest('hex'))
  }

  #write(kind: string, id: string, json: string): Promise<void> {
    return this.#files.write(this.#path(kind, id), utf8(json))
  }

  async #readAll<T>(kind: string, type: Type<T>): Promise<readonly T[]> {
    const all: T[] = []
    for (const name of await this.#files.list(join(this.#folder, kind))) {
      if (!fileName.test(name)) continue
      const read = await this.#read(join(this.#folder, kind, name), type)
      if (read !== undefined) all.push(read)
    }
    return all
  }

  /** A file that does not parse is left for whoever wants to look at it. */
  async #read<T>(path: string, type: Type<T>): Promise<T | undefined> {
    const bytes = await this.#files.read(path)
    if (bytes === undefined) return undefined
    try {
      return fromJson(type, bytes)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#logger.error('failed to decode a persisted definition', { file: path, error: reason })
      return undefined
    }
  }
}

/** An MD5 digest: `checks` holds the folder `state` too. */
const fileName = /^[0-9a-f]{32}$/
