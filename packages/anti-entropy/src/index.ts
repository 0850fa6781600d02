export type { Catalog, CatalogCall, NodeCatalog } from './catalog.ts'
export { type LocalNode, managedCheckId, managedServiceId } from './core/diff.ts'
export { type SyncTiming, syncScale, syncTimingDefaults } from './core/sync-core.ts'
export { AntiEntropyError, type AntiEntropyErrorCode } from './errors.ts'
export {
  type CatalogView,
  type LocalChange,
  type LocalEntry,
  LocalState,
  type LocalStateOptions,
  localStateDefaults,
} from './local-state.ts'
export type { SyncTokens } from './push.ts'
export { openSyncer, type Syncer, type SyncerOptions, syncerDefaults } from './syncer.ts'
