import type { ImplementableObjectRef, ObjectRef } from '@pothos/core';
import type { AuditEventRecord } from '../control-plane/audit-event.js';
import type { RowRuleFacts } from '../control-plane/authorization-state.js';
import type { Page } from '../control-plane/control-plane.js';
import type { DecisionRecord } from '../control-plane/decision-record.js';
import type {
  ApiKeyRecord,
  ApiKeySecretRecord,
  DatabaseRecord,
  GroupRecord,
  KeyStopRecord,
  SessionRecord,
  UserRecord,
} from '../control-plane/records.js';
import { defineConnection, definePageInfo } from './connection.js';
import type { ManagementBuilder, ManagementTypes } from './management-builder.js';

/** With the database whose catalog names and judges it. */
export interface RowRuleOfGroup {
  readonly databaseId: string;
  readonly rule: RowRuleFacts;
}

type Ref<Row> = ImplementableObjectRef<ManagementTypes, Row>;

type ConnectionRef<Row> = ObjectRef<ManagementTypes, Page<Row>>;

/** The types that refer to each other, by what stands behind them; each is implemented in a file of its own. */
export interface ManagementRefs {
  readonly apiKey: Ref<ApiKeyRecord>;
  readonly apiKeySecret: Ref<ApiKeySecretRecord>;
  readonly apiKeyStop: Ref<KeyStopRecord>;
  readonly user: Ref<UserRecord>;
  readonly group: Ref<GroupRecord>;
  readonly rowRule: Ref<RowRuleOfGroup>;
  readonly database: Ref<DatabaseRecord>;
  readonly auditEvent: Ref<AuditEventRecord>;
  readonly decision: Ref<DecisionRecord>;
  readonly session: Ref<SessionRecord>;
  readonly apiKeyConnection: ConnectionRef<ApiKeyRecord>;
  readonly apiKeyStopConnection: ConnectionRef<KeyStopRecord>;
  readonly userConnection: ConnectionRef<UserRecord>;
  readonly groupConnection: ConnectionRef<GroupRecord>;
  readonly auditEventConnection: ConnectionRef<AuditEventRecord>;
  readonly decisionConnection: ConnectionRef<DecisionRecord>;
}

export function createManagementRefs(builder: ManagementBuilder): ManagementRefs {
  const apiKey = builder.objectRef<ApiKeyRecord>('ApiKey');
  const apiKeyStop = builder.objectRef<KeyStopRecord>('ApiKeyStop');
  const user = builder.objectRef<UserRecord>('User');
  const group = builder.objectRef<GroupRecord>('Group');
  const auditEvent = builder.objectRef<AuditEventRecord>('AuditEvent');
  const decision = builder.objectRef<DecisionRecord>('Decision');
  const pageInfo = definePageInfo(builder);
  return {
    apiKey,
    apiKeySecret: builder.objectRef<ApiKeySecretRecord>('ApiKeySecret'),
    apiKeyStop,
    user,
    group,
    rowRule: builder.objectRef<RowRuleOfGroup>('RowRule'),
    database: builder.objectRef<DatabaseRecord>('Database'),
    auditEvent,
    decision,
    session: builder.objectRef<SessionRecord>('Session'),
    apiKeyConnection: defineConnection(
      builder,
      pageInfo,
      { type: 'ApiKey', plural: 'API keys', row: 'apiKeys:select' },
      apiKey,
    ),
    apiKeyStopConnection: defineConnection(
      builder,
      pageInfo,
      { type: 'ApiKeyStop', plural: 'stops of API keys', row: 'apiKeys.stops:select' },
      apiKeyStop,
    ),
    userConnection: defineConnection(
      builder,
      pageInfo,
      { type: 'User', plural: 'users', row: 'users:select' },
      user,
    ),
    groupConnection: defineConnection(
      builder,
      pageInfo,
      { type: 'Group', plural: 'groups', row: 'groups:select' },
      group,
    ),
    auditEventConnection: defineConnection(
      builder,
      pageInfo,
      { type: 'AuditEvent', plural: 'audit events', row: 'auditEvents:select' },
      auditEvent,
    ),
    decisionConnection: defineConnection(
      builder,
      pageInfo,
      { type: 'Decision', plural: 'decisions', row: 'decisions:select' },
      decision,
    ),
  };
}
