/**
 * A record of which only the given fields are sent; the agent fills in the rest. Durations may also be Go text
 * ("10s").
 */
export type Partly<T> = T extends Uint8Array | string | boolean | null
  ? T
  : [T] extends [number | bigint]
    ? number | bigint extends T
      ? T | string
      : T
    : T extends readonly (infer Item)[]
      ? readonly Partly<Item>[]
      : T extends object
        ? { readonly [Name in keyof T]?: Partly<T[Name]> | undefined }
        : T
