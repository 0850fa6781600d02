import type { AgentProcess } from './agent-process.ts'

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g
const time = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?: ?Z| ?[+-]\d\d:?\d\d(?: [A-Z]{3})?)?/g
const zeroTime = '0001-01-01T00:00:00Z'

/** Where text of either agent holds a Raft index. The number is the last group. */
const indexes = [
  /("(?:Create|Modify)?Index":\s*)(\d+)/g,
  /(modify index )(\d+)/g,
  /((?:Create|Modify)Index\s+)(\d+)/g,
  /(X-Consul-Index: )(\d+)/gi,
]

/**
 * Takes out of an agent's words what must differ between two agents, and keeps what must not: ids become numbers in
 * order of their first appearance, indexes their rank among all that were seen, so that the same id or index twice
 * stays visible.
 */
export class Masks {
  readonly #agent: AgentProcess
  readonly #ids = new Map<string, number>()
  readonly #indexes = new Set<number>()

  constructor(agent: AgentProcess) {
    this.#agent = agent
  }

  /** Takes note of the indexes in a text; every text is noted before the first is masked. */
  note(text: string): void {
    for (const pattern of indexes) {
      for (const match of text.matchAll(pattern)) this.noteIndex(Number(match[2]))
    }
  }

  noteIndex(index: number): void {
    this.#indexes.add(index)
  }

  /** An index as its rank among those noted since the start; 0 and 1 mean that there is nothing, and stay. */
  index(index: number): string {
    if (index <= 1) return String(index)
    const { startIndex } = this.#agent
    if (index <= startIndex) return '<index of the start>'
    const rank = [...this.#indexes].filter((other) => other > startIndex && other <= index).length
    return `<index ${rank}>`
  }

  text(text: string): string {
    let masked = text
    for (const pattern of indexes) {
      masked = masked.replace(
        pattern,
        (_, before: string, number: string) => before + this.index(Number(number)),
      )
    }
    masked = masked
      .replace(uuid, (id) => this.#id(id))
      .replace(time, (at) => (at === zeroTime ? at : '<time>'))
      .replaceAll(this.#agent.address, '<address>')
    for (const [name, port] of Object.entries(this.#agent.ports)) {
      masked = masked.replace(new RegExp(`\\b${port}\\b`, 'g'), `<${name}>`)
    }
    return masked
  }

  /** A value that only its agent can make: a hash, a session id. The same value has the same number. */
  opaque(value: string): string {
    return this.#id(value)
  }

  #id(id: string): string {
    if (/^[0-]+$/.test(id)) return id
    const known = this.#ids.get(id) ?? this.#ids.size + 1
    this.#ids.set(id, known)
    return `<id ${known}>`
  }
}
