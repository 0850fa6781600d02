import { bigUint, bytes, type Infer, list, nullable, record, u32, u64, uintMap } from '@consul-ts/wire'

/** One piece of a command that was too long for one log entry. */
export const ChunkInfo = record('raftchunking.ChunkInfo', {
  OpNum: bigUint,
  SequenceNum: u32,
  NumChunks: u32,
  Term: u64,
  Data: bytes,
})
export interface ChunkInfo extends Infer<typeof ChunkInfo> {}

/** The pieces that still wait for others, by operation; null where one is missing. */
export const ChunkingState = record('raftchunking.State', { ChunkMap: uintMap(list(nullable(ChunkInfo))) })
export interface ChunkingState extends Infer<typeof ChunkingState> {}
