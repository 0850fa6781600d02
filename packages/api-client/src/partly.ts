import type { Nanoseconds } from '@consul-ts/wire'

/**
 * A record of which only the given fields are sent; the agent fills in the rest. Durations may also be Go text
 * ("10s").
 */
export type Partly<T> = [Nanoseconds] extends [T]
  ? T | string
  : T extends Uint8Array | string | number | bigint | boolean | null
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Partly<Item>[]
      : T extends object
        ? { readonly [Name in keyof T]?: Partly<T[Name]> | undefined }
        : never
