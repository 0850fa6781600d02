import { silentLogger } from '@consul-ts/runtime'
import { SimClock } from '@consul-ts/sim'
import { CheckInput, HealthCheck, NodeService } from '@consul-ts/structs'
import { expect, test } from 'vitest'
import { MemoryFiles } from '../../test/memory-files.ts'
import { DefinitionFiles } from './definition-files.ts'

const clock = new SimClock({ unixMsOrigin: 1_795_509_100_000 })

function open() {
  const files = new MemoryFiles()
  return {
    files,
    definitions: new DefinitionFiles('/data', { files, wallClock: clock, logger: silentLogger }),
  }
}

/** MD5 of `web`, `cid` and `service:web:1`: the names that the reference gave its files for these ids. */
const webName = '2567a5ec9705eb7ac2c984033e06189d'
const cidName = '4b7cc5694dd3a265bac326eaba31266e'
const webFirstName = 'ff1ac149c5540c9c07299d586cbb51bd'

test('a service is in a file of the name and the content of the reference', async () => {
  const { files, definitions } = open()
  const address = { Address: '10.0.0.1', Port: 80 }
  const web = NodeService.create({
    ID: 'web',
    Service: 'web',
    Tags: ['a'],
    Address: '10.0.0.1',
    TaggedAddresses: { lan_ipv4: address, wan_ipv4: address },
    Port: 80,
    Weights: { Passing: 1, Warning: 1 },
  })
  await definitions.saveService(web, 't')
  expect(files.json()).toEqual({
    [`/data/services/${webName}`]: {
      Token: 't',
      Service: {
        ID: 'web',
        Service: 'web',
        Tags: ['a'],
        Address: '10.0.0.1',
        TaggedAddresses: { lan_ipv4: address, wan_ipv4: address },
        Meta: null,
        Port: 80,
        Weights: { Passing: 1, Warning: 1 },
        EnableTagOverride: false,
        Proxy: { MeshGateway: {}, Expose: {} },
        Connect: {},
        CreateIndex: 0,
        ModifyIndex: 0,
      },
      Source: 'remote',
    },
  })
  expect(await definitions.services()).toEqual([{ Token: 't', Service: web, Source: 'remote' }])
  await definitions.removeService('web')
  expect(files.contents.size).toBe(0)
})

test('a check that the reference wrote is read, what it wrote for one it wrote itself too', async () => {
  const { files, definitions } = open()
  const written = `{"Check":{"Node":"n37","CheckID":"cid","Name":"mine","Status":"critical","Notes":"n","Output":"",
    "ServiceID":"web","ServiceName":"web","ServiceTags":["a"],"Type":"ttl","Definition":{},"CreateIndex":0,
    "ModifyIndex":0},"ChkType":{"CheckID":"cid","Name":"mine","Status":"","Notes":"n","ScriptArgs":null,"HTTP":"",
    "Header":null,"Method":"","Body":"","TCP":"","Interval":0,"AliasNode":"","AliasService":"",
    "DockerContainerID":"","Shell":"","GRPC":"","GRPCUseTLS":false,"TLSSkipVerify":false,"Timeout":0,
    "TTL":1200000000000,"SuccessBeforePassing":0,"FailuresBeforeCritical":0,"ProxyHTTP":"","ProxyGRPC":"",
    "DeregisterCriticalServiceAfter":0,"OutputMaxSize":0},"Token":"","Source":"remote"}`
  files.contents.set(`/data/checks/${cidName}`, new TextEncoder().encode(written))
  const [read] = await definitions.checks()
  expect(read).toEqual({
    Check: HealthCheck.create({
      Node: 'n37',
      CheckID: 'cid',
      Name: 'mine',
      Status: 'critical',
      Notes: 'n',
      ServiceID: 'web',
      ServiceName: 'web',
      ServiceTags: ['a'],
      Type: 'ttl',
    }),
    ChkType: CheckInput.create({ CheckID: 'cid', Name: 'mine', Notes: 'n', TTL: 1_200_000_000_000 }),
    Token: '',
    Source: 'remote',
  })
  if (!read?.Check) throw new Error('no check')
  await definitions.saveCheck({ ...read, Check: read.Check })
  expect(files.json()[`/data/checks/${cidName}`]).toMatchObject(JSON.parse(written) as object)
})

test('what a TTL check said holds until its time is up', async () => {
  const { files, definitions } = open()
  await definitions.saveState({
    checkId: 'service:web:1',
    status: 'passing',
    output: 'hello',
    ttlMs: 600_000,
  })
  const state = { CheckID: 'service:web:1', Output: 'hello', Status: 'passing', Expires: 1_795_509_700 }
  expect(files.json()).toEqual({ [`/data/checks/state/${webFirstName}`]: state })
  clock.advance(599_000)
  expect(await definitions.state('service:web:1')).toEqual(state)
  clock.advance(1_000)
  expect(await definitions.state('service:web:1')).toBeUndefined()
  expect(files.contents.size).toBe(0)
  expect(await definitions.state('none')).toBeUndefined()
})

test('a file that does not parse stays, and hides none of the others', async () => {
  const { files, definitions } = open()
  files.contents.set(`/data/services/${cidName}`, new TextEncoder().encode('{"Service":'))
  files.contents.set('/data/services/notes.txt', new TextEncoder().encode('mine'))
  await definitions.saveService(NodeService.create({ ID: 'web', Service: 'web' }), '')
  expect((await definitions.services()).map(({ Service }) => Service?.ID)).toEqual(['web'])
  expect(files.contents.size).toBe(3)
})
