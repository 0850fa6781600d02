import { DirEntry } from '@consul-ts/structs'
import { list, str } from '@consul-ts/wire'
import type { Api } from './api.ts'
import { decodeJson, isTrue } from './codec.ts'
import { ConsulError } from './errors.ts'
import type { QueryOptions, QueryResult, WriteOptions } from './query-options.ts'
import { escapePath } from './query-string.ts'
import type { KvTxnOp, Txn, TxnAnswer, TxnOptions } from './txn.ts'

/** A value to store: bytes, or text as UTF-8. */
export type KvValue = Uint8Array | string

export interface PutOptions extends WriteOptions {
  /** A number of the application's own, all 64 bits. A put without it resets it to 0. */
  readonly flags?: bigint | undefined
}

export interface CasOptions extends PutOptions {
  /** `ModifyIndex` that the key must still have; 0: it must not exist. */
  readonly index: number
}

export interface LockKeyOptions extends PutOptions {
  /** Id of the session that takes or gives up the lock. */
  readonly session: string
}

export interface KeysOptions extends QueryOptions {
  /** Cut every key after the first of these that follows the prefix. */
  readonly separator?: string | undefined
}

const entries = list(DirEntry)
const names = list(str)

/** Keys and values. */
export class Kv {
  readonly #api: Api
  readonly #txn: Txn

  constructor(api: Api, txn: Txn) {
    this.#api = api
    this.#txn = txn
  }

  /** The entry of `key`; undefined where there is none. */
  async get(key: string, options: QueryOptions = {}): Promise<QueryResult<DirEntry | undefined>> {
    const { value, meta } = await this.#entries(key, options, {})
    return { value: value[0], meta }
  }

  /** Every entry whose key begins with `prefix`, in order of keys. */
  list(prefix: string, options: QueryOptions = {}): Promise<QueryResult<readonly DirEntry[]>> {
    return this.#entries(prefix, options, { recurse: true })
  }

  /** Every key that begins with `prefix`, in order. */
  keys(prefix: string, options: KeysOptions = {}): Promise<QueryResult<readonly string[]>> {
    return this.#api.query(
      keyPath(prefix),
      options,
      (answer) => (answer.status === 404 ? [] : (decodeJson(names, answer.body) ?? [])),
      { parameters: { keys: true, separator: options.separator || undefined }, accept: [404] },
    )
  }

  /** Stores a value, whatever was there. */
  async put(key: string, value: KvValue, options: PutOptions = {}): Promise<void> {
    await this.#put(key, value, options, {})
  }

  /** Stores a value if the key has not changed; false otherwise. */
  cas(key: string, value: KvValue, options: CasOptions): Promise<boolean> {
    return this.#put(key, value, options, { cas: options.index })
  }

  /** Stores a value and locks the key; false where another session holds the lock, or held it just now. */
  acquire(key: string, value: KvValue, options: LockKeyOptions): Promise<boolean> {
    return this.#put(key, value, options, { acquire: options.session })
  }

  /** Stores a value and unlocks the key; false where the session does not hold the lock. */
  release(key: string, value: KvValue, options: LockKeyOptions): Promise<boolean> {
    return this.#put(key, value, options, { release: options.session })
  }

  /** Removes a key, whether or not it is there. */
  async delete(key: string, options: WriteOptions = {}): Promise<void> {
    await this.#delete(key, options, {})
  }

  /** Removes every key that begins with `prefix`. */
  async deleteTree(prefix: string, options: WriteOptions = {}): Promise<void> {
    await this.#delete(prefix, options, { recurse: true })
  }

  /** Removes a key if it has not changed since `index`; false otherwise. */
  deleteCas(key: string, options: WriteOptions & { readonly index: number }): Promise<boolean> {
    return this.#delete(key, options, { cas: options.index })
  }

  /** Does all of the operations, or none of them. */
  txn(operations: readonly KvTxnOp[], options: TxnOptions = {}): Promise<TxnAnswer> {
    return this.#txn.run(
      operations.map((KV) => ({ KV })),
      options,
    )
  }

  #entries(
    key: string,
    options: QueryOptions,
    parameters: { recurse?: true },
  ): Promise<QueryResult<readonly DirEntry[]>> {
    return this.#api.query(
      keyPath(key),
      options,
      (answer) => (answer.status === 404 ? [] : (decodeJson(entries, answer.body) ?? [])),
      { parameters, accept: [404] },
    )
  }

  async #put(
    key: string,
    value: KvValue,
    options: PutOptions,
    parameters: Readonly<Record<string, string | number>>,
  ): Promise<boolean> {
    if (key.startsWith('/')) {
      throw new ConsulError('CONSUL_ARGUMENT', `Invalid key. Key must not begin with a '/': ${key}`)
    }
    const answer = await this.#api.write(keyPath(key), options, {
      parameters: { flags: options.flags || undefined, ...parameters },
      body: typeof value === 'string' ? Buffer.from(value) : value,
    })
    return isTrue(answer.body)
  }

  async #delete(
    key: string,
    options: WriteOptions,
    parameters: { recurse?: true; cas?: number },
  ): Promise<boolean> {
    return isTrue((await this.#api.write(keyPath(key), options, { method: 'DELETE', parameters })).body)
  }
}

/** A leading slash is dropped, as Consul's own clients do. */
function keyPath(key: string): string {
  return `/v1/kv/${escapePath(key.startsWith('/') ? key.slice(1) : key)}`
}
