import { text } from '@consul-ts/wire'

/** Why a path is not routed, or the decoded path that is. */
export type ParsedPath =
  | { readonly kind: 'path'; readonly path: string; readonly isUtf8: boolean }
  /** Percent-encoding that does not decode. */
  | { readonly kind: 'malformed' }
  | { readonly kind: 'unprintable' }
  /** `//`, `.` or `..` in the decoded path: the client is sent to the clean one. */
  | { readonly kind: 'moved'; readonly location: string }

/** Characters that need no look: most paths hold nothing else. */
const plainPath = /^(?:\/[\w-][\w.\-~:@]*)+\/?$/

/**
 * Decodes a request path. Like Go's router it also cleans it, and cleans what percent-encoding hid, so that
 * `PUT /v1/kv//a` is redirected: clients of Consul know that.
 */
export function parsePath(raw: string, options: { readonly allowUnprintable: boolean }): ParsedPath {
  if (plainPath.test(raw)) return { kind: 'path', path: raw, isUtf8: true }
  if (brokenEscape.test(raw)) return { kind: 'malformed' }
  const { path, isUtf8 } = decodeEscapes(raw)
  if (!options.allowUnprintable && unprintable.test(path.replaceAll(' ', ''))) return { kind: 'unprintable' }
  const clean = cleanPath(path)
  if (clean !== path) return { kind: 'moved', location: encodePath(clean) }
  return { kind: 'path', path, isUtf8 }
}

const brokenEscape = /%(?![0-9a-f]{2})/i

function decodeEscapes(raw: string): { readonly path: string; readonly isUtf8: boolean } {
  try {
    return { path: decodeURIComponent(raw), isUtf8: true }
  } catch {
    const path = raw.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
      text(Buffer.from(escapes.replaceAll('%', ''), 'hex')),
    )
    return { path, isUtf8: false }
  }
}

/** What Go's `unicode.IsPrint` refuses: controls, formats, private use, unassigned, and spaces other than U+0020. */
const unprintable = /[\p{C}\p{Z}]/u

function cleanPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..') segments.pop()
    else segments.push(segment)
  }
  const clean = `/${segments.join('/')}`
  return path.endsWith('/') && clean !== '/' ? `${clean}/` : clean
}

/** A decoded path as it goes into a Location header. */
function encodePath(path: string): string {
  return encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23')
}
