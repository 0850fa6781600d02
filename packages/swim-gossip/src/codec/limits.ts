/** What one datagram or one direction of a stream may cost to read. Checked before room is made. */

/** Parts of one compound: peers before memberlist 0.2.4 misread the length table of a longer one. */
export const compoundPartsMax = 127

/** All that one datagram may decompress to, its nested layers together. */
export const packetInflatedBytesMax = 1 << 20

/** Compound and compress layers inside each other in one datagram. */
export const packetLayersMax = 8

/** Parts of all compounds in one datagram. */
export const packetPartsMax = 4096

/** Announced length of a sealed stream message. */
export const streamSealedBytesMax = 20 << 20

/** What a direction of a stream may carry, and what a message on it may decompress to. */
export const streamBytesMax = 40 << 20

/** Nodes of a push/pull. */
export const streamNodesMax = 1_048_576

/** User state of a push/pull, or a user message, on a stream. */
export const streamUserBytesMax = 20 << 20

/** One msgpack map on a stream, save the one around compressed bytes: a node is some hundred bytes. */
export const streamRecordBytesMax = 64 << 10
