/** One request of a scenario, and what the documentation says of its answer. */
export interface HttpStep {
  readonly method: string
  /** As it is sent, escapes and all. `{name}` stands for a value kept from an earlier answer, `{name+1}` for one more. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Sent as it is; with `{name}` replaced in text. */
  readonly body: string | Uint8Array | undefined
  readonly status: number
  /** Text that the answer's body is, or holds when it is a pattern. */
  readonly says: string | RegExp | undefined
  /** Values for later steps: name → path into the JSON answer, as in `0.ModifyIndex`, or `header:X-Consul-Index`. */
  readonly keep: Readonly<Record<string, string>>
  /** Sent again until the body matches: what the agent does in its own time has happened then. */
  readonly until: RegExp | undefined
  /** Requests that are sent while this one, a blocking query, waits; they follow it in the recording. */
  readonly during: readonly HttpStep[]
  /** How much of the body must be the same. */
  readonly compare: BodyComparison
  /** Where ours answers otherwise on purpose: the reason, and what it answers. */
  readonly ours: OurAnswer | undefined
}

/** Its every character; its JSON with every list in any order; the names of its top-level keys; or nothing. */
export type BodyComparison = 'text' | 'set' | 'keys' | 'none'

export interface OurAnswer {
  readonly why: string
  readonly status?: number
  readonly body?: string
  /** Headers that differ; undefined where ours sends none of that name. */
  readonly headers?: Readonly<Record<string, string | undefined>>
}

export type HttpStepParts = Partial<Omit<HttpStep, 'method' | 'path' | 'body'>>

/** What is sent: text and bytes as they are, anything else as JSON. */
export type Body = string | Uint8Array | object | undefined

export function request(method: string, path: string, body?: Body, parts: HttpStepParts = {}): HttpStep {
  const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array
  return {
    method,
    path,
    headers: {},
    body: raw ? body : JSON.stringify(body),
    status: 200,
    says: undefined,
    keep: {},
    until: undefined,
    during: [],
    compare: 'text',
    ours: undefined,
    ...parts,
  }
}

export function get(path: string, parts?: HttpStepParts): HttpStep {
  return request('GET', path, undefined, parts)
}

export function put(path: string, body?: Body, parts?: HttpStepParts): HttpStep {
  return request('PUT', path, body, parts)
}

export function del(path: string, parts?: HttpStepParts): HttpStep {
  return request('DELETE', path, undefined, parts)
}

/** A list of requests that one fresh agent is sent in this order. */
export interface HttpScenario {
  readonly name: string
  readonly steps: readonly HttpStep[]
  /** Further configuration of the agents. */
  readonly config?: Readonly<Record<string, unknown>>
}
