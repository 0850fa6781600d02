import { type Infer, list, omitEmpty, record, str } from '@consul-ts/wire'

/** Stands for the policy that an instance of the service needs. */
export const ACLServiceIdentity = record('ACLServiceIdentity', {
  ServiceName: str,
  Datacenters: omitEmpty(list(str)),
})
export interface ACLServiceIdentity extends Infer<typeof ACLServiceIdentity> {}

/** Stands for the policy that an agent needs. */
export const ACLNodeIdentity = record('ACLNodeIdentity', { NodeName: str, Datacenter: str })
export interface ACLNodeIdentity extends Infer<typeof ACLNodeIdentity> {}
