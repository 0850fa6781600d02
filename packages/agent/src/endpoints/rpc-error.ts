export type RpcErrorCode =
  /** No leader was found while `rpc_hold_timeout` passed. */
  | 'RPC_NO_LEADER'
  | 'RPC_NO_PATH_TO_DATACENTER'
  /** The method refused the request, or the log's state machine did; the message is what a client sees. */
  | 'RPC_REFUSED'
  /** The write was cut off: it may or may not happen yet. */
  | 'RPC_OUTCOME_UNKNOWN'

/** Why a call failed. Peers match on the text, our own code on `code`. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: RpcErrorCode

  constructor(code: RpcErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export function refused(message: string): RpcError {
  return new RpcError('RPC_REFUSED', message)
}

/** The text that clients and peers know; they wait and try again. */
export function noLeader(): RpcError {
  return new RpcError('RPC_NO_LEADER', 'No cluster leader')
}

export function noPathToDatacenter(): RpcError {
  return new RpcError('RPC_NO_PATH_TO_DATACENTER', 'No path to datacenter')
}
