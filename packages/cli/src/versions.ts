/** Set by the build. From the sources there is no build, and so nothing to tell. */
declare const __CONSUL_TS_VERSION__: string | undefined
declare const __CONSUL_TS_REVISION__: string | undefined

/** The Consul that commands and agent behave as. Told again by the agent, which is too much to load for it. */
export const consulVersion = '1.8.7'

/** Of the gossip protocol. */
export const protocol = { byDefault: 2, min: 2, max: 3 } as const

/** The version of the npm package. */
export const npmVersion: string = typeof __CONSUL_TS_VERSION__ === 'string' ? __CONSUL_TS_VERSION__ : 'source'

/** The first eight digits of the commit that was built; "" where it was not built from one. */
export const revision: string = typeof __CONSUL_TS_REVISION__ === 'string' ? __CONSUL_TS_REVISION__ : ''
