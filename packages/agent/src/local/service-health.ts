import type { CheckStatus, HealthCheck, NodeService } from '@consul-ts/structs'
import { isMaintenance } from './maintenance.ts'

/** A service with the checks that decide on it: its own and its node's. */
export interface ServiceHealth {
  readonly status: CheckStatus
  readonly service: NodeService
  readonly checks: readonly HealthCheck[]
}

export function serviceHealth(service: NodeService, checks: readonly HealthCheck[]): ServiceHealth {
  const deciding = checks.filter(({ ServiceID }) => ServiceID === '' || ServiceID === service.ID)
  return { status: worstOf(deciding.map(statusOf)), service, checks: deciding }
}

/** From best to worst. */
const severity: readonly CheckStatus[] = ['passing', 'warning', 'critical', 'maintenance']

/** Passing where there is none. */
export function worstOf(statuses: readonly CheckStatus[]): CheckStatus {
  return severity[Math.max(0, ...statuses.map((status) => severity.indexOf(status)))] ?? 'critical'
}

function statusOf({ CheckID, Status }: HealthCheck): CheckStatus {
  if (isMaintenance(CheckID)) return 'maintenance'
  return Status === 'passing' || Status === 'warning' ? Status : 'critical'
}

/** The HTTP status of `/v1/agent/health/…` for a service in this state. */
export function healthHttpStatus(status: CheckStatus): number {
  if (status === 'passing') return 200
  return status === 'warning' ? 429 : 503
}
