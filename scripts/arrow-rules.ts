/** Bytes, records and ports: what every concern may stand on. */
const ground = ['runtime', 'wire', 'structs']

/** The six concerns never import each other: they meet in `agent`. */
const concerns = ['raft', 'swim-gossip', 'rpc-pool', 'state-store', 'checks', 'anti-entropy']

/** For each package, the packages that its published code may import. ARCHITECTURE.md draws the same picture. */
export const allowedArrows: Readonly<Record<string, readonly string[]>> = {
  runtime: [],
  wire: ['runtime'],
  structs: ['wire', 'runtime'],
  sim: ['runtime'],
  raft: ['wire', 'runtime'],
  'swim-gossip': ['wire', 'runtime'],
  'rpc-pool': ['wire', 'runtime'],
  'state-store': ground,
  checks: ['structs', 'runtime'],
  'anti-entropy': ['structs', 'runtime'],
  'api-client': ground,
  watch: ['api-client', ...ground],
  agent: [...concerns, ...ground, 'watch', 'api-client'],
  cli: ['agent', 'watch', 'api-client', ...ground],
}

/** What tests may use besides: virtual time, chance, network and disk. */
export const testOnlyPackages: readonly string[] = ['sim']

/** The only doors of a package. */
export const allowedExports: readonly string[] = ['.', './testing', './package.json']
