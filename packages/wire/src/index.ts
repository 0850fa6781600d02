export { ByteReader, ByteWriter, text, utf8, writtenBytes } from './bytes.ts'
export { compiled } from './compiled.ts'
export { crc32 } from './crc32.ts'
export { durationFromMs, durationToMs, formatDuration, nanosecondsPerMs, parseDuration } from './duration.ts'
export { WireError, type WireErrorCode } from './errors.ts'
export { type JsonKind, JsonReader, jsonDepthMax } from './json/json-reader.ts'
export { formatJsonFloat, formatJsonFloat32, indentJson, quoteJson, sortKeys } from './json/json-text.ts'
export { formatJson, type JsonObject, type JsonValue, parseJson, readJsonValue } from './json/json-value.ts'
export {
  readArrayHeader,
  readBool,
  readBytes,
  readFloat,
  readInt,
  readMapHeader,
  readText,
  skipValue,
  takeNil,
  writeArrayHeader,
  writeBool,
  writeBytes,
  writeFloat64,
  writeInt,
  writeMapHeader,
  writeNil,
  writeText,
} from './msgpack.ts'
export { quote } from './quote.ts'
export { type Dictionary, lazy, list, map, nullable, readOrZero, uintMap } from './record/collections.ts'
export {
  type Declared,
  type Field,
  type RecordOf,
  type RecordType,
  record,
  type Shape,
} from './record/record.ts'
export {
  bigUint,
  bool,
  bytes,
  duration,
  f32,
  f64,
  int,
  type Nanoseconds,
  str,
  time,
  u8,
  u16,
  u32,
  u64,
} from './record/scalars.ts'
export {
  alsoNamed,
  asText,
  goType,
  hidden,
  type Infer,
  type JsonRule,
  type Kind,
  named,
  nilAsEmpty,
  omitEmpty,
  ownDecoder,
  skipUnknown,
  snakeCase,
  sparse,
  type Type,
} from './record/type.ts'
export { type Untyped, untyped } from './record/untyped.ts'
export { wrapped } from './record/wrapped.ts'
export { compileRegexp, type Regexp } from './regexp.ts'
export {
  formatTime,
  isZeroTime,
  parseTime,
  type Time,
  timeFromUnixMs,
  timeToUnixMs,
  utcZone,
  zeroTime,
} from './time.ts'
