/** The part of the management API's contract that this version serves: names, arguments and nullability. */
export const contract = /* GraphQL */ `
  scalar DateTime
  scalar JSON

  type Query {
    me: Caller!
    apiKeys(
      first: Int
      after: String
      last: Int
      before: String
      search: String
      where: ApiKeyFilter
      orderBy: [ApiKeyOrder!]
    ): ApiKeyConnection!
    apiKey(id: ID!): ApiKey
    apiKeyStops(first: Int, after: String): ApiKeyStopConnection!
    users(
      first: Int
      after: String
      last: Int
      before: String
      search: String
      where: UserFilter
    ): UserConnection!
    user(id: ID!): User
    groups(database: String, first: Int, after: String, last: Int, before: String): GroupConnection!
    group(id: ID!): Group
    databases: [Database!]!
    database(slug: String!): Database
    capabilities(database: String!): [String!]!
    auditEvents(
      first: Int
      after: String
      last: Int
      before: String
      where: AuditEventFilter
    ): AuditEventConnection!
    decision(id: ID!): Decision
    decisions(
      first: Int
      after: String
      last: Int
      before: String
      where: DecisionFilter
    ): DecisionConnection!
    explainAccess(input: ExplainAccessInput!): AccessExplanation!
  }

  type Mutation {
    createApiKey(input: CreateApiKeyInput!): ApiKeySecretPayload!
    updateApiKey(input: UpdateApiKeyInput!): ApiKeyPayload!
    rotateApiKey(input: RotateApiKeyInput!): ApiKeySecretPayload!
    disableApiKey(input: ApiKeyIdInput!): ApiKeyPayload!
    enableApiKey(input: ApiKeyIdInput!): ApiKeyPayload!
    revokeApiKey(input: ApiKeyIdInput!): ApiKeyPayload!
    restoreApiKey(input: ApiKeyIdInput!): ApiKeySecretPayload!
    stopApiKeys(input: StopApiKeysInput!): ApiKeyStopPayload!
    undoApiKeyStop(input: ApiKeyStopIdInput!): ApiKeyStopPayload!
    createUser(input: CreateUserInput!): UserPayload!
    updateUser(input: UpdateUserInput!): UserPayload!
    disableUser(input: UserIdInput!): UserPayload!
    enableUser(input: UserIdInput!): UserPayload!
    deleteUser(input: UserIdInput!): UserPayload!
    restoreUser(input: UserIdInput!): UserPayload!
    setUserPassword(input: SetUserPasswordInput!): UserPayload!
    createGroup(input: CreateGroupInput!): GroupPayload!
    updateGroup(input: UpdateGroupInput!): GroupPayload!
    deleteGroup(input: GroupIdInput!): GroupPayload!
    addGroupMember(input: GroupMemberInput!): GroupPayload!
    removeGroupMember(input: GroupMemberInput!): GroupPayload!
    signIn(input: SignInInput!): SignInPayload!
    signOut: Boolean!
    changePassword(input: ChangePasswordInput!): ChangePasswordPayload!
    endSession(input: EndSessionInput!): EndSessionPayload!
    endSessions(input: EndSessionsInput!): EndSessionsPayload!
    grantCapabilities(input: GroupCapabilitiesInput!): GroupPayload!
    revokeCapabilities(input: GroupCapabilitiesInput!): GroupPayload!
    setRowRule(input: SetRowRuleInput!): GroupPayload!
    removeRowRule(input: RemoveRowRuleInput!): GroupPayload!
    addDatabase(input: AddDatabaseInput!): DatabasePayload!
    updateDatabase(input: UpdateDatabaseInput!): DatabasePayload!
    reloadDatabase(input: DatabaseSlugInput!): DatabasePayload!
    removeDatabase(input: DatabaseSlugInput!): DatabasePayload!
  }

  type Caller {
    kind: String!
    user: User
    email: String!
    sessions: [Session!]!
    apiKey: ApiKey
    database: String!
    effectiveCapabilities: [String!]!
  }

  enum ApiKeyState {
    ACTIVE
    NOT_YET_VALID
    EXPIRED
    USER_DISABLED
    USER_DELETED
    DATABASE_DISABLED
    NO_EFFECTIVE_CAPABILITIES
    DISABLED
    REVOKED
  }

  type ApiKey {
    id: ID!
    version: Int!
    name: String!
    description: String
    tags: [String!]!
    accessAs: User
    database: Database!
    validFrom: DateTime
    validUntil: DateTime
    allowedAddresses: [String!]
    capabilities: [String!]
    effectiveCapabilities: [String!]!
    effectiveRights: [EffectiveRight!]!
    rowNarrowing: JSON
    state: ApiKeyState!
    stateReason: String!
    brokenPolicies: [String!]!
    disabledAt: DateTime
    disabledBy: String
    revokedAt: DateTime
    revokedBy: String
    restorableUntil: DateTime
    secrets: [ApiKeySecret!]!
    lastUsedAt: DateTime
    lastUsedAddress: String
    days(last: Int! = 30): [ApiKeyDay!]!
    createdAt: DateTime!
    createdBy: User
  }

  type ApiKeySecret {
    hint: String!
    validUntil: DateTime
    lastUsedAt: DateTime
    createdAt: DateTime!
  }

  type ApiKeyStop {
    id: ID!
    at: DateTime!
    by: String!
    scope: ApiKeyStopScope!
    target: String!
    reason: String
    count: Int!
    undoneAt: DateTime
    undoneBy: String
  }

  enum ApiKeyStopScope {
    USER
    DATABASE
    TAG
  }

  type ApiKeyStopConnection {
    edges: [ApiKeyStopEdge!]!
    nodes: [ApiKeyStop!]!
    pageInfo: PageInfo!
    totalCount: Int!
  }

  type ApiKeyStopEdge {
    cursor: String!
    node: ApiKeyStop!
  }

  type User {
    id: ID!
    version: Int!
    email: String!
    name: String
    enabled: Boolean!
    deletedAt: DateTime
    deletedBy: User
    passwordSetAt: DateTime
    sessions: [Session!]!
    attributes: JSON!
    groups: [Group!]!
    apiKeys(first: Int, after: String, last: Int, before: String): ApiKeyConnection!
    effectiveRights(database: String!): [EffectiveRight!]!
  }

  type Group {
    id: ID!
    version: Int!
    name: String!
    database: Database!
    apiAccess: Boolean!
    capabilities: [String!]!
    rowRules: [RowRule!]!
    members(first: Int, after: String, last: Int, before: String): UserConnection!
  }

  type RowRule {
    table: String!
    verb: Verb!
    where: JSON!
    check: JSON
    presets: JSON
    broken: String
  }

  enum Verb {
    SELECT
    INSERT
    UPDATE
    DELETE
    AGGREGATE
  }

  type Database {
    id: ID!
    version: Int!
    slug: String!
    enabled: Boolean!
    status: String!
    settings: JSON!
    removedAt: DateTime
  }

  type ApiKeyDay {
    day: String!
    uses: Int!
    denials: Int!
    denialsByCode: [ApiKeyDenials!]!
  }

  type ApiKeyDenials {
    code: String!
    count: Int!
  }

  type Decision {
    id: ID!
    at: DateTime!
    code: String!
    apiKey: ApiKey
    address: String
    explanation: AccessExplanation
    missing: [String!]
    cause: InvalidApiKeyCause
    presentedKeyId: String
    user: User
    signInCause: SignInCause
    isShared: Boolean!
    count: Int!
    firstAt: DateTime!
    lastAt: DateTime!
  }

  enum SignInCause {
    UNKNOWN_EMAIL
    NO_PASSWORD
    WRONG_PASSWORD
    USER_DISABLED
  }

  enum InvalidApiKeyCause {
    MALFORMED
    UNKNOWN
    WRONG_SECRET
    WRONG_ADDRESS
  }

  type AuditEvent {
    id: ID!
    sequence: String!
    at: DateTime!
    action: String!
    actor: String!
    asUser: User
    target: String
    address: String
    requestId: String
    before: JSON
    after: JSON
  }

  type ApiKeyConnection {
    edges: [ApiKeyEdge!]!
    nodes: [ApiKey!]!
    pageInfo: PageInfo!
    totalCount: Int!
  }

  type ApiKeyEdge {
    cursor: String!
    node: ApiKey!
  }

  type UserConnection {
    edges: [UserEdge!]!
    nodes: [User!]!
    pageInfo: PageInfo!
    totalCount: Int!
  }

  type UserEdge {
    cursor: String!
    node: User!
  }

  type GroupConnection {
    edges: [GroupEdge!]!
    nodes: [Group!]!
    pageInfo: PageInfo!
    totalCount: Int!
  }

  type GroupEdge {
    cursor: String!
    node: Group!
  }

  type AuditEventConnection {
    edges: [AuditEventEdge!]!
    nodes: [AuditEvent!]!
    pageInfo: PageInfo!
    totalCount: Int!
  }

  type AuditEventEdge {
    cursor: String!
    node: AuditEvent!
  }

  type DecisionConnection {
    edges: [DecisionEdge!]!
    nodes: [Decision!]!
    pageInfo: PageInfo!
    totalCount: Int!
  }

  type DecisionEdge {
    cursor: String!
    node: Decision!
  }

  type PageInfo {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
  }

  input CreateApiKeyInput {
    name: String!
    description: String
    tags: [String!]
    accessAsUserId: ID!
    database: String!
    validFrom: DateTime
    validUntil: DateTime
    allowedAddresses: [String!]
    capabilities: [String!]
    rowNarrowing: JSON
  }

  input UpdateApiKeyInput {
    id: ID!
    version: Int!
    name: String
    description: String
    tags: [String!]
    accessAsUserId: ID
    validFrom: DateTime
    validUntil: DateTime
    allowedAddresses: [String!]
    capabilities: [String!]
    rowNarrowing: JSON
    unset: [ApiKeyRestriction!]
  }

  enum ApiKeyRestriction {
    DESCRIPTION
    VALID_FROM
    VALID_UNTIL
    ALLOWED_ADDRESSES
    CAPABILITIES
    ROW_NARROWING
  }

  input ApiKeyIdInput {
    id: ID!
  }

  input RotateApiKeyInput {
    id: ID!
    overlapSeconds: Int!
  }

  input StopApiKeysInput {
    accessAsUserId: ID
    database: String
    tag: String
    reason: String
  }

  input ApiKeyStopIdInput {
    id: ID!
  }

  type ApiKeyStopPayload {
    stop: ApiKeyStop!
  }

  type ApiKeyPayload {
    apiKey: ApiKey!
  }

  type ApiKeySecretPayload {
    apiKey: ApiKey!
    secret: String!
  }

  input CreateUserInput {
    email: String!
    name: String
    attributes: JSON
    password: String
  }

  input UpdateUserInput {
    id: ID!
    version: Int!
    email: String
    name: String
    attributes: JSON
    unset: [UserDetail!]
  }

  enum UserDetail {
    NAME
  }

  type Session {
    id: ID!
    createdAt: DateTime!
    lastSeenAt: DateTime!
    address: String
    userAgent: String
    isCurrent: Boolean!
  }

  input SignInInput {
    email: String!
    password: String!
  }

  type SignInPayload {
    me: Caller!
  }

  input ChangePasswordInput {
    currentPassword: String!
    newPassword: String!
  }

  type ChangePasswordPayload {
    me: Caller!
  }

  input EndSessionInput {
    id: ID!
  }

  type EndSessionPayload {
    session: Session!
  }

  input EndSessionsInput {
    userId: ID!
  }

  type EndSessionsPayload {
    endedCount: Int!
  }

  input SetUserPasswordInput {
    id: ID!
    password: String!
  }

  input UserIdInput {
    id: ID!
  }

  type UserPayload {
    user: User!
  }

  input CreateGroupInput {
    name: String!
    database: String!
    capabilities: [String!]
    apiAccess: Boolean
  }

  input UpdateGroupInput {
    id: ID!
    version: Int!
    name: String
    apiAccess: Boolean
  }

  input GroupIdInput {
    id: ID!
  }

  input GroupMemberInput {
    groupId: ID!
    userId: ID!
  }

  input GroupCapabilitiesInput {
    groupId: ID!
    capabilities: [String!]!
  }

  input SetRowRuleInput {
    groupId: ID!
    table: String!
    verb: Verb!
    where: JSON!
    check: JSON
    presets: JSON
  }

  input RemoveRowRuleInput {
    groupId: ID!
    table: String!
    verb: Verb!
  }

  type GroupPayload {
    group: Group!
  }

  input AddDatabaseInput {
    slug: String!
    url: String!
    settings: JSON
  }

  input DatabaseSlugInput {
    slug: String!
  }

  input UpdateDatabaseInput {
    slug: String!
    version: Int!
    url: String
    enabled: Boolean
    settings: JSON
    unsetSettings: [String!]
  }

  type DatabasePayload {
    database: Database!
  }

  input ExplainAccessInput {
    apiKeyId: ID
    userId: ID
    database: String
    query: String!
    variables: JSON
    operationName: String
    address: String
    at: DateTime
  }

  type EffectiveRight {
    capability: String!
    grantedBy: [Group!]!
    closedIn: [Group!]!
    allowed: Boolean!
    removedBy: [RightRemoval!]!
  }

  enum RightRemoval {
    SUBSET
    ROW_NARROWING
    BROKEN_ROW_RULE
  }

  type AccessExplanation {
    allowed: Boolean!
    code: String
    missing: [String!]!
    steps: [AccessStep!]!
    statements: [AccessStatement!]!
    plan: JSON
  }

  type AccessStep {
    check: String!
    passed: Boolean!
    subject: String
    detail: String!
  }

  type AccessStatement {
    sql: String!
    parameters: JSON!
  }

  input ApiKeyFilter {
    state: [ApiKeyState!]
    accessAsUserId: ID
    database: String
    tag: String
    expiresBefore: DateTime
    neverUsed: Boolean
    breaksPolicy: Boolean
  }

  enum ApiKeyOrder {
    NAME_ASC
    NAME_DESC
    CREATED_AT_ASC
    CREATED_AT_DESC
    VALID_UNTIL_ASC
    VALID_UNTIL_DESC
    LAST_USED_AT_ASC
    LAST_USED_AT_DESC
  }

  input DecisionFilter {
    apiKeyId: ID
    code: String
    from: DateTime
    until: DateTime
  }

  input AuditEventFilter {
    actor: String
    action: String
    target: String
    from: DateTime
    until: DateTime
  }

  input UserFilter {
    enabled: Boolean
    group: ID
    deleted: Boolean
  }
`;
