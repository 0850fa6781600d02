import type { RE2JS, RE2JSException } from 're2js'
import { WireError } from './errors.ts'

/** A compiled pattern of Go's RE2 syntax. It matches in time linear in the text, whatever the pattern. */
export interface Regexp {
  readonly source: string
  /** Whether some part of `text` matches; only `^` and `$` tie it to the ends. */
  test(text: string): boolean
}

/** Counted repetitions are unrolled when compiled, so a short pattern may be a large program: `((a{99}){10}){…}`. */
const expandedLengthMax = 10_000

interface Engine {
  readonly RE2JS: typeof RE2JS
  readonly RE2JSException: typeof RE2JSException
}

let engine: Engine | undefined

/** The engine takes longer to load than everything else here, and few processes ever see a pattern. */
function loadEngine(): Engine {
  engine ??= process.getBuiltinModule('node:module').createRequire(import.meta.url)('re2js') as Engine
  return engine
}

/**
 * Compiles a pattern that comes from a user or a peer: no such pattern may ever reach `RegExp`, where one of a few
 * characters can run for hours. Throws `WIRE_REGEXP` with Go's text.
 */
export function compileRegexp(source: string): Regexp {
  if (expandedLength(source) > expandedLengthMax) throw refused('expression too large', source)
  const { RE2JS, RE2JSException } = loadEngine()
  try {
    const compiled = RE2JS.compile(source)
    return { source, test: (text) => compiled.test(text) }
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause
    // Go always names the fragment, were it an empty one.
    const message = cause.message.endsWith('`') ? cause.message : `${cause.message}: \`\``
    throw new WireError('WIRE_REGEXP', message, { cause })
  }
}

function refused(reason: string, fragment: string): WireError {
  return new WireError('WIRE_REGEXP', `error parsing regexp: ${reason}: \`${fragment}\``)
}

interface Group {
  /** Of what the group holds so far. */
  length: number
  /** Of the last thing in it, which a repetition would repeat. */
  last: number
}

const repetition = /\{(\d{1,9})(?:,(\d{0,9}))?\}/y

/** How long the pattern is once its repetitions are written out, give or take the characters of its syntax. */
function expandedLength(source: string): number {
  let group: Group = { length: 0, last: 0 }
  const outer: Group[] = []
  const add = (length: number): void => {
    group.length += length
    group.last = length
  }
  for (let at = 0; at < source.length; at++) {
    const character = source[at]
    if (character === '(') {
      outer.push(group)
      group = { length: 0, last: 0 }
    } else if (character === ')') {
      const { length } = group
      group = outer.pop() ?? { length: 0, last: 0 }
      add(length)
    } else if (character === '[') {
      const end = classEnd(source, at)
      add(end - at)
      at = end
    } else if (character === '\\' && source[at + 1] === 'Q') {
      const end = source.indexOf('\\E', at)
      add(end === -1 ? source.length - at : end - at)
      at = end === -1 ? source.length : end + 1
      group.last = 1
    } else if (character === '{') {
      repetition.lastIndex = at
      const [, least, most] = repetition.exec(source) ?? []
      const more = Math.max(0, Number(least ?? 1) - 1, Number(most || 0) - 1) * group.last
      group.length += more
      group.last += more
    } else {
      if (character === '\\') at++
      add(1)
    }
    if (group.length > expandedLengthMax) return group.length
  }
  return outer.reduce((sum, { length }) => sum + length, group.length)
}

/** Where the character class that opens at `from` closes; a bracket right after the opening one stands for itself. */
function classEnd(source: string, from: number): number {
  for (let at = source[from + 1] === '^' ? from + 3 : from + 2; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === ']') return at
  }
  return source.length
}
