import { bool, type Infer, int, record, str } from '@consul-ts/wire'
import { QueryMeta } from './query-options.ts'

export const snapshotOps: { readonly save: 0; readonly restore: 1 } = { save: 0, restore: 1 }

/** Opens a snapshot stream; the archive follows it where that is to be restored. */
export const SnapshotRequest = record('SnapshotRequest', {
  Datacenter: str,
  Token: str,
  AllowStale: bool,
  /** One of `snapshotOps`. */
  Op: int,
})
export interface SnapshotRequest extends Infer<typeof SnapshotRequest> {}

/** Answers it; the archive follows where one was asked for and `Error` is empty. */
export const SnapshotResponse = record('SnapshotResponse', { Error: str, ...QueryMeta.shape })
export interface SnapshotResponse extends Infer<typeof SnapshotResponse> {}
