import { bool, str } from '@consul-ts/wire'
import { IndexedDirEntries, IndexedKeyList, KeyListRequest, KeyRequest, KVSRequest } from '../kv.ts'
import {
  IndexedPreparedQueries,
  PreparedQueryExecuteRemoteRequest,
  PreparedQueryExecuteRequest,
  PreparedQueryExecuteResponse,
  PreparedQueryExplainResponse,
  PreparedQueryRequest,
  PreparedQuerySpecificRequest,
} from '../prepared-query.ts'
import { DCSpecificRequest, NodeSpecificRequest } from '../query-options.ts'
import { IndexedSessions, SessionRequest, SessionSpecificRequest } from '../session.ts'
import { TxnReadRequest, TxnReadResponse, TxnRequest, TxnResponse } from '../txn.ts'
import { blocking, read, write } from './method.ts'

/** Keys, sessions, transactions and prepared queries. */
export const kvMethods = {
  'KVS.Apply': write<KVSRequest, boolean>(KVSRequest, bool, 'KVS'),
  'KVS.Get': blocking<KeyRequest, IndexedDirEntries>(KeyRequest, IndexedDirEntries),
  'KVS.List': blocking<KeyRequest, IndexedDirEntries>(KeyRequest, IndexedDirEntries),
  'KVS.ListKeys': blocking<KeyListRequest, IndexedKeyList>(KeyListRequest, IndexedKeyList),
  'PreparedQuery.Apply': write<PreparedQueryRequest, string>(PreparedQueryRequest, str, 'PreparedQuery'),
  'PreparedQuery.Execute': read<PreparedQueryExecuteRequest, PreparedQueryExecuteResponse>(
    PreparedQueryExecuteRequest,
    PreparedQueryExecuteResponse,
  ),
  'PreparedQuery.ExecuteRemote': read<PreparedQueryExecuteRemoteRequest, PreparedQueryExecuteResponse>(
    PreparedQueryExecuteRemoteRequest,
    PreparedQueryExecuteResponse,
  ),
  'PreparedQuery.Explain': read<PreparedQueryExecuteRequest, PreparedQueryExplainResponse>(
    PreparedQueryExecuteRequest,
    PreparedQueryExplainResponse,
  ),
  'PreparedQuery.Get': blocking<PreparedQuerySpecificRequest, IndexedPreparedQueries>(
    PreparedQuerySpecificRequest,
    IndexedPreparedQueries,
  ),
  'PreparedQuery.List': blocking<DCSpecificRequest, IndexedPreparedQueries>(
    DCSpecificRequest,
    IndexedPreparedQueries,
  ),
  'Session.Apply': write<SessionRequest, string>(SessionRequest, str, 'Session'),
  'Session.Get': blocking<SessionSpecificRequest, IndexedSessions>(SessionSpecificRequest, IndexedSessions),
  'Session.List': blocking<SessionSpecificRequest, IndexedSessions>(SessionSpecificRequest, IndexedSessions),
  'Session.NodeSessions': blocking<NodeSpecificRequest, IndexedSessions>(
    NodeSpecificRequest,
    IndexedSessions,
  ),
  'Session.Renew': write<SessionSpecificRequest, IndexedSessions>(SessionSpecificRequest, IndexedSessions),
  'Txn.Apply': write<TxnRequest, TxnResponse>(TxnRequest, TxnResponse, 'Txn'),
  'Txn.Read': read<TxnReadRequest, TxnReadResponse>(TxnReadRequest, TxnReadResponse),
} as const
