import type { Route, RouteMethod } from '@consul-ts/structs'

/** A route that matched a path. */
export interface RouteMatch {
  readonly route: Route
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
export class Router {
  readonly #exact = new Map<string, Route>()
  readonly #prefixes = new Map<string, Route>()

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const parameter = route.path.search(/[:*]/)
      if (parameter < 0) this.#exact.set(route.path, route)
      else this.#prefixes.set(route.path.slice(0, parameter), route)
    }
  }

  find(path: string): RouteMatch | RouteMoved | undefined {
    const exact = this.#exact.get(path)
    if (exact) return { route: exact, rest: '' }
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 2) + 1) {
      const route = path[end - 1] === '/' ? this.#prefixes.get(path.slice(0, end)) : undefined
      if (route) return { route, rest: path.slice(end) }
    }
    return this.#prefixes.has(`${path}/`) ? { movedTo: `${path}/` } : undefined
  }
}

/** The `Allow` header of a route: OPTIONS first, then its own verbs. */
export function allowHeader(route: Route): string {
  return ['OPTIONS', ...Object.keys(route.methods)].join(',')
}

export function routeMethod(route: Route, method: string): RouteMethod | undefined {
  return Object.hasOwn(route.methods, method) ? route.methods[method as keyof Route['methods']] : undefined
}
