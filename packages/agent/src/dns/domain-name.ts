/** A label is one to this many bytes. */
const labelBytesMax = 63
/** A whole name on the wire, its length bytes and the root's included. */
const nameBytesMax = 255

/**
 * A domain name. Labels are kept as they came, one character a byte; comparing ignores the case of ASCII letters, as
 * DNS does.
 */
export class DomainName {
  /** From the left; none for the root. */
  readonly labels: readonly string[]
  /** As on the wire, uncompressed. */
  readonly wire: Uint8Array
  /** For each label, what stands on the wire from it on: the key under which compression finds it again. */
  readonly suffixes: readonly string[]
  #key: string | undefined

  private constructor(labels: readonly string[], wireText: string) {
    this.labels = labels
    this.wire = bytesOf(wireText)
    const suffixes: string[] = []
    let at = 0
    for (const label of labels) {
      suffixes.push(wireText.slice(at))
      at += label.length + 1
    }
    this.suffixes = suffixes
  }

  /** Undefined if a label or the whole is too long, or a label is empty. */
  static of(labels: readonly string[]): DomainName | undefined {
    let wireText = ''
    for (const label of labels) {
      if (label.length === 0 || label.length > labelBytesMax) return undefined
      wireText += String.fromCharCode(label.length) + label
    }
    wireText += '\0'
    return wireText.length > nameBytesMax ? undefined : new DomainName(labels, wireText)
  }

  /** A name in text, such as "web.service.consul."; the last dot may be missing. Undefined if it is none. */
  static parse(text: string): DomainName | undefined {
    const dotted = text.endsWith('.') ? text.slice(0, -1) : text
    return DomainName.of(dotted === '' ? [] : Buffer.from(dotted).toString('latin1').split('.'))
  }

  /** This name with `domain` behind it. */
  above(domain: DomainName): DomainName | undefined {
    return DomainName.of([...this.labels, ...domain.labels])
  }

  /** The labels in front of `domain`, if this name is `domain` or below it. */
  labelsAbove(domain: DomainName): readonly string[] | undefined {
    const count = this.labels.length - domain.labels.length
    if (count < 0) return undefined
    const tail = this.suffixes[count] ?? '\0'
    if (asciiLowerCase(tail) !== asciiLowerCase(domain.suffixes[0] ?? '\0')) return undefined
    return this.labels.slice(0, count)
  }

  /** The same for names that are equal to DNS. */
  get key(): string {
    this.#key ??= asciiLowerCase(this.suffixes[0] ?? '\0')
    return this.#key
  }

  toString(): string {
    return `${this.labels.join('.')}.`
  }
}

export const rootName: DomainName = DomainName.of([]) as DomainName

/** Lower case for A to Z alone: the other bytes of a label are no letters to DNS. */
function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** A label in the terms of the catalog: lower case, and text where it was UTF-8. */
export function labelText(label: string): string {
  return Buffer.from(asciiLowerCase(label), 'latin1').toString()
}

function bytesOf(wireText: string): Uint8Array {
  const bytes = new Uint8Array(wireText.length)
  for (let i = 0; i < wireText.length; i++) bytes[i] = wireText.charCodeAt(i)
  return bytes
}
