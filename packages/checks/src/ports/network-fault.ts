import { CheckError } from '../core/check-error.ts'

/** What connecting calls its failures in Go. */
const connectTexts: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'connection timed out',
  EADDRNOTAVAIL: 'cannot assign requested address',
  EACCES: 'permission denied',
  EINVAL: 'invalid argument',
}

const lookupTexts: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  ENODATA: 'no such host',
  EAI_AGAIN: 'Temporary failure in name resolution',
}

const tlsTexts: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'x509: certificate signed by unknown authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'x509: certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'x509: certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'x509: certificate signed by unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'x509: certificate signed by unknown authority',
  CERT_HAS_EXPIRED: 'x509: certificate has expired or is not yet valid',
  CERT_NOT_YET_VALID: 'x509: certificate has expired or is not yet valid',
  ERR_SSL_WRONG_VERSION_NUMBER: 'http: server gave HTTP response to HTTPS client',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'http: server gave HTTP response to HTTPS client',
}

const httpTexts: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'EOF',
  ECONNRESET: 'EOF',
  UND_ERR_HEADERS_OVERFLOW: 'net/http: server response headers exceeded the limit',
}

/** A failed look-up of `host`, as Go's dialer reports it. */
export function lookupFault(host: string, error: unknown): CheckError {
  const why = lookupTexts[codeOf(error)] ?? textOf(error)
  return probeFailed(`dial tcp: lookup ${host}: ${why}`, error)
}

/** A failed connection to one address, as Go's dialer reports it. */
export function connectFault(address: string, port: number, error: unknown): CheckError {
  const target = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  const why = connectTexts[codeOf(error)]
  return probeFailed(`dial tcp ${target}: ${why === undefined ? textOf(error) : `connect: ${why}`}`, error)
}

/** A TLS handshake or an HTTP exchange that failed on an open connection. */
export function exchangeFault(error: unknown): CheckError {
  if (error instanceof CheckError) return error
  const code = codeOf(error)
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return probeFailed(altNameText(error), error)
  if ((error as Error).name === 'HTTPParserError') return probeFailed('malformed HTTP response', error)
  return probeFailed(tlsTexts[code] ?? httpTexts[code] ?? textOf(error), error)
}

function altNameText(error: unknown): string {
  const { host = '', cert } = error as { host?: string; cert?: { subjectaltname?: string } }
  const names = (cert?.subjectaltname ?? '').split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''))
  const sameKind = names.filter((name) => isAddress(name) === isAddress(host) && name !== '')
  if (sameKind.length > 0) return `x509: certificate is valid for ${sameKind.join(', ')}, not ${host}`
  return isAddress(host)
    ? `x509: cannot validate certificate for ${host} because it doesn't contain any IP SANs`
    : `x509: certificate is not valid for any names, but wanted to match ${host}`
}

function isAddress(name: string): boolean {
  return /^[\d.]+$/.test(name) || name.includes(':')
}

function probeFailed(message: string, cause: unknown): CheckError {
  return new CheckError('CHECK_PROBE_FAILED', message, { cause })
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
