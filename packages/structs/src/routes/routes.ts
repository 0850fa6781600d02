import { agentRoutes } from './agent.ts'
import { catalogRoutes } from './catalog.ts'
import { healthRoutes } from './health.ts'
import { kvRoutes } from './kv.ts'
import type { Route } from './route.ts'
import { sessionRoutes } from './session.ts'
import { statusRoutes } from './status.ts'
import { txnRoutes } from './txn.ts'

const all = [
  ...statusRoutes,
  ...agentRoutes,
  ...catalogRoutes,
  ...healthRoutes,
  ...kvRoutes,
  ...sessionRoutes,
  ...txnRoutes,
] as const

export type RouteName = (typeof all)[number]['name']

/** Every endpoint of the HTTP surface. */
export const routes: readonly (Route & { readonly name: RouteName })[] = all
