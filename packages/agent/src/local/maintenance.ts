import { HealthCheck, type NodeService } from '@consul-ts/structs'

export const nodeMaintenanceId = '_node_maintenance'

const serviceMaintenancePrefix = '_service_maintenance:'

export function serviceMaintenanceId(serviceId: string): string {
  return serviceMaintenancePrefix + serviceId
}

export function isMaintenance(checkId: string): boolean {
  return checkId === nodeMaintenanceId || checkId.startsWith(serviceMaintenancePrefix)
}

/** The check that keeps a whole node out of answers while it is there. */
export function nodeMaintenanceCheck(node: string, reason: string): HealthCheck {
  return maintenanceCheck(nodeMaintenanceId, 'Node Maintenance Mode', {
    Node: node,
    Notes: reason || defaultReason('node'),
  })
}

export function serviceMaintenanceCheck(node: string, service: NodeService, reason: string): HealthCheck {
  return maintenanceCheck(serviceMaintenanceId(service.ID), 'Service Maintenance Mode', {
    Node: node,
    Notes: reason || defaultReason('service'),
    ServiceID: service.ID,
    ServiceName: service.Service,
    ServiceTags: service.Tags,
  })
}

function maintenanceCheck(CheckID: string, Name: string, fields: Partial<HealthCheck>): HealthCheck {
  return HealthCheck.create({ CheckID, Name, Status: 'critical', Type: 'maintenance', ...fields })
}

function defaultReason(what: string): string {
  return `Maintenance mode is enabled for this ${what}, but no reason was provided. This is a default message.`
}
