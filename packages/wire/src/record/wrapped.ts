import { ByteReader, ByteWriter } from '../bytes.ts'
import { readBytes, writeBytes } from '../msgpack.ts'
import type { Type } from './type.ts'

/** A value inside a raw: the raw's content is that value encoded once more. */
export function wrapped<T>(item: Type<T>): Type<T> {
  return {
    json: item.json,
    sparse: false,
    kind: 'custom',
    zero: item.zero,
    item: item as Type<unknown>,
    write(out, value) {
      const inner = new ByteWriter()
      item.write(inner, value)
      writeBytes(out, inner.finish())
    },
    read: (input) => item.read(new ByteReader(readBytes(input))),
  }
}
