const table = new Uint32Array(256).map((_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

/** CRC-32/IEEE of `bytes`, as an unsigned integer; `start` is the CRC of what came before them. */
export function crc32(bytes: Uint8Array, start = 0): number {
  let crc = ~start
  for (let i = 0; i < bytes.length; i++) {
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[i] as number)) & 0xff] as number)
  }
  return ~crc >>> 0
}
