import type { CheckServiceNode, Node } from '@consul-ts/structs'

/** What the catalog answered, and a way to learn that it would now answer otherwise. */
export interface Watched<T> {
  readonly value: T
  /** Calls back once, when the value may be out of date. The returned function stops watching. */
  watch(outdated: () => void): () => void
}

/** An instance of a service. Unlike elsewhere, both halves are always there. */
export interface ServiceInstance extends CheckServiceNode {
  readonly Node: Node
  readonly Service: NonNullable<CheckServiceNode['Service']>
}

/**
 * Where the DNS server looks things up. Names are compared without regard to case. A datacenter that nobody knows has no
 * nodes and no services. Every method rejects when the catalog cannot be asked, for want of a leader for instance.
 */
export interface DnsCatalog {
  node(query: { readonly name: string; readonly datacenter: string }): Promise<Watched<Node | undefined>>
  /** Instances whatever their health, only those with `tag` if there is one. */
  serviceInstances(query: {
    readonly service: string
    readonly tag?: string | undefined
    readonly datacenter: string
  }): Promise<Watched<readonly ServiceInstance[]>>
  /** Nodes of the own datacenter with this address, as `formatIp` writes it. */
  nodesAt(address: string): Promise<Watched<readonly Node[]>>
  /** Names of the services of the own datacenter that have an instance with an address of its own, this one. */
  servicesAt(address: string): Promise<Watched<readonly string[]>>
}
