import type { Entry } from './command.ts'

/** Every command, by name. */
export const entries: Readonly<Record<string, Entry>> = {
  agent: {
    synopsis: 'Runs a Consul agent',
    load: async () => (await import('./commands/agent.ts')).agent,
  },
  catalog: {
    synopsis: 'Interact with the catalog',
    description: [
      'Looks into the catalog: the nodes and services of a datacenter, as the',
      'servers know them.',
      '',
      'List the datacenters:',
      '',
      '    $ consul-ts catalog datacenters',
      '',
      'List the nodes:',
      '',
      '    $ consul-ts catalog nodes',
      '',
      'List the services:',
      '',
      '    $ consul-ts catalog services',
    ].join('\n'),
    entries: {
      datacenters: {
        synopsis: 'Lists all known datacenters',
        load: async () => (await import('./commands/catalog-datacenters.ts')).catalogDatacenters,
      },
      nodes: {
        synopsis: 'Lists all nodes in the given datacenter',
        load: async () => (await import('./commands/catalog-nodes.ts')).catalogNodes,
      },
      services: {
        synopsis: 'Lists all registered services in a datacenter',
        load: async () => (await import('./commands/catalog-services.ts')).catalogServices,
      },
    },
  },
  info: {
    synopsis: 'Provides debugging information for operators.',
    load: async () => (await import('./commands/info.ts')).info,
  },
  kv: {
    synopsis: 'Interact with the key-value store',
    description: [
      'Reads and writes keys.',
      '',
      'Store the value 5 under the key redis/config/connections:',
      '',
      '    $ consul-ts kv put redis/config/connections 5',
      '',
      'Read it again, or all that is known of it:',
      '',
      '    $ consul-ts kv get redis/config/connections',
      '    $ consul-ts kv get -detailed redis/config/connections',
      '',
      'Remove it:',
      '',
      '    $ consul-ts kv delete redis/config/connections',
    ].join('\n'),
    entries: {
      delete: {
        synopsis: 'Removes data from the KV store',
        load: async () => (await import('./commands/kv-delete.ts')).kvDelete,
      },
      export: {
        synopsis: 'Exports a tree from the KV store as JSON',
        load: async () => (await import('./commands/kv-export.ts')).kvExport,
      },
      get: {
        synopsis: 'Retrieves or lists data from the KV store',
        load: async () => (await import('./commands/kv-get.ts')).kvGet,
      },
      import: {
        synopsis: 'Imports a tree stored as JSON to the KV store',
        load: async () => (await import('./commands/kv-import.ts')).kvImport,
      },
      put: {
        synopsis: 'Sets or updates data in the KV store',
        load: async () => (await import('./commands/kv-put.ts')).kvPut,
      },
    },
  },
  lock: {
    synopsis: 'Execute a command holding a lock',
    load: async () => (await import('./commands/lock.ts')).lock,
  },
  members: {
    synopsis: 'Lists the members of a Consul cluster',
    load: async () => (await import('./commands/members.ts')).members,
  },
  services: {
    synopsis: 'Interact with services',
    description: [
      'Registers services with the local agent, and removes them again. The whole',
      'datacenter is seen by "consul-ts catalog".',
    ].join('\n'),
    entries: {
      deregister: {
        synopsis: 'Deregister services with the local agent',
        load: async () => (await import('./commands/services-deregister.ts')).servicesDeregister,
      },
      register: {
        synopsis: 'Register services with the local agent',
        load: async () => (await import('./commands/services-register.ts')).servicesRegister,
      },
    },
  },
  version: {
    synopsis: 'Prints the Consul version',
    load: async () => (await import('./commands/version.ts')).version,
  },
  watch: {
    synopsis: 'Watch for changes in Consul',
    load: async () => (await import('./commands/watch.ts')).watch,
  },
}
