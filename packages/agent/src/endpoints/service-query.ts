import type { ServiceSpecificRequest } from '@consul-ts/structs'

/** The tags that a request filters by, if it does; a single one comes in a field of its own from older peers. */
export function requestedTags(request: ServiceSpecificRequest): readonly string[] | null {
  if (!request.TagFilter) return null
  if (request.ServiceTags !== null && request.ServiceTags.length > 0) return request.ServiceTags
  return request.ServiceTag === '' ? null : [request.ServiceTag]
}
