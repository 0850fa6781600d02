import { lookup } from 'node:dns/promises'
import { connect, isIP, type Socket } from 'node:net'
import { connectFault, lookupFault } from './network-fault.ts'

/** Addresses of one host that are tried; further ones are left out. */
const addressesMax = 16

export interface DialTarget {
  /** A name or an address; empty is this machine. */
  readonly host: string
  readonly port: number
}

/**
 * A connection to whichever address of the host takes one first: all are tried side by side, so that a dead
 * IPv6 route does not hide a living IPv4 one. Rejects with the first address's fault, or with `signal.reason`.
 */
export async function dial({ host, port }: DialTarget, { signal }: { signal: AbortSignal }): Promise<Socket> {
  signal.throwIfAborted()
  const addresses = await untilAbort(addressesOf(host === '' ? 'localhost' : host), signal)
  return new Promise((resolve, reject) => {
    const sockets = new Set<Socket>()
    let firstFault: unknown
    const finish = (winner?: Socket): void => {
      signal.removeEventListener('abort', abort)
      for (const socket of sockets) if (socket !== winner) socket.destroy()
    }
    const abort = (): void => {
      finish()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    for (const address of addresses) {
      const socket = connect({ host: address, port })
      sockets.add(socket)
      // Stays for good: a loser may fail after it was destroyed.
      const fail = (error: unknown): void => {
        sockets.delete(socket)
        if (address === addresses[0]) firstFault = connectFault(address, port, error)
        if (sockets.size > 0) return
        finish()
        reject(firstFault)
      }
      socket.on('error', fail)
      socket.once('connect', () => {
        socket.off('error', fail)
        finish(socket)
        resolve(socket)
      })
    }
  })
}

async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host]
  try {
    const found = await lookup(host, { all: true })
    return [...new Set(found.map(({ address }) => address))].slice(0, addressesMax)
  } catch (error) {
    throw lookupFault(host, error)
  }
}

/** A look-up cannot be called off, so it is left to itself when the signal fires. */
function untilAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
