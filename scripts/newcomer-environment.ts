/**
 * The environment of somebody who has just installed Node.js: an empty home, no settings of npm, pnpm, CI or Consul.
 * What the machine needs to reach its package registry (proxies, certificates) stays.
 */
export function newcomerEnvironment(home: string): NodeJS.ProcessEnv {
  const foreign = /^(npm_|PNPM_|XDG_|NODE_OPTIONS$|CI$|CONSUL_|VITEST|INIT_CWD$)/
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name))
  return { ...Object.fromEntries(kept), HOME: home }
}
