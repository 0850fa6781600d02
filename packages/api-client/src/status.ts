import { list, str } from '@consul-ts/wire'
import type { Api } from './api.ts'
import { decodeJson } from './codec.ts'
import type { QueryOptions } from './query-options.ts'

const texts = list(str)

/** Who leads. */
export class Status {
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** RPC address of the leader; "" where there is none. */
  async leader(options: QueryOptions = {}): Promise<string> {
    return decodeJson(str, (await this.#api.read('/v1/status/leader', options)).body)
  }

  /** RPC addresses of all voters. */
  async peers(options: QueryOptions = {}): Promise<readonly string[]> {
    return decodeJson(texts, (await this.#api.read('/v1/status/peers', options)).body) ?? []
  }
}
