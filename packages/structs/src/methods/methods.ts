import type { Infer } from '@consul-ts/wire'
import { aclMethods } from './acl.ts'
import { catalogMethods } from './catalog.ts'
import { connectMethods } from './connect.ts'
import { kvMethods } from './kv.ts'
import { operatorMethods } from './operator.ts'

/**
 * Every method of the servers' RPC by its full name, save `AutoConfig.InitialConfiguration`, whose messages come from
 * protocol buffers.
 */
export const methods = {
  ...aclMethods,
  ...catalogMethods,
  ...connectMethods,
  ...kvMethods,
  ...operatorMethods,
} as const

export type MethodName = keyof typeof methods

export type MethodRequest<Name extends MethodName> = Infer<(typeof methods)[Name]['request']>

export type MethodReply<Name extends MethodName> = Infer<(typeof methods)[Name]['reply']>

export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name)
}
