import { type CheckDefinition, CheckError, type CheckPlan, planCheck } from '@consul-ts/checks'
import { HealthCheck, type NodeService } from '@consul-ts/structs'
import { invalid, unsupported } from './local-agent-error.ts'
import { assertDefault, type ServiceBody } from './service-body.ts'

/** A check as people register it by itself. Absent is the zero value. */
export type CheckBody = CheckDefinition & {
  /** The service that it is about; empty is the whole node. */
  readonly ServiceID?: string
  readonly Token?: string
  readonly Namespace?: string
  readonly Partition?: string
}

/** A check that can be registered: what the catalog shows, and what runs. */
export interface DefinedCheck {
  readonly check: HealthCheck
  readonly definition: CheckDefinition
  readonly plan: CheckPlan
  readonly token: string
}

interface Owner {
  readonly node: string
  readonly service: NodeService | undefined
}

/** A check of its own. Throws `LOCAL_INVALID`, `LOCAL_UNSUPPORTED`. */
export function checkOf(body: CheckBody, owner: Owner): DefinedCheck {
  assertDefault('namespace', body.Namespace)
  assertDefault('partition', body.Partition)
  const { Name = '', Status = '' } = body
  if (Name === '') throw invalid('Missing check name')
  if (!isStatus(Status)) throw invalid('Bad check status')
  return defined(body, { ...owner, id: body.CheckID || Name, name: Name, token: body.Token ?? '' })
}

/**
 * The checks that come with a service: a `Check` of which anything is set, then the `Checks`. Their ids count them,
 * unless there is only one; of two with one id, the later one stands.
 */
export function checksOf(
  body: ServiceBody,
  owner: Owner & { readonly service: NodeService },
): readonly DefinedCheck[] {
  const single = body.Check && isSet(body.Check) ? [body.Check] : []
  const definitions = [...single, ...(body.Checks ?? [])]
  const { ID, Service } = owner.service
  const checks = new Map<string, DefinedCheck>()
  definitions.forEach((definition, at) => {
    if (!isStatus(definition.Status ?? '')) {
      throw invalid("Status for checks must 'passing', 'warning', 'critical'")
    }
    const id = definition.CheckID || (definitions.length === 1 ? `service:${ID}` : `service:${ID}:${at + 1}`)
    const name = definition.Name || `Service '${Service}' check`
    checks.set(id, defined(definition, { ...owner, id, name, token: '' }))
  })
  return [...checks.values()]
}

function defined(
  body: CheckBody,
  { node, service, id, name, token }: Owner & { id: string; name: string; token: string },
): DefinedCheck {
  const { ServiceID: _, Token: __, Namespace: ___, Partition: ____, ...definition } = body
  const check = HealthCheck.create({
    Node: node,
    CheckID: id,
    Name: name,
    Notes: body.Notes ?? '',
    ServiceID: service?.ID ?? '',
    ServiceName: service?.Service ?? '',
    ServiceTags: service?.Tags ?? null,
  })
  return runnable(check, definition, token)
}

/** `check` with the kind and the first status of what runs for it. Throws `LOCAL_INVALID`, `LOCAL_UNSUPPORTED`. */
export function runnable(check: HealthCheck, definition: CheckDefinition, token: string): DefinedCheck {
  const plan = planned(definition)
  const Status = definition.Status || 'critical'
  return { check: { ...check, Status, Type: plan.kind }, definition, plan, token }
}

function planned(definition: CheckDefinition): CheckPlan {
  try {
    return planCheck(definition)
  } catch (error) {
    if (!(error instanceof CheckError)) throw error
    if (error.code === 'CHECK_INVALID') throw invalid(`Invalid check: ${error.message}`, { cause: error })
    throw unsupported(error.message.replace(/^not supported yet: /, ''))
  }
}

const statuses: ReadonlySet<string> = new Set(['', 'passing', 'warning', 'critical'])

function isStatus(status: string): boolean {
  return statuses.has(status)
}

function isSet(definition: CheckDefinition): boolean {
  return Object.values(definition).some((value) => {
    if (value === null || value === undefined) return false
    return typeof value === 'object' ? Object.keys(value).length > 0 : Boolean(value)
  })
}
