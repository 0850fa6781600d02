export { type Command, encodeCommand } from './apply/command.ts'
export type { Applied, CommandErrorCode, CommandResult, Effect } from './apply/outcome.ts'
export type { View } from './db/view.ts'
export { WatchSet } from './db/watch-set.ts'
export { StateStoreError, type StateStoreErrorCode } from './errors.ts'
export { checkGet, checkServiceNodes, checksInState, nodeChecks, serviceChecks } from './queries/health.ts'
export { type KeysQuery, kvGet, kvKeys, kvList } from './queries/kv.ts'
export type { NodeMetaFilter } from './queries/node-meta.ts'
export { nodeById, nodeGet, nodeList } from './queries/nodes.ts'
export { autopilotConfig, coordinateList, indexRow, nodeCoordinates } from './queries/operator.ts'
export type { QueryResult } from './queries/result.ts'
export {
  type NodeServicesById,
  nodeServiceList,
  nodeServices,
  type ServiceQuery,
  serviceAddressNodes,
  serviceGet,
  serviceList,
  serviceNames,
  serviceNodes,
} from './queries/services.ts'
export { nodeSessions, sessionGet, sessionList } from './queries/sessions.ts'
export { txnRead } from './queries/txn.ts'
export { StateStore } from './state-store.ts'
