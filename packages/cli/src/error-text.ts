/** What went wrong, and after it why, in the words of Consul's own command line where the system is to blame. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (isSystemError(error)) return systemErrorText(error)
  if (error.cause === undefined) return error.message
  const why = errorText(error.cause)
  // Where an error speaks the words of a known tool, they often hold the reason already.
  return error.message.endsWith(why) ? error.message : `${error.message}: ${why}`
}

interface SystemError extends Error {
  readonly code: string
  readonly syscall: string
  readonly path?: string
  readonly address?: string
  readonly port?: number
  readonly hostname?: string
}

const meanings: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EHOSTUNREACH: 'no route to host',
  EISDIR: 'is a directory',
  ENETUNREACH: 'network is unreachable',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  ETIMEDOUT: 'connection timed out',
}

function isSystemError(error: Error): error is SystemError {
  return 'syscall' in error && 'code' in error && typeof error.code === 'string'
}

function systemErrorText(error: SystemError): string {
  const meaning = meanings[error.code] ?? error.message
  const { syscall, address, port, path, hostname } = error
  if (syscall === 'connect') {
    const where = port === undefined ? `unix ${address ?? path}` : `tcp ${hostPort(address ?? '', port)}`
    return `dial ${where}: connect: ${meaning}`
  }
  if (syscall === 'getaddrinfo') return `dial tcp: lookup ${hostname}: no such host`
  return path === undefined ? `${syscall}: ${meaning}` : `${syscall} ${path}: ${meaning}`
}

function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
