import { CheckError } from '../core/check-error.ts'

/** A request that failed, in the words of Go's client: `Get "http://…": <why>`, the password starred out. */
export function urlFault(method: string, url: string, why: string): CheckError {
  const verb = method.slice(0, 1) + method.slice(1).toLowerCase()
  return new CheckError('CHECK_PROBE_FAILED', `${verb} "${withoutPassword(url)}": ${why}`)
}

function withoutPassword(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#@:]*):[^/?#@]*@/i, '$1:***@')
}

/**
 * Parses a URL, finding the faults that Go finds; `URL` alone would repair some of them and so probe
 * something else than was asked for.
 */
export function parseTarget(method: string, text: string): URL {
  const parseFault = (why: string): CheckError =>
    new CheckError('CHECK_PROBE_FAILED', `parse "${text}": ${why}`)
  const [, scheme = '', rest = text] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text) ?? []
  if (scheme === '' && /^[^/?#]*:/.test(text))
    throw parseFault('first path segment in URL cannot contain colon')
  if (!/^https?$/i.test(scheme)) throw urlFault(method, text, `unsupported protocol scheme "${scheme}"`)
  const authority = /^\/\/([^/?#]*)/.exec(rest)?.[1] ?? ''
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const strange = /[\s"<>\\^`{|}]/.exec(host)?.[0]
  if (strange !== undefined) throw parseFault(`invalid character ${JSON.stringify(strange)} in host name`)
  const port = /:([^:\]]*)$/.exec(host)?.[1]
  if (port !== undefined && !/^\d*$/.test(port)) throw parseFault(`invalid port ":${port}" after host`)
  if (host === '' || host.startsWith(':')) throw urlFault(method, text, 'http: no Host in request URL')
  if (Number(port ?? 0) > 0xffff) throw urlFault(method, text, `dial tcp: address ${port}: invalid port`)
  try {
    return new URL(text)
  } catch {
    throw parseFault('invalid URL')
  }
}
