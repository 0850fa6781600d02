import { readFile } from 'node:fs/promises'

/** The Consul that commands and agent behave as. */
export const consulVersion = '1.8.7'

/** Of the gossip protocol. */
export const protocol = { byDefault: 2, min: 2, max: 3 } as const

/** First eight digits of the commit that this was built from; "" for sources that run as they are. */
export const revision: string = process.env.CONSUL_TS_REVISION ?? ''

/** Version of the npm package. */
export async function packageVersion(): Promise<string> {
  const manifest = await readFile(new URL(import.meta.resolve('@consul-ts/cli/package.json')), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
