import { bool, list, str } from '@consul-ts/wire'
import { AutopilotConfig, AutopilotSetConfigRequest, OperatorHealthReply, ServerStats } from '../autopilot.ts'
import { RaftConfigurationResponse, RaftRemovePeerRequest } from '../operator.ts'
import { DCSpecificRequest, Empty } from '../query-options.ts'
import { local, read, write } from './method.ts'

/** The servers themselves. */
export const operatorMethods = {
  'Operator.AutopilotGetConfiguration': read<DCSpecificRequest, AutopilotConfig>(
    DCSpecificRequest,
    AutopilotConfig,
  ),
  'Operator.AutopilotSetConfiguration': write<AutopilotSetConfigRequest, boolean>(
    AutopilotSetConfigRequest,
    bool,
    'Autopilot',
  ),
  'Operator.RaftGetConfiguration': read<DCSpecificRequest, RaftConfigurationResponse>(
    DCSpecificRequest,
    RaftConfigurationResponse,
  ),
  'Operator.RaftRemovePeerByAddress': write<RaftRemovePeerRequest, Empty>(RaftRemovePeerRequest, Empty),
  'Operator.RaftRemovePeerByID': write<RaftRemovePeerRequest, Empty>(RaftRemovePeerRequest, Empty),
  'Operator.ServerHealth': read<DCSpecificRequest, OperatorHealthReply>(
    DCSpecificRequest,
    OperatorHealthReply,
  ),
  'Status.Leader': local<DCSpecificRequest, string>(DCSpecificRequest, str),
  'Status.Peers': local<DCSpecificRequest, readonly string[] | null>(DCSpecificRequest, list(str)),
  'Status.Ping': local<Empty, Empty>(Empty, Empty),
  'Status.RaftStats': local<Empty, ServerStats>(Empty, ServerStats),
} as const
