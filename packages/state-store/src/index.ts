export { type Command, encodeCommand } from './apply/command.ts'
export type { Applied, CommandErrorCode, CommandResult, Effect } from './apply/outcome.ts'
export { View } from './db/view.ts'
export { WatchChannel, WatchSet } from './db/watch-set.ts'
export { StateStoreError, type StateStoreErrorCode } from './errors.ts'
export {
  type NodeServicesById,
  nodeById,
  nodeGet,
  nodeList,
  nodeServiceList,
  nodeServices,
  type ServiceQuery,
  serviceAddressNodes,
  serviceGet,
  serviceList,
  serviceNames,
  serviceNodes,
} from './queries/catalog.ts'
export { checkGet, checkServiceNodes, checksInState, nodeChecks, serviceChecks } from './queries/health.ts'
export { type KeysQuery, kvGet, kvKeys, kvList } from './queries/kv.ts'
export { autopilotConfig, coordinateList, indexRow, nodeCoordinates } from './queries/operator.ts'
export type { NodeMetaFilter, QueryResult } from './queries/result.ts'
export { nodeSessions, sessionGet, sessionList } from './queries/session.ts'
export { txnRead } from './queries/txn.ts'
export { StateStore } from './state-store.ts'
