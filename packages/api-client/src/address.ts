import { ConsulError } from './errors.ts'

export type Scheme = 'http' | 'https'

/** Where an agent's HTTP API is. */
export interface Address {
  readonly scheme: Scheme
  /** `host:port`; for a socket its path. */
  readonly host: string
  /** Path of a Unix socket, instead of a host. */
  readonly socketPath: string | undefined
}

export const defaultAddress = '127.0.0.1:8500'

/**
 * Reads `host:port`, `http://host:port`, `https://host:port` or `unix:///path`.
 * @param scheme of an address that names none; throws `CONSUL_CONFIG` for a scheme that is unknown
 */
export function parseAddress(text: string, scheme: Scheme): Address {
  const separator = text.indexOf('://')
  if (separator === -1) return { scheme, host: text, socketPath: undefined }
  const named = text.slice(0, separator)
  const rest = text.slice(separator + 3)
  switch (named) {
    case 'http':
    case 'https':
      return { scheme: named, host: rest.replace(/\/+$/, ''), socketPath: undefined }
    case 'unix':
      return { scheme, host: rest, socketPath: rest }
    default:
      throw new ConsulError('CONSUL_CONFIG', `Unknown protocol scheme: ${named}`)
  }
}
