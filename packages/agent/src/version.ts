/** Set by the build. From the sources there is no build, and so nothing to tell. */
declare const __CONSUL_TS_VERSION__: string | undefined
declare const __CONSUL_TS_REVISION__: string | undefined

/** What peers and clients see as the version of this agent. */
export const consulVersion = '1.8.7'

/** The version of the npm package. */
export const npmVersion: string = typeof __CONSUL_TS_VERSION__ === 'string' ? __CONSUL_TS_VERSION__ : 'source'

/** The first eight digits of the commit that was built; "" where it was not built from one. */
export const revision: string = typeof __CONSUL_TS_REVISION__ === 'string' ? __CONSUL_TS_REVISION__ : ''
