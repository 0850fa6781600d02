import type { MethodName, MethodReply, MethodRequest } from '@consul-ts/structs'

/** Calls a server method, wherever the server is. What the HTTP and DNS faces and the agent itself speak to. */
export interface Rpc {
  call<M extends MethodName>(
    method: M,
    request: MethodRequest<M>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<MethodReply<M>>
}
