import { addressKeys } from './addresses.ts'
import { checkConfigKeys } from './check-config.ts'
import { definitionKeys } from './definitions.ts'
import { dnsKeys } from './dns-config.ts'
import { httpKeys } from './http-config.ts'
import { type SettingsOf, section, type ValuesOf } from './key.ts'
import { lifecycleKeys } from './lifecycle.ts'
import { limitKeys } from './limits.ts'
import { nodeIdentityKeys } from './node-identity.ts'
import { raftKeys } from './raft-config.ts'
import { serverRoleKeys } from './server-role.ts'
import { unbuiltKeys } from './unbuilt-keys.ts'

/** Every key of the configuration. */
export const agentKeys = section({
  ...nodeIdentityKeys,
  ...serverRoleKeys,
  ...addressKeys,
  ...raftKeys,
  ...dnsKeys,
  ...httpKeys,
  ...limitKeys,
  ...checkConfigKeys,
  ...definitionKeys,
  ...lifecycleKeys,
  ...unbuiltKeys,
})

/** What a configuration file, or a program in its place, may set: names and forms are those of the file. */
export type ConfigValues = ValuesOf<typeof agentKeys.keys>

export type AgentSettings = SettingsOf<typeof agentKeys.keys>
