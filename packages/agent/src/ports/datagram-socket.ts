/** Where a datagram came from, or goes to. */
export interface DatagramPeer {
  readonly address: string
  readonly port: number
}

export interface DatagramSocket {
  readonly host: string
  readonly port: number
  /** Best effort; never throws. `packet` must not be changed afterwards. */
  send(packet: Uint8Array, to: DatagramPeer): void
  /** Idempotent. */
  close(): Promise<void>
}

export interface DatagramBindOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Called for every datagram, with bytes that are valid during the call only. */
  readonly receive: (packet: Uint8Array, from: DatagramPeer) => void
}

export interface DatagramPort {
  bind(options: DatagramBindOptions): Promise<DatagramSocket>
}
