import {
  alsoNamed,
  bool,
  duration,
  type Infer,
  int,
  list,
  map,
  ownDecoder,
  record,
  snakeCase,
  str,
} from '@consul-ts/wire'

/** How a check runs, as a service definition carries it. */
export const CheckType = ownDecoder(
  snakeCase(
    record('CheckType', {
      CheckID: alsoNamed('ID', str),
      Name: str,
      Status: str,
      Notes: str,
      ScriptArgs: alsoNamed('Args', list(str)),
      HTTP: str,
      Header: map(list(str)),
      Method: str,
      Body: str,
      TCP: str,
      Interval: duration,
      AliasNode: str,
      AliasService: str,
      DockerContainerID: str,
      Shell: str,
      GRPC: str,
      GRPCUseTLS: bool,
      TLSSkipVerify: bool,
      Timeout: duration,
      TTL: duration,
      SuccessBeforePassing: int,
      FailuresBeforeCritical: int,
      ProxyHTTP: str,
      ProxyGRPC: str,
      DeregisterCriticalServiceAfter: duration,
      OutputMaxSize: int,
    }),
  ),
)
export interface CheckType extends Infer<typeof CheckType> {}
