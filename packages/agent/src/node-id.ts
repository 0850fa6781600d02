import { type Random, randomUuid } from '@consul-ts/runtime'
import { text, utf8 } from '@consul-ts/wire'
import { AgentError } from './agent-error.ts'
import type { FilePort } from './ports/files.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * This node's id: the configured one, else the one kept in the data directory, else a new one; what is found is kept.
 * A node that lost its id would be another node to its peers.
 */
export async function settleNodeId(
  options: { readonly configured: string | undefined; readonly dataDir: string | undefined },
  ports: { readonly files: FilePort; readonly random: Random },
): Promise<string> {
  const { configured, dataDir } = options
  if (dataDir === undefined) return configured ?? randomUuid(ports.random)
  const path = `${dataDir}/node-id`
  const kept = await ports.files.read(path)
  if (kept !== undefined && configured === undefined) {
    const id = text(kept).trim()
    if (!uuid.test(id))
      throw new AgentError('AGENT_DATA_DIR_UNUSABLE', `${path} holds no UUID: ${JSON.stringify(id)}`)
    return id
  }
  const id = configured ?? randomUuid(ports.random)
  await ports.files.write(path, utf8(id))
  return id
}
