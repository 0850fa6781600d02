import type { Type } from '@consul-ts/wire'

export type HttpVerb = 'GET' | 'PUT' | 'POST' | 'DELETE'

/**
 * - `none`: the answer does not depend on how fresh the servers are
 * - `plain`: takes `stale`, `consistent` and the like, and tells index, leader and last contact
 * - `discovery`: tells the effective consistency too, and obeys the agent's `discovery_max_stale`
 */
export type ConsistencyRule = 'none' | 'plain' | 'discovery'

export type ParameterKind =
  /** Counts when it is there, whatever its value. */
  | 'flag'
  | 'text'
  | 'uint'
  | 'bool'
  | 'duration'
  /** May come several times. */
  | 'texts'

/** What a caller must be allowed to do: on everything the call touches, or on what it wants to see of the answer. */
export interface AclRule {
  /** Such as `key:read` or `service:write`. */
  readonly need: string
  /** `filter`: what may not be seen is left out of the answer; `refuse`: 403. */
  readonly onDenial: 'refuse' | 'filter'
}

/** What a request's body is. */
export type RouteBody =
  | { readonly kind: 'json'; readonly type: Type<unknown>; readonly optional: boolean }
  | { readonly kind: 'bytes' }

/** What an answer's body is. */
export type RouteReply =
  | { readonly kind: 'json'; readonly type: Type<unknown> }
  /** 200 without a body. */
  | { readonly kind: 'nothing' }

/** One verb of a route. */
export interface RouteMethod {
  readonly summary: string
  /** Query parameters beyond those that every endpoint takes (`commonParameters`). */
  readonly parameters: Readonly<Record<string, ParameterKind>>
  /** Waits for a change when `index` is given. */
  readonly blocking: boolean
  readonly consistency: ConsistencyRule
  /** Takes `filter`. */
  readonly filter: boolean
  readonly acl: AclRule | undefined
  readonly body: RouteBody | undefined
  readonly reply: RouteReply
}

export interface Route {
  /** By which handlers are found. */
  readonly name: string
  /** `:x` at the end is all of the rest of the path, decoded, slashes included; `*x` the same and may be empty. */
  readonly path: string
  readonly methods: Readonly<Partial<Record<HttpVerb, RouteMethod>>>
}

/** Query parameters that every endpoint takes. */
export const commonParameters = {
  dc: 'text',
  token: 'text',
  pretty: 'flag',
  ns: 'text',
} as const satisfies Record<string, ParameterKind>

/** Those of a route with a consistency rule. */
export const consistencyParameters = {
  stale: 'flag',
  consistent: 'flag',
  leader: 'flag',
  max_stale: 'duration',
} as const satisfies Record<string, ParameterKind>

/** Those of a blocking route. */
export const blockingParameters = { index: 'uint', wait: 'duration' } as const satisfies Record<
  string,
  ParameterKind
>

/** The value of the `Allow` header: OPTIONS, then the route's own verbs. */
export function allowedVerbs(route: Route): string {
  return ['OPTIONS', ...Object.keys(route.methods)].join(',')
}

type Given = Partial<RouteMethod> & Pick<RouteMethod, 'summary' | 'reply'>

const unspecified = {
  parameters: {},
  blocking: false,
  consistency: 'none',
  filter: false,
  acl: undefined,
  body: undefined,
} as const

/** A verb; what is not given is not there. */
export function verb(given: Given): RouteMethod {
  return { ...unspecified, ...given }
}

/** A read that blocks and takes consistency parameters. */
export function blockingRead(given: Given): RouteMethod {
  return { ...unspecified, blocking: true, consistency: 'plain', ...given }
}

/** A blocking read of the catalog, whose clients may live with old answers. */
export function discoveryRead(given: Given): RouteMethod {
  return { ...unspecified, blocking: true, consistency: 'discovery', ...given }
}

export const nothing: RouteReply = { kind: 'nothing' }

export function json(type: Type<unknown>): RouteReply {
  return { kind: 'json', type }
}

export function jsonBody(type: Type<unknown>, options?: { readonly optional: boolean }): RouteBody {
  return { kind: 'json', type, optional: options?.optional ?? false }
}

export function refused(need: string): AclRule {
  return { need, onDenial: 'refuse' }
}

export function filtered(need: string): AclRule {
  return { need, onDenial: 'filter' }
}
