export { type PollOptions, pollDefaults } from './core/poll-core.ts'
export {
  type WatchClient,
  type WatchServiceOptions,
  watchChecks,
  watchKey,
  watchKeyPrefix,
  watchNodes,
  watchService,
  watchServices,
} from './views.ts'
export { type Ask, type Observed, type WatchOptions, watchQuery, watchValues } from './watch.ts'
