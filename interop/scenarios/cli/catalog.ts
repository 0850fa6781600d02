import { type CliScenario, consul, consulArgs, curl, ownHelp } from '../../src/cli-step.ts'

const service = {
  id: 'web-1',
  name: 'web',
  tags: ['v1', 'blue'],
  port: 8080,
  meta: { version: '1' },
  check: { ttl: '60s', status: 'passing' },
}

export const catalog: CliScenario = {
  name: 'catalog, members, services',
  files: {
    'web.json': JSON.stringify({ service }),
    'two.json': JSON.stringify({
      services: [
        { name: 'db', port: 5432 },
        { name: 'cache', port: 6379 },
      ],
    }),
    'nothing.json': '{}',
    'broken.json': '{',
  },
  steps: [
    consul('members', { says: /^Node {2}Address/ }),
    consul('members -detailed'),
    consul('members -wan'),
    consul('members -status=alive'),
    consul('members -status=failed', { exit: 2, says: '' }),
    consulArgs(['members', '-status=['], { exit: 1 }),
    consul('members -segment=x', { exit: 1 }),
    consul('catalog datacenters', { says: 'dc1\n' }),
    consul('catalog nodes', { says: /^Node {2}ID/ }),
    consul('catalog nodes -detailed', { mask: [[/ +$/gm, '']] }),
    consul('catalog nodes -service=consul'),
    consul('catalog nodes -service=nothing', { says: /^No nodes match the given query/ }),
    consul('catalog nodes -near=_agent'),
    consul('catalog nodes -node-meta=a=b', { says: /^No nodes match the given query/ }),
    consulArgs(['catalog', 'nodes', '-filter=Node == n1']),
    consulArgs(['catalog', 'nodes', '-filter=Nothing == n1'], {
      exit: 1,
      says: /Selector "Nothing" is not valid/,
    }),
    consul('catalog services', { says: 'consul\n' }),
    consul('services register web.json', { says: 'Registered service: web\n' }),
    consul('catalog services', { until: /web/, says: 'consul\nweb\n' }),
    consul('catalog services -tags', {
      says: /^consul\s*\nweb\s+blue,v1\s*\n$/,
      mask: [[/v1,blue|blue,v1/, '<tags>']],
    }),
    consul('catalog services -node=n1'),
    consul('catalog services -node=nobody', { mask: [[/ +$/gm, '']] }),
    consul('catalog services -node-meta=a=b', { says: /^No services match the given query/ }),
    consul('services register two.json', { says: 'Registered service: db\nRegistered service: cache\n' }),
    consul('services register -name=flags -port=1 -tag=a -tag=b -meta=k=v -address=192.0.2.1', {
      says: 'Registered service: flags\n',
    }),
    curl('{http}/v1/agent/service/flags', { says: /"flags"/, mask: [[/\b[0-9a-f]{16}\b/g, '<hash>']] }),
    consul('services register', { exit: 1 }),
    consul('services register -id=x', { exit: 1 }),
    consul('services register nothing.json'),
    consul('services register broken.json', { exit: 1, mask: [[/\/\S+\/broken/g, 'broken']] }),
    consul('services register missing.json', { exit: 1 }),
    consul('services register -name=x web.json', { exit: 1 }),
    consul('services deregister', { exit: 1 }),
    consul('services deregister web.json', { says: 'Deregistered service: web-1\n' }),
    consul('services deregister -id=flags', { says: 'Deregistered service: flags\n' }),
    consul('services deregister -id=nope', { says: 'Deregistered service: nope\n' }),
    consul('services deregister two.json', { says: /^Deregistered service: / }),
    consul('catalog services', { until: /^consul\n$/, says: 'consul\n' }),
    consul('catalog nothing', { exit: 1, says: /^Usage: /, mask: ownHelp }),
    consul('services nothing', { exit: 1, says: /^Usage: /, mask: ownHelp }),
  ],
}

/** Values of `info` that are an agent's own affair. */
const own =
  /^(\t(?:.*(?:index|term|time|queue|goroutines|revision|latest_configuration|last_contact|version|cpu_count|max_procs|arch|event_|intent_).*?|fsm_pending) = ).*$/gm

export const agent: CliScenario = {
  name: 'info, version',
  steps: [
    consul('info', { says: /^agent:\n\tcheck_monitors = 0\n/, mask: [[own, '$1<own>']] }),
    consul('info -http-addr=127.0.0.1:1', { exit: 1, says: /connection refused/ }),
    consul('version', { says: /^Consul v1\.8\.7\nProtocol 2 spoken by default/ }),
    consul('-v', { says: /^Consul v1\.8\.7\n/ }),
    consul('--version', { says: /^Consul v1\.8\.7\n/ }),
    consul('version -format=json', { mask: [[/("Revision": ").*"/, '$1<own>"']] }),
    consul('version -format=zz', { exit: 1 }),
    curl('{http}/v1/status/leader', { says: /<server>|"127/ }),
    curl('-X POST {http}/v1/status/leader', { says: /^HTTP\/1\.1 405 / }),
    curl('{http}/v1/nothing', { says: /^HTTP\/1\.1 404 / }),
  ],
}
