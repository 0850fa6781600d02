import { get, type HttpScenario, put } from '../../src/http-step.ts'

const register = '/v1/agent/check/register'
const interval = 'Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks'
const ttl = 'Invalid check: TTL must be > 0 for TTL checks'
const invalid = (message: string): { status: number; says: string } => ({ status: 400, says: message })

/** Checks of the agent itself. */
export const agentChecks: HttpScenario = {
  name: 'agent checks',
  steps: [
    get('/v1/agent/checks', { says: '{}' }),
    put(register, { Name: 'alive', TTL: '60s' }, { says: '' }),
    get('/v1/agent/checks', { says: /"Status": "critical"/ }),
    put('/v1/agent/check/pass/alive', undefined, { says: '' }),
    get('/v1/agent/checks', { says: /"Status": "passing"/ }),
    put('/v1/agent/check/warn/alive?note=slow', undefined, { says: '' }),
    get('/v1/agent/checks', { says: /"Output": "slow"/ }),
    put('/v1/agent/check/fail/alive?note=dead%20now', undefined, { says: '' }),
    get('/v1/agent/checks', { says: /"Output": "dead now"/ }),
    put('/v1/agent/check/update/alive', { Status: 'passing', Output: 'well' }, { says: '' }),
    get('/v1/agent/checks', { says: /"Output": "well"/ }),
    put('/v1/agent/check/update/alive', { Status: 'warning', Output: 'x'.repeat(10_000) }, { says: '' }),
    get('/v1/agent/checks'),
    get('/v1/health/node/n1', { until: /"CheckID": "alive"[^}]*"Status": "warning"/ }),
    put('/v1/agent/service/register', { Name: 'web' }, { says: '' }),
    put(
      register,
      { ID: 'c1', Name: 'of web', ServiceID: 'web', TTL: '60s', Status: 'passing', Notes: 'n' },
      { says: '' },
    ),
    put(register, { id: 'snake', name: 'snake', service_id: 'web', ttl: '60s' }, { says: '' }),
    get('/v1/agent/checks?filter=ServiceID%20==%20web'),
    get('/v1/health/checks/web', { until: /"CheckID": "snake"/ }),
    put(register, { Name: 'number', TTL: 60_000_000_000 }, { says: '' }),
    put(
      register,
      { Name: 'http', HTTP: 'http://127.0.0.1:1/', Interval: '60s', Method: 'POST', Header: { A: ['b'] } },
      { says: '' },
    ),
    put(register, { Name: 'tcp', TCP: '127.0.0.1:1', Interval: '60s', Timeout: '1s' }, { says: '' }),
    get('/v1/agent/checks?filter=Name%20==%20http%20or%20Name%20==%20tcp', { compare: 'none' }),
    put(
      register,
      { Name: 'thresholds', TTL: '60s', SuccessBeforePassing: 2, FailuresBeforeCritical: 3 },
      { says: '' },
    ),

    put(register, {}, invalid('Missing check name')),
    put(register, { Name: 'x', TTL: '10s', Status: 'odd' }, invalid('Bad check status')),
    put(
      register,
      { Name: 'x', TTL: '10s', ServiceID: 'nope' },
      { status: 500, says: 'ServiceID "nope" does not exist' },
    ),
    put(register, { Name: 'x' }, invalid(ttl)),
    put(register, { Name: 'x', Interval: '10s' }, invalid(ttl)),
    put(register, { Name: 'x', TTL: '-1s' }, { status: 400 }),
    put(register, { Name: 'x', HTTP: 'http://127.0.0.1/' }, invalid(interval)),
    put(register, { Name: 'x', TCP: '127.0.0.1:1' }, invalid(interval)),
    put(register, { Name: 'x', GRPC: '127.0.0.1:1' }, invalid(interval)),
    put(register, { Name: 'x', Args: ['true'] }, invalid(interval)),
    put(
      register,
      { Name: 'x', TTL: '10s', Interval: '10s' },
      invalid('Invalid check: Interval and TTL cannot both be specified'),
    ),
    put(
      register,
      { Name: 'x', AliasNode: 'n1', TTL: '10s' },
      invalid('Invalid check: TTL must be not be set for Alias checks'),
    ),
    put(
      register,
      { Name: 'x', TTL: '10s', OutputMaxSize: -1 },
      invalid('Invalid check: MaxOutputMaxSize must be positive'),
    ),
    put(
      register,
      { Name: 'x', Args: ['true'], Interval: '10s' },
      { status: 500, says: /^Scripts are disabled on this agent/ },
    ),
    put(register, { Name: 'x', TTL: 'abc' }, { status: 400, says: /^Request decode failed: / }),
    put(register, { Name: 'x', Nonsense: 1 }, { status: 400, says: /unknown field/ }),
    put(register, undefined, invalid('Request decode failed: EOF')),
    put(register, '}', { status: 400, says: /^Request decode failed: invalid character/ }),

    put('/v1/agent/check/pass/nope', undefined, {
      status: 500,
      says: 'CheckID "nope" does not have associated TTL',
    }),
    put('/v1/agent/check/pass/http', undefined, {
      status: 500,
      says: 'CheckID "http" does not have associated TTL',
    }),
    put('/v1/agent/check/warn/nope', undefined, {
      status: 500,
      says: 'CheckID "nope" does not have associated TTL',
    }),
    put('/v1/agent/check/update/alive', { Status: 'bogus' }, invalid("Invalid check status: 'bogus'")),
    put('/v1/agent/check/update/alive', { Nonsense: 1 }, { status: 400, says: /unknown field/ }),
    put('/v1/agent/check/update/alive', '{', { status: 400, says: /^Request decode failed: / }),
    put(
      '/v1/agent/check/update/nope',
      { Status: 'passing' },
      { status: 500, says: /does not have associated TTL/ },
    ),
    put('/v1/agent/check/deregister/c1', undefined, { says: '' }),
    put('/v1/agent/check/deregister/nope', undefined, { says: '' }),
    put('/v1/agent/check/deregister/', undefined, { status: 500, says: 'CheckID missing' }),
    get('/v1/agent/checks?filter=ServiceID%20==%20web'),
    get('/v1/health/checks/web', { until: /^(?![\s\S]*"CheckID": "c1")/ }),
  ],
}

/** What the agent says of itself. */
export const agentSelf: HttpScenario = {
  name: 'agent',
  steps: [
    get('/v1/agent/members'),
    get('/v1/agent/members?wan'),
    get('/v1/agent/members?segment='),
    get('/v1/agent/members?segment=_all'),
    get('/v1/agent/members?segment=x', {
      status: 500,
      says: 'Network segments are not supported in this version of Consul',
    }),
    get('/v1/agent/self', { compare: 'keys' }),
    put('/v1/agent/maintenance', undefined, { status: 400, says: 'Missing value for enable' }),
    put('/v1/agent/maintenance?enable=zz', undefined, {
      status: 400,
      says: 'Invalid value for enable: "zz"',
    }),
    put('/v1/agent/maintenance?enable=true', undefined, { says: '' }),
    get('/v1/agent/checks', { says: /"CheckID": "_node_maintenance"/ }),
    put('/v1/agent/maintenance?enable=true&reason=again', undefined, { says: '' }),
    get('/v1/agent/checks'),
    get('/v1/health/node/n1', { until: /_node_maintenance/ }),
    put('/v1/agent/maintenance?enable=false', undefined, { says: '' }),
    get('/v1/agent/checks', { says: '{}' }),
    get('/v1/health/node/n1', { until: /^(?![\s\S]*_node_maintenance)/ }),
    put('/v1/agent/maintenance?enable=false', undefined, { says: '' }),
  ],
}
