import { bool, int, type SettingsOf } from './key.ts'
import { invalid, type Problems } from './problems.ts'

export const serverRoleKeys = {
  server: bool(false),
  bootstrap: bool(false),
  bootstrap_expect: int(0),
} as const

/** How an agent takes part in a cluster. Only servers that are their own cluster exist. */
export interface ServerRole {
  readonly kind: 'server'
  /** As configured; what the start-up banner shows. A development agent elects itself without it. */
  readonly bootstrap: boolean
}

const deploymentTable = 'See https://www.consul.io/docs/internals/consensus.html#deployment-table'

export function serverRole(
  settings: SettingsOf<typeof serverRoleKeys>,
  { dev }: { readonly dev: boolean },
  problems: Problems,
): ServerRole {
  const { server, bootstrap, bootstrap_expect: expected } = settings
  if (expected < 0) {
    throw invalid(`bootstrap_expect cannot be ${expected}. Must be greater than or equal to zero`)
  }
  if (expected > 0 && dev) throw invalid("'bootstrap_expect > 0' not allowed in dev mode")
  if (expected > 0 && !server) throw invalid("'bootstrap_expect > 0' requires 'server = true'")
  if (expected > 0 && bootstrap) {
    throw invalid("'bootstrap_expect > 0' and 'bootstrap = true' are mutually exclusive")
  }
  if (bootstrap && !server) throw invalid("'bootstrap = true' requires 'server = true'")
  if (expected === 1) problems.warn('BootstrapExpect is set to 1; this is the same as Bootstrap mode.')
  if (expected === 2) {
    problems.warn(
      `bootstrap_expect = 2: A cluster with 2 servers will provide no failure tolerance. ${deploymentTable}`,
    )
  } else if (expected > 2 && expected % 2 === 0) {
    problems.warn(
      `bootstrap_expect is even number: A cluster with an even number of servers does not achieve optimum fault tolerance. ${deploymentTable}`,
    )
  }
  if (!server) throw invalid('not supported yet: server = false')
  if (expected > 1) throw invalid(`not supported yet: bootstrap_expect = ${expected}`)
  const alone = bootstrap || expected === 1
  if (alone) problems.warn('bootstrap = true: do not enable unless necessary')
  else if (!dev) throw invalid('not supported yet: a server without bootstrap = true or bootstrap_expect = 1')
  return { kind: 'server', bootstrap: alone }
}
