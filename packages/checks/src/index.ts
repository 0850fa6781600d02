export { CheckError, type CheckErrorCode } from './core/check-error.ts'
export {
  type CheckDefinition,
  type CheckKind,
  type CheckPlan,
  type CheckPlanDefaults,
  checkKinds,
  checkPlanDefaults,
  type HttpPlan,
  kindsOf,
  type LaterCheckFields,
  planCheck,
  type ScriptPlan,
  type TcpPlan,
  type TtlPlan,
} from './core/definition.ts'
export type { CheckSink, ResultStatus } from './core/result.ts'
export { type Thresholds, thresholdDefaults } from './core/threshold.ts'
export type {
  CheckPorts,
  HttpPort,
  HttpReply,
  HttpRequest,
  ScriptExit,
  ScriptOptions,
  ScriptPort,
  TcpPort,
} from './ports/check-ports.ts'
export { nodeCheckPorts } from './ports/node-check-ports.ts'
export type { ProbeCheck } from './probe-check.ts'
export {
  type RunCheckOptions,
  type RunningCheck,
  runCheck,
  runCheckDefaults,
} from './run-check.ts'
export type { TtlCheck } from './ttl-check.ts'
