import type { HttpVerb, Route, RouteMethod } from '@consul-ts/structs'

/** A route that matched a path. */
export interface RouteMatch<R extends Route> {
  readonly route: R
  /** What stands behind the route's prefix, slashes included; "" for a route without one. */
  readonly rest: string
}

/** What `find` answers for `/v1/kv` where only `/v1/kv/…` is routed. */
export interface RouteMoved {
  readonly movedTo: string
}

/**
 * Finds routes as Go's `ServeMux` does: the exact path, else the longest prefix that ends in a slash. A prefix named
 * without its slash is redirected to it.
 */
export class Router<R extends Route> {
  readonly #exact = new Map<string, R>()
  readonly #prefixes = new Map<string, R>()

  constructor(routes: readonly R[]) {
    for (const route of routes) {
      const parameter = route.path.search(/[:*]/)
      if (parameter < 0) this.#exact.set(route.path, route)
      else this.#prefixes.set(route.path.slice(0, parameter), route)
    }
  }

  find(path: string): RouteMatch<R> | RouteMoved | undefined {
    const exact = this.#exact.get(path)
    if (exact) return { route: exact, rest: '' }
    for (
      let slash = path.lastIndexOf('/');
      slash >= 0;
      slash = slash > 0 ? path.lastIndexOf('/', slash - 1) : -1
    ) {
      const route = this.#prefixes.get(path.slice(0, slash + 1))
      if (route) return { route, rest: path.slice(slash + 1) }
    }
    return this.#prefixes.has(`${path}/`) ? { movedTo: `${path}/` } : undefined
  }
}

/** What a verb of a route means; undefined for one that it does not have. */
export function routeMethod(route: Route, method: string): RouteMethod | undefined {
  return Object.hasOwn(route.methods, method) ? route.methods[method as HttpVerb] : undefined
}
