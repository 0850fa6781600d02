import { type CheckStatus, HealthCheck, NodeService } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import { healthHttpStatus, serviceHealth, worstOf } from './service-health.ts'

test.each<[CheckStatus[], CheckStatus]>([
  [[], 'passing'],
  [['passing', 'warning'], 'warning'],
  [['critical', 'warning', 'passing'], 'critical'],
  [['critical', 'maintenance'], 'maintenance'],
])('the worst of %j is %s', (statuses, worst) => {
  expect(worstOf(statuses)).toBe(worst)
})

test.each<[CheckStatus, number]>([
  ['passing', 200],
  ['warning', 429],
  ['critical', 503],
  ['maintenance', 503],
])('%s answers %i', (status, code) => {
  expect(healthHttpStatus(status)).toBe(code)
})

function checkOf(CheckID: string, ServiceID: string, Status: string): HealthCheck {
  return HealthCheck.create({ CheckID, ServiceID, Status })
}

test("a service's own checks and its node's decide, those of others do not", () => {
  const web = NodeService.create({ ID: 'web', Service: 'web' })
  const checks = [
    checkOf('a', 'web', 'passing'),
    checkOf('b', 'other', 'critical'),
    checkOf('n', '', 'warning'),
  ]
  const health = serviceHealth(web, checks)
  expect(health.status).toBe('warning')
  expect(health.checks.map(({ CheckID }) => CheckID)).toEqual(['a', 'n'])
  const inMaintenance = [...checks, checkOf('_service_maintenance:web', 'web', 'critical')]
  expect(serviceHealth(web, inMaintenance).status).toBe('maintenance')
  expect(serviceHealth(web, [checkOf('_node_maintenance', '', 'critical')]).status).toBe('maintenance')
})
