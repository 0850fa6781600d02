/** What is asked while answers are recorded: a name, a type, and how, if that is not plainly over UDP. */
export type Asked = readonly [name: string, type: string, how?: Partial<How>]

export interface How {
  readonly transport: 'udp' | 'tcp'
  /** The UDP size that the client announces with EDNS. */
  readonly edns: number
  /** With a client subnet. */
  readonly subnet: boolean
  readonly recursionDesired: boolean
  readonly opcode: number
  readonly class: number
}

export interface Recording {
  readonly name: string
  /** As the reference's configuration has it. */
  readonly config: {
    readonly domain: string
    readonly alt_domain?: string
    readonly dns_config?: Readonly<Record<string, unknown>>
  }
  readonly questions: readonly Asked[]
}

const tcp = { transport: 'tcp' } as const
const each = (types: string, ...names: string[]): Asked[] =>
  names.flatMap((name) => types.split(' ').map((type): Asked => [name, type]))

const addressTypes = 'A AAAA ANY SRV TXT CNAME MX'

export const recordings: readonly Recording[] = [
  {
    name: 'defaults',
    config: { domain: 'consul', alt_domain: 'alt.test' },
    questions: [
      ...each(`${addressTypes} NS SOA PTR`, 'n1.node.consul', 'meta.node.consul', 'ext.node.consul'),
      ...each(addressTypes, 'six.node.consul', 'to-self.node.consul', 'nosuch.node.consul'),
      ...each('A TXT', 'plain.node.consul', 'mixed-case.node.consul', 'x.y.node.consul', 'sick.node.consul'),
      ...each(
        'A',
        'N1.NODE.CONSUL',
        'n1.node.dc1.consul',
        'n1.node.DC1.consul',
        'n1.node.dcx.consul',
        'n1.node.a.b.consul',
        'node.consul',
        'x.y.z.node.consul',
      ),
      ...each(
        `${addressTypes} NS SOA PTR HTTPS DS AXFR`,
        'one.service.consul',
        'cnsvc.service.consul',
        'mixed.service.consul',
      ),
      ...each(addressTypes, 'six.service.consul', 'bare.service.consul', 'alias.service.consul'),
      ...each(
        'A AAAA SRV ANY',
        'extsvc.service.consul',
        'ip-on-ext.service.consul',
        'six-on-four.service.consul',
        'trailing.service.consul',
        'on-dotted.service.consul',
        'on-meta.service.consul',
        'on-meta-ip.service.consul',
        'to-ext.service.consul',
        'dup.service.consul',
        'dup-node.service.consul',
        'same-ip.service.consul',
        'warned.service.consul',
        'web.service.consul',
        'loop.service.consul',
        'to-nowhere.service.consul',
        'alias2.service.consul',
        'alias3.service.consul',
        'alias4.service.consul',
        'alias5.service.consul',
        'hosts.service.consul',
      ),
      ...each(
        'A SRV',
        'dead.service.consul',
        'on-sick.service.consul',
        'weightless.service.consul',
        'bigport.service.consul',
        'do.t.service.consul',
        'upcase.service.consul',
        'tagx.upcase.service.consul',
        'v1.2.dotted-tag.service.consul',
        'service.service.consul',
        'nosuch.service.consul',
        'v1.web.service.consul',
        'BLUE.web.service.consul',
        'v2.web.service.consul',
        'v3.web.service.consul',
        'one.service.dc1.consul',
        'v1.one.service.dc1.consul',
        'one.service.dcx.consul',
        'one.service.a.b.consul',
        '_one._tcp.service.consul',
        '_one._v1.service.consul',
        '_one._V1.service.dc1.consul',
        '_one._v2.service.consul',
        '_one._udp.service.consul',
        '_one._tcp.consul',
        '_one._v1.dc1.consul',
        'one._tcp.service.consul',
        '_one.v1.service.consul',
        '_x._one._tcp.service.consul',
        '_.service.consul',
        '_one._tcp.service.x.consul',
        '_tcp.consul',
        'one.consul',
        'service.consul',
        'service.dc1.consul',
        'foo.bar.consul',
        'web.service.node.consul',
        'q.query.consul',
        '_q._tcp.query.consul',
        'query.consul',
        'web.connect.consul',
        'web.ingress.consul',
        'web.virtual.consul',
      ),
      ...each(
        'A AAAA ANY SRV TXT',
        '0a000001.addr.consul',
        '0a000001.addr.dc1.consul',
        '0a000001.addr.dcx.consul',
        'fd000000000000000000000000000001.addr.consul',
      ),
      ...each(
        'A',
        'zz.addr.consul',
        '0a00000g.addr.consul',
        '0a0001.addr.consul',
        'fd00000000000000000000000000000g.addr.consul',
        'x.0a000001.addr.consul',
        'addr.consul',
      ),
      ...each(`${addressTypes} SOA NS`, 'consul', 'ns.consul', 'nosuch.x.consul'),
      ...each(
        'PTR',
        '1.0.1.10.in-addr.arpa',
        '1.1.0.10.in-addr.arpa',
        '1.2.0.10.in-addr.arpa',
        '1.0.0.10.in-addr.arpa',
        '9.0.1.10.in-addr.arpa',
        '9.1.0.10.in-addr.arpa',
        '1.0.1.10.IN-ADDR.ARPA',
        '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa',
        '9.9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa',
        '2.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa',
        '99.9.9.9.in-addr.arpa',
        '1.2.3.4.5.in-addr.arpa',
        'in-addr.arpa',
        '10.in-addr.arpa',
        'x.in-addr.arpa',
        'ip6.arpa',
      ),
      ...each('A ANY SRV SOA NS', '1.0.1.10.in-addr.arpa'),
      ...each('A SRV', 'example.com', 'foo.consulx', 'xconsul', 'web.service.dc1'),
      ['.', 'NS'],
      ...each('A SOA NS SRV', 'n1.node.alt.test', 'bare.service.alt.test', 'nosuch.alt.test', 'alt.test'),
      ...each('A', 'one.service.alt.test', 'alias.service.alt.test', 'six.service.alt.test'),
      ...each('A SRV ANY', 'big.service.consul', 'bigip.service.consul'),
      ...[0, 512, 513, 700, 1232, 4096].flatMap((edns): Asked[] => [
        ['big.service.consul', 'SRV', { edns }],
        ['bigip.service.consul', 'SRV', { edns }],
        ['bigip.service.consul', 'A', { edns }],
        ['cluster.service.consul', 'SRV', { edns }],
      ]),
      ['bigip.service.consul', 'SRV', tcp],
      ['big.service.consul', 'SRV', tcp],
      ['bigip.service.consul', 'A', tcp],
      ['bigip.service.consul', 'A', { ...tcp, edns: 512 }],
      ['meta.node.consul', 'A', tcp],
      ['one.service.consul', 'A', { ...tcp, edns: 1232 }],
      ['nosuch.service.consul', 'A', { edns: 1232 }],
      ['n1.node.consul', 'A', { edns: 1232 }],
      ['example.com', 'A', { edns: 1232 }],
      ['consul', 'SOA', { edns: 1232 }],
      ['consul', 'NS', { edns: 1232 }],
      ['99.9.9.9.in-addr.arpa', 'PTR', { edns: 1232 }],
      ['one.service.consul', 'A', { edns: 1232, subnet: true }],
      ['1.0.1.10.in-addr.arpa', 'PTR', { edns: 1232, subnet: true }],
      ['one.service.consul', 'A', { recursionDesired: false }],
      ['one.service.consul', 'A', { class: 3 }],
      ['one.service.consul', 'A', { class: 255 }],
      ['one.service.consul', 'A', { opcode: 1 }],
      ['one.service.consul', 'A', { opcode: 2 }],
      ['one.service.consul', 'A', { opcode: 5, edns: 1232 }],
    ],
  },
  {
    name: 'tuned',
    config: {
      domain: 'consul',
      dns_config: {
        enable_truncate: true,
        only_passing: true,
        node_ttl: '7s',
        service_ttl: { web: '11s', 'bi*': '12s', 'b*': '13s', '*': '14s' },
        a_record_limit: 10,
        udp_answer_limit: 20,
        enable_additional_node_meta_txt: false,
        soa: { refresh: 11, retry: 12, expire: 13, min_ttl: 14 },
      },
    },
    questions: [
      ...each('A AAAA TXT ANY', 'n1.node.consul', 'meta.node.consul', 'ext.node.consul'),
      ...each(
        'A SRV',
        'web.service.consul',
        'v2.web.service.consul',
        '_web._tcp.service.consul',
        'bare.service.consul',
        'one.service.consul',
        'on-meta.service.consul',
        'warned.service.consul',
        'cnsvc.service.consul',
        'alias.service.consul',
        'nosuch.service.consul',
        '0a000001.addr.consul',
        'big.service.consul',
        'bigip.service.consul',
        'cluster.service.consul',
      ),
      ...each('SOA NS', 'consul'),
      ...each('PTR', '1.0.1.10.in-addr.arpa', '1.0.0.10.in-addr.arpa'),
      ...[512, 513, 700, 1232].flatMap((edns): Asked[] => [
        ['big.service.consul', 'SRV', { edns }],
        ['big.service.consul', 'A', { edns }],
        ['big.service.consul', 'ANY', { edns }],
      ]),
      ['big.service.consul', 'A', tcp],
      ['big.service.consul', 'TXT', tcp],
      ['big.service.consul', 'SRV', tcp],
    ],
  },
  {
    name: 'ttl-and-meta',
    config: { domain: 'consul', dns_config: { node_ttl: '7s', service_ttl: { '*': '14s' } } },
    questions: [
      ...each('A TXT ANY', 'n1.node.consul', 'meta.node.consul'),
      ...each('SRV', 'on-meta.service.consul', 'on-meta-ip.service.consul', 'alias.service.consul'),
    ],
  },
  {
    name: 'uncompressed',
    config: { domain: 'corp.example', dns_config: { disable_compression: true } },
    questions: [
      ...each('A SRV', 'n1.node.corp.example', 'one.service.corp.example', 'web.service.corp.example'),
      ...each(
        'A',
        'one.service.dc1.corp.example',
        'one.service.consul',
        'example',
        'alias.service.corp.example',
      ),
      ...each('SOA NS A', 'corp.example'),
      ...each('PTR', '1.0.1.10.in-addr.arpa'),
      ...each('SRV A', 'bigip.service.corp.example', 'cluster.service.corp.example'),
      ['bigip.service.corp.example', 'SRV', { edns: 1232 }],
      ['bigip.service.corp.example', 'A', { edns: 1232 }],
    ],
  },
]
