import { compiled } from '../compiled.ts'
import { readMapHeader, readText, skipValue, takeNil, writeMapHeader } from '../msgpack.ts'
import { isLeftOut, type RecordReader, type RecordWriter, type WireField } from './looped.ts'

/** As `loopedWriter`, faster, and slower to make. */
export function straightLineWriter(fields: readonly WireField[]): RecordWriter {
  const value = (i: number): string => `value[${JSON.stringify(fields[i]?.name)}]`
  const sparse = [...fields.keys()].filter((i) => fields[i]?.type.sparse)
  const write = (i: number): string =>
    `${sparse.includes(i) ? `if (!isLeftOut(t${i}, ${value(i)})) ` : ''}{ out.bytes(k${i}); t${i}.write(out, ${value(i)}) }`
  return compiled(
    { fields, isLeftOut, writeMapHeader },
    `${constants(fields)}
return function write(out, value) {
  writeMapHeader(out, ${[fields.length, ...sparse.map((i) => `isLeftOut(t${i}, ${value(i)})`)].join(' - ')})
  ${[...fields.keys()].map(write).join('\n  ')}
}`,
  )
}

/**
 * As `loopedReader`, faster, and slower to make; the properties come in the order of `names`. Peers write keys in
 * order, so each is first looked for at its own place; what stands elsewhere, or is unknown, takes the long way.
 */
export function straightLineReader(fields: readonly WireField[], names: readonly string[]): RecordReader {
  const positions = new Map(fields.map(({ name }, position) => [name, position]))
  const indexes = [...fields.keys()]
  const take = (i: number): string => `f${i} = takeNil(input) ? z${i} : t${i}.read(input)`
  return compiled(
    { fields, positions, readMapHeader, readText, skipValue, takeNil },
    `${constants(fields)}
${indexes.map((i) => `const z${i} = t${i}.zero`).join('\n')}
return function read(input) {
  let left = readMapHeader(input)
  ${indexes.map((i) => `let f${i} = z${i}`).join('\n  ')}
  ${indexes.map((i) => `if (left > 0 && input.takeIf(k${i})) { ${take(i)}; left-- }`).join('\n  ')}
  for (; left > 0; left--) {
    switch (positions.get(readText(input))) {
      ${indexes.map((i) => `case ${i}: ${take(i)}; break`).join('\n      ')}
      default: skipValue(input)
    }
  }
  return { ${names.map((name) => `${JSON.stringify(name)}: f${positions.get(name)}`).join(', ')} }
}`,
  )
}

/** Each field's type and key under names of their own. */
function constants(fields: readonly WireField[]): string {
  return [...fields.keys()].map((i) => `const t${i} = fields[${i}].type, k${i} = fields[${i}].key`).join('\n')
}
