import type { Asked } from './questions.ts'

const types: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  DS: 43,
  HTTPS: 65,
  AXFR: 252,
  ANY: 255,
}

/** 1.2.3.0/24, as RFC 7871 has it. */
const subnetOption = Buffer.from('00080007000118000102' + '03', 'hex')

/** A query as a stub resolver sends it, made without any of the code under test. */
export function queryPacket([name, type, how = {}]: Asked, id = 0x1234): Buffer {
  const { edns, subnet = false, opcode = 0, class: classOf = 1, recursionDesired = true } = how
  const labels = name === '.' ? [] : name.split('.')
  const header = Buffer.alloc(12)
  header.writeUInt16BE(id, 0)
  header[2] = (opcode << 3) | (recursionDesired ? 1 : 0)
  header[5] = 1
  const question = Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]),
    Buffer.from([0, 0, types[type] as number, classOf >> 8, classOf & 255]),
  ])
  if (edns === undefined) return Buffer.concat([header, question])
  header[11] = 1
  const options = subnet ? subnetOption : Buffer.alloc(0)
  const opt = Buffer.from([0, 0, 41, edns >> 8, edns & 255, 0, 0, 0, 0, 0, options.length])
  return Buffer.concat([header, question, opt, options])
}
