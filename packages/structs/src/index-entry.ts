import { type Infer, record, str, u64 } from '@consul-ts/wire'

/** A named index of the store, as snapshots keep it. */
export const IndexEntry = record('state.IndexEntry', { Key: str, Value: u64 })
export interface IndexEntry extends Infer<typeof IndexEntry> {}
