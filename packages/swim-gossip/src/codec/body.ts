import { ByteReader, ByteWriter, type RecordType, readOrZero, WireError } from '@consul-ts/wire'
import { GossipError } from '../errors.ts'

/** The record at the front of `input`; bytes after it are left. */
export function readBody<T>(type: RecordType<T>, input: ByteReader): T {
  try {
    return readOrZero(type, input)
  } catch (error) {
    throw refused(type.name, error)
  }
}

/** The record at the front of `bytes`; what follows it is ignored, as peers do. */
export function decodeBody<T>(type: RecordType<T>, bytes: Uint8Array): T {
  return readBody(type, new ByteReader(bytes))
}

/** A failure to read `name`, as this package's error; a bug goes through unchanged. */
export function refused(name: string, error: unknown): unknown {
  if (!(error instanceof WireError)) return error
  const code = error.code === 'WIRE_LIMIT' ? 'GOSSIP_LIMIT' : 'GOSSIP_MALFORMED'
  return new GossipError(code, `decode ${name}: ${error.message}`, { cause: error })
}

/** A type byte, then a record. */
export function encodeTyped<T>(typeByte: number, type: RecordType<T>, value: T): Uint8Array {
  const out = new ByteWriter()
  out.u8(typeByte)
  type.write(out, value)
  return out.finish()
}
