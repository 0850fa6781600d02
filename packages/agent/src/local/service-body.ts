import type { CheckDefinition } from '@consul-ts/checks'
import { NodeService, type ServiceDefinition, type Weights } from '@consul-ts/structs'
import { isAnyAddress } from '../config/ip.ts'
import { metadataProblem } from '../config/metadata.ts'
import { invalid, unsupported } from './local-agent-error.ts'
import { taggedAddresses } from './tagged-addresses.ts'

/** A service as people register it, from wherever. Absent is the zero value. */
export interface ServiceBody extends Partial<Omit<ServiceDefinition, 'Check' | 'Checks'>> {
  /** None where nothing of it is set. */
  readonly Check?: CheckDefinition | null
  readonly Checks?: readonly CheckDefinition[] | null
  readonly Namespace?: string
  readonly Partition?: string
}

const weightsUnset: Weights = { Passing: 1, Warning: 1 }

/** Kinds that come with Connect. Any other word is only a word. */
const connectKinds: ReadonlySet<string> = new Set([
  'connect-proxy',
  'ingress-gateway',
  'mesh-gateway',
  'terminating-gateway',
])

/** The service that a body stands for, every default filled in. Throws `LOCAL_INVALID`, `LOCAL_UNSUPPORTED`. */
export function serviceOf(body: ServiceBody): NodeService {
  const { Name = '', Address = '', Port = 0, Meta = null, Kind = '' } = body
  const weights = body.Weights ?? weightsUnset
  assertDefault('namespace', body.Namespace)
  assertDefault('partition', body.Partition)
  if (Name === '') throw invalid('Missing service name')
  if (isAnyAddress(Address)) throw invalid('Invalid service address')
  const metaProblem = metadataProblem(Meta ?? {})
  if (metaProblem !== undefined) throw invalid(`Invalid Service Meta: ${metaProblem}`)
  const weightProblem = weightsProblem(weights)
  if (weightProblem !== undefined) throw invalid(`Invalid Weights: ${weightProblem}`)
  if (connectKinds.has(Kind)) throw unsupported(`services of kind ${Kind}`)
  if (body.Proxy) throw unsupported('Proxy')
  if (body.Connect?.SidecarService) throw unsupported('Connect.SidecarService')
  if (body.Connect?.Native) throw unsupported('Connect.Native')
  return NodeService.create({
    Kind,
    ID: body.ID || Name,
    Service: Name,
    Tags: body.Tags ?? null,
    Address,
    TaggedAddresses: taggedAddresses(Address, Port, body.TaggedAddresses ?? null),
    Meta,
    Port,
    Weights: weights,
    EnableTagOverride: body.EnableTagOverride ?? false,
  })
}

/** Newer clients name the one namespace that there is. */
export function assertDefault(what: 'namespace' | 'partition', name: string | undefined): void {
  if (name !== undefined && name !== '' && name !== 'default') throw unsupported(`${what} ${name}`)
}

const weightMax = 65_535

function weightsProblem({ Passing, Warning }: Weights): string | undefined {
  if (Passing < 1) return 'Passing must be greater than 0'
  if (Warning < 0) return 'Warning must be greater or equal than 0'
  if (Passing > weightMax || Warning > weightMax) return `DNS Weight must be between 0 and ${weightMax}`
  return undefined
}
