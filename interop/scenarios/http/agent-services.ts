import { get, type HttpScenario, put } from '../../src/http-step.ts'

const register = '/v1/agent/service/register'
const invalid = (message: string): { status: number; says: string } => ({ status: 400, says: message })

/** Services of the agent itself. */
export const agentServices: HttpScenario = {
  name: 'agent services',
  steps: [
    get('/v1/agent/services', { says: '{}' }),
    put(register, { Name: 'web' }, { says: '' }),
    get('/v1/agent/service/web'),
    get('/v1/catalog/service/web', { until: /"ServiceID": "web"/ }),
    put(
      register,
      {
        ID: 'db-1',
        Name: 'db',
        Tags: ['primary', 'v2'],
        Port: 5432,
        Address: '192.0.2.7',
        Meta: { version: '2' },
        TaggedAddresses: { wan: { Address: '198.51.100.7', Port: 15432 } },
        Weights: { Passing: 5, Warning: 1 },
        EnableTagOverride: true,
        Check: { TTL: '60s', Notes: 'by hand' },
      },
      { says: '' },
    ),
    get('/v1/agent/service/db-1'),
    get('/v1/catalog/service/db', { until: /"ServiceID": "db-1"/ }),
    get('/v1/health/service/db', { until: /"service:db-1"/ }),
    put(
      register,
      {
        id: 'snake',
        name: 'snake',
        enable_tag_override: true,
        tagged_addresses: { lan: { address: '192.0.2.8', port: 1 } },
      },
      { says: '' },
    ),
    get('/v1/agent/service/snake'),
    put(
      register,
      {
        Name: 'many',
        Checks: [
          { TTL: '10s' },
          { TTL: '20s', Name: 'named', CheckID: 'own' },
          { TTL: '30s', Status: 'passing' },
        ],
      },
      { says: '' },
    ),
    get('/v1/agent/checks?filter=ServiceID%20==%20many'),
    put(register, { Name: 'many', Checks: [{ TTL: '10s', CheckID: 'late' }] }, { says: '' }),
    get('/v1/agent/checks?filter=ServiceID%20==%20many'),
    put(
      `${register}?replace-existing-checks`,
      { Name: 'many', Checks: [{ TTL: '10s', CheckID: 'last' }] },
      { says: '' },
    ),
    get('/v1/agent/checks?filter=ServiceID%20==%20many'),
    put(register, { Name: 'db', ID: 'db-1', Port: 5433 }, { says: '' }),
    get('/v1/agent/service/db-1'),
    put(register, { Name: 'odd port', Port: -1 }, { says: '' }),
    put(register, { Name: 'high-port', Port: 70_000 }, { says: '' }),
    put(register, { Name: 'v6', Address: '2001:db8::1' }, { says: '' }),
    get('/v1/agent/service/v6'),
    put(register, { Name: 'named', Address: 'host.example' }, { says: '' }),
    get('/v1/agent/service/named'),
    get('/v1/agent/services'),

    put(register, {}, invalid('Missing service name')),
    put(register, { ID: 'x' }, invalid('Missing service name')),
    put(register, { Name: 'x', Address: '0.0.0.0' }, invalid('Invalid service address')),
    put(register, { Name: 'x', Address: '::' }, invalid('Invalid service address')),
    put(
      register,
      { Name: 'x', Meta: { 'a b': 'c' } },
      invalid(
        "Invalid Service Meta: Couldn't load metadata pair ('a b', 'c'): Key contains invalid characters",
      ),
    ),
    put(register, { Name: 'x', Meta: { 'consul-a': 'c' } }, { status: 400, says: /^Invalid Service Meta: / }),
    put(
      register,
      { Name: 'x', Meta: { k: 'v'.repeat(513) } },
      { status: 400, says: /^Invalid Service Meta: / },
    ),
    put(
      register,
      { Name: 'x', Meta: { ['k'.repeat(129)]: 'v' } },
      { status: 400, says: /^Invalid Service Meta: / },
    ),
    put(
      register,
      { Name: 'x', Weights: { Passing: 0, Warning: 1 } },
      invalid('Invalid Weights: Passing must be greater than 0'),
    ),
    put(
      register,
      { Name: 'x', Weights: { Passing: 1, Warning: -1 } },
      { status: 400, says: /^Invalid Weights: / },
    ),
    put(
      register,
      { Name: 'x', Weights: { Passing: 65_536, Warning: 1 } },
      { status: 400, says: /^Invalid Weights: / },
    ),
    put(
      register,
      { Name: 'x', Check: { TTL: '10s', Status: 'odd' } },
      invalid("Status for checks must 'passing', 'warning', 'critical'"),
    ),
    put(
      register,
      { Name: 'x', Check: { Interval: '10s' } },
      invalid('Invalid check: TTL must be > 0 for TTL checks'),
    ),
    put(
      register,
      { Name: 'x', Check: { HTTP: 'http://192.0.2.1' } },
      invalid('Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks'),
    ),
    put(
      register,
      { Name: 'x', Check: { TTL: '10s', Interval: '10s' } },
      invalid('Invalid check: Interval and TTL cannot both be specified'),
    ),
    put(register, { Name: 'x', Check: { TTL: 'abc' } }, { status: 400, says: /^Request decode failed: / }),
    put(
      register,
      { Name: 'x', Port: 'y' },
      { status: 400, says: /^Request decode failed: json: cannot unmarshal string/ },
    ),
    put(
      register,
      { Name: 'x', Nonsense: 1 },
      invalid('Request decode failed: json: unknown field "Nonsense"'),
    ),
    put(register, undefined, invalid('Request decode failed: EOF')),
    put(register, '{"Name":', { status: 400, says: /^Request decode failed: / }),
    put(register, 'null', { status: 400 }),

    get('/v1/agent/service/nope', { status: 404, says: 'unknown service ID: nope' }),
    put('/v1/agent/service/maintenance/', undefined, invalid('Missing service ID')),
    put('/v1/agent/service/maintenance/web', undefined, invalid('Missing value for enable')),
    put('/v1/agent/service/maintenance/web?enable=zz', undefined, invalid('Invalid value for enable: "zz"')),
    put('/v1/agent/service/maintenance/nope?enable=true', undefined, {
      status: 404,
      says: 'No service registered with ID "nope"',
    }),
    put('/v1/agent/service/maintenance/web?enable=true&reason=moving', undefined, { says: '' }),
    get('/v1/agent/checks?filter=ServiceID%20==%20web', { says: /"_service_maintenance:web"/ }),
    put('/v1/agent/service/maintenance/web?enable=false', undefined, { says: '' }),
    get('/v1/agent/checks?filter=ServiceID%20==%20web', { says: '{}' }),

    put('/v1/agent/service/deregister/web', undefined, { says: '' }),
    get('/v1/catalog/service/web', { until: /^\[\]/, says: '[]' }),
    put('/v1/agent/service/deregister/nope', undefined, { says: '' }),
    put('/v1/agent/service/deregister/', undefined, { status: 500, says: 'ServiceID missing' }),
  ],
}

/** The state of services as one word or with its checks. */
export const agentHealth: HttpScenario = {
  name: 'agent health',
  steps: [
    put(register, { ID: 'w1', Name: 'web', Check: { TTL: '60s', Status: 'passing' } }, { says: '' }),
    put(register, { ID: 'w2', Name: 'web', Check: { TTL: '60s', Status: 'warning' } }, { says: '' }),
    put(register, { ID: 'w3', Name: 'web', Check: { TTL: '60s' } }, { says: '' }),
    ...['w1', 'w2', 'w3'].flatMap((id, i) => [
      get(`/v1/agent/health/service/id/${id}`, { status: [200, 429, 503][i] as number }),
      get(`/v1/agent/health/service/id/${id}?format=text`, { status: [200, 429, 503][i] as number }),
    ]),
    get('/v1/agent/health/service/id/nope', { status: 404 }),
    get('/v1/agent/health/service/id/nope?format=text', { status: 404 }),
    get('/v1/agent/health/service/name/web', { status: 503, compare: 'none' }),
    get('/v1/agent/health/service/name/web?format=text', { status: 503 }),
    get('/v1/agent/health/service/name/web', { status: 503, headers: { Accept: 'text/plain' } }),
    get('/v1/agent/health/service/name/nope', { status: 404 }),
    get('/v1/agent/health/service/name/nope?format=text', { status: 404 }),
    get('/v1/agent/health/service/name/', {
      status: 500,
      says: 'Bad request: Missing service Name',
      ours: { why: 'the documentation says 400', status: 400 },
    }),
    put('/v1/agent/maintenance?enable=true', undefined, { says: '' }),
    get('/v1/agent/health/service/id/w1?format=text', { status: 503, says: 'maintenance' }),
    put('/v1/agent/maintenance?enable=false', undefined, { says: '' }),
    get('/v1/agent/health/service/id/w1?format=text', { says: 'passing' }),
  ],
}
