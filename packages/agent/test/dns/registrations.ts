/** One registration as `/v1/catalog/register` takes it; the checks are of its service, or of its node without one. */
export interface Registration {
  readonly Node: string
  readonly Address: string
  readonly NodeMeta?: Readonly<Record<string, string>>
  readonly Service?: {
    readonly ID: string
    readonly Service: string
    readonly Address?: string
    readonly Port: number
    readonly Tags?: readonly string[]
    readonly Weights?: { readonly Passing: number; readonly Warning: number }
  }
  readonly Status?: 'passing' | 'warning' | 'critical'
}

const meta = { role: 'db', 'rfc1035-note': 'just text', 'k=e`y': 'v=w', empty: '' }
const a = { Node: 'a', Address: '10.2.0.1' }
const b = { Node: 'b', Address: '10.2.0.2' }
const c = { Node: 'c', Address: '10.2.0.3' }
const ext = { Node: 'ext', Address: 'ext.example.org' }
const metaNode = { Node: 'meta', Address: '10.1.0.2', NodeMeta: meta }

function on(
  node: Registration,
  name: string,
  rest: Partial<NonNullable<Registration['Service']>> & { Port: number },
): Registration {
  return { ...node, Service: { ID: name, Service: name, ...rest } }
}

const weights = { Passing: 5, Warning: 2 }

/** What is registered while answers are recorded, besides the agent itself. */
export const registrations: readonly Registration[] = [
  { Node: 'plain', Address: '10.1.0.1' },
  metaNode,
  ext,
  { Node: 'six', Address: 'fd00::1' },
  { Node: 'Mixed-Case', Address: '10.1.0.3' },
  { Node: 'long', Address: '10.1.0.5', NodeMeta: { long: 'x'.repeat(300) } },
  { Node: 'x.y', Address: '10.1.0.9' },
  { Node: 'to-self', Address: 'n1.node.consul' },
  { Node: 'sick', Address: '10.2.0.9', Status: 'critical' },
  on(ext, 'extsvc', { Port: 90 }),
  on(ext, 'ip-on-ext', { Address: '10.0.1.7', Port: 85 }),
  on({ Node: 'six', Address: 'fd00::1' }, 'six', { Port: 80 }),
  on({ Node: 'sick', Address: '10.2.0.9' }, 'on-sick', { Port: 94 }),
  on({ Node: 'x.y', Address: '10.1.0.9' }, 'on-dotted', { Port: 111 }),
  on(metaNode, 'on-meta', { Port: 102 }),
  on(metaNode, 'on-meta-ip', { Address: '10.0.1.20', Port: 103 }),
  on(metaNode, 'to-ext', { Address: 'outside.internal', Port: 113 }),
  on(a, 'one', { Address: '10.0.1.1', Port: 81, Tags: ['v1'] }),
  on(a, 'bare', { Port: 82 }),
  on(a, 'cnsvc', { Address: 'example.internal', Port: 83 }),
  on(a, 'six-on-four', { Address: 'fd00::99', Port: 84 }),
  on(a, 'weightless', { Address: '10.0.1.12', Port: 0, Weights: { Passing: 1, Warning: 0 } }),
  on(a, 'do.t', { Address: '10.0.1.13', Port: 95 }),
  on(a, 'UpCase', { Address: '10.0.1.14', Port: 96, Tags: ['TagX'] }),
  on(a, 'dotted-tag', { Address: '10.0.1.30', Port: 110, Tags: ['v1.2'] }),
  on(a, 'service', { Address: '10.0.1.31', Port: 112 }),
  on(a, 'bigport', { Address: '10.0.1.21', Port: 70_000 }),
  on(a, 'trailing', { Address: 'trail.internal.', Port: 101 }),
  on(a, 'alias', { Address: 'one.service.consul', Port: 100 }),
  on(a, 'alias2', { Address: 'alias.service.consul', Port: 100 }),
  on(a, 'alias3', { Address: 'alias2.service.consul', Port: 100 }),
  on(a, 'alias4', { Address: 'alias3.service.consul', Port: 100 }),
  on(a, 'alias5', { Address: 'alias4.service.consul', Port: 100 }),
  on(a, 'loop', { Address: 'loop.service.consul', Port: 100 }),
  on(a, 'to-nowhere', { Address: 'nosuch.service.consul', Port: 100 }),
  { ...on(a, 'dead', { Port: 93 }), Status: 'critical' },
  on(a, 'web', { ID: 'web1', Address: '10.0.0.1', Port: 8081, Tags: ['v1', 'Blue'] }),
  on(b, 'web', { ID: 'web2', Address: '10.0.0.2', Port: 8082, Tags: ['v2'] }),
  on(c, 'web', { ID: 'web3', Port: 8083, Tags: ['v2'] }),
  on(a, 'mixed', { ID: 'm1', Address: 'mixed.internal', Port: 86 }),
  on(b, 'mixed', { ID: 'm2', Address: '10.0.1.8', Port: 87 }),
  on(c, 'mixed', { ID: 'm3', Address: 'fd00::8', Port: 88 }),
  on(a, 'hosts', { ID: 'h1', Address: 'h1.internal', Port: 86 }),
  on(b, 'hosts', { ID: 'h2', Address: 'h2.internal', Port: 87 }),
  on(a, 'dup', { ID: 'd1', Address: '10.0.1.9', Port: 90, Weights: weights }),
  on(b, 'dup', { ID: 'd2', Address: '10.0.1.9', Port: 90, Weights: weights }),
  on(a, 'dup-node', { ID: 'dn1', Address: '10.0.1.22', Port: 105 }),
  on(a, 'dup-node', { ID: 'dn2', Address: '10.0.1.22', Port: 105 }),
  on(b, 'same-ip', { ID: 'same1', Address: '10.0.1.15', Port: 97 }),
  on(c, 'same-ip', { ID: 'same2', Address: '10.0.1.15', Port: 98 }),
  { ...on(a, 'warned', { ID: 'w1', Address: '10.0.1.10', Port: 91, Weights: weights }), Status: 'warning' },
  { ...on(b, 'warned', { ID: 'w2', Address: '10.0.1.11', Port: 92, Weights: weights }), Status: 'passing' },
  ...Array.from({ length: 8 }, (_, i) =>
    on({ Node: `c-${i}`, Address: `10.5.0.${i + 1}` }, 'cluster', { Port: 3000 + i }),
  ),
  ...Array.from({ length: 60 }, (_, i) =>
    on({ Node: `big-${i}`, Address: `10.3.0.${i}` }, 'big', { Port: 1000 + i }),
  ),
  ...Array.from({ length: 60 }, (_, i) =>
    on({ Node: `big-${i}`, Address: `10.3.0.${i}` }, 'bigip', { Address: `10.4.0.${i + 1}`, Port: 2000 + i }),
  ),
]
