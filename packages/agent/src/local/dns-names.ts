import type { Logger } from '@consul-ts/runtime'
import type { NodeService } from '@consul-ts/structs'

/** Says which of a service's names cannot be looked up; they are taken all the same. */
export function warnOfNames({ Service, Tags }: NodeService, logger: Logger): void {
  const problem = dnsProblem(Service)
  if (problem !== undefined) {
    logger.warn(`Service name will not be discoverable via DNS due to ${problem}`, { service: Service })
  }
  for (const tag of Tags ?? []) {
    const tagProblem = dnsProblem(tag)
    if (tagProblem === undefined) continue
    logger.debug(`Service tag will not be discoverable via DNS due to ${tagProblem}`, { tag })
  }
}

const labelLengthMax = 63

/** Why DNS cannot find a service or tag of this name; undefined when it can. */
export function dnsProblem(name: string): string | undefined {
  if (!/^[a-zA-Z0-9-]+$/.test(name)) {
    return 'invalid characters. Valid characters include all alpha-numerics and dashes.'
  }
  if (name.length > labelLengthMax) {
    return `it being too long. Valid lengths are between 1 and ${labelLengthMax} bytes.`
  }
  return undefined
}
