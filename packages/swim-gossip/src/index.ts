export { addChecksum, checksumOverhead, takeChecksum } from './codec/checksum.ts'
export { compoundOverhead, decodeCompound, encodeCompound } from './codec/compound.ts'
export { compress, compressIfShorter, decompress } from './codec/compress.ts'
export { Coordinate, decodeCoordinatePayload, encodeCoordinatePayload } from './codec/coordinate.ts'
export { Keyring, type SealKey } from './codec/keyring.ts'
export { addLabel, labelBytesMax, takeLabel } from './codec/label.ts'
export {
  compoundPartsMax,
  packetInflatedBytesMax,
  packetLayersMax,
  packetPartsMax,
  streamBytesMax,
  streamNodesMax,
  streamRecordBytesMax,
  streamSealedBytesMax,
  streamUserBytesMax,
} from './codec/limits.ts'
export { lzwDecode, lzwEncode } from './codec/lzw.ts'
export { messageType } from './codec/message-type.ts'
export {
  Ack,
  Alive,
  Dead,
  decodeMessage,
  encodeMessage,
  IndirectPing,
  type Message,
  Nack,
  nodeState,
  Ping,
  PushPullNode,
  StreamRefusal,
  Suspect,
} from './codec/messages.ts'
export {
  decodePacket,
  encodePacket,
  joinPacket,
  type Packet,
  type PacketDecoding,
  type PacketEncoding,
} from './codec/packet.ts'
export { decodeQueryFilter, encodeQueryFilter, type QueryFilter } from './codec/query-filter.ts'
export {
  NonceSource,
  openPacket,
  openStreamMessage,
  type SealOptions,
  type SealVersion,
  type SealWithNonce,
  sealOverhead,
  sealPacket,
  sealStreamMessage,
} from './codec/seal.ts'
export {
  decodeSerf,
  EventSlot,
  encodeSerf,
  JoinIntent,
  KeyRequest,
  KeyResponse,
  LeaveIntent,
  Member,
  memberStatus,
  Query,
  QueryResponse,
  queryFlag,
  RelayHeader,
  type SerfMessage,
  SerfState,
  serfMessageType,
  UserEvent,
} from './codec/serf-messages.ts'
export {
  encodeStreamMessage,
  type StreamDecoding,
  type StreamEncoding,
  type StreamMessage,
  StreamParser,
  type StreamSide,
} from './codec/stream.ts'
export { decodeTags, encodeTags, metaBytesMax, type Tags } from './codec/tags.ts'
export { GossipError, type GossipErrorCode } from './errors.ts'
