import Catalog
import EventSourcing
import EventStorage
import PostgreSQL
import Vocabulary

/// Answers questions about a tenant, today and at any past moment.
///
/// A moment changes the facts and nothing else: names are today's, and a name or text whose subject
/// has been forgotten reads `formerMember` or `removedText`, whatever moment is asked about. Who
/// may ask is the gateway's business; `standing(of:in:)` tells it what it needs for that.
///
/// Every method throws `QueryFailure` for a question that has no answer, and otherwise what the
/// database, the log or the vault throw.
package struct Queries: Sendable {
    /// The name of somebody whose name the vault no longer has.
    package static let formerMember = "Former member"
    /// A text that the vault no longer has.
    package static let removedText = "[removed]"
    /// How many names are asked for at a time.
    static let nameLimit = Vault.openLimit
    /// Among how many events it is looked for one that changes rights or names.
    static let rightsReach = 10_000

    let pool: Pool
    let log: any EventLog
    let vault: Vault
    let codec: EventCodec
    let group: ProjectorGroup
    let folds = RecentlyUsed<FoldedTournament.Key, FoldedTournament>(
        limit: FoldedTournament.eventLimit)
    let explanations = ExplainedRounds()

    package init(
        pool: Pool, log: any EventLog, vault: Vault, codec: EventCodec = .catalog,
        group: ProjectorGroup = .main
    ) {
        self.pool = pool
        self.log = log
        self.vault = vault
        self.codec = codec
        self.group = group
    }

    /// Asks the tables, or the rows that the part of the log in `scope` makes by the moment.
    func look<Value: Sendable>(
        _ tenant: TenantID, _ moment: Moment, _ scope: History.Scope,
        _ body: (any RowReader) async throws -> Value
    ) async throws -> Answer<Value> {
        switch moment {
        case .now:
            return try await reading(tenant) { position, reader in
                Answer(value: try await body(reader), position: position)
            }
        case .position(let position):
            return try await look(back: tenant, position, scope, body)
        case .time(let time):
            let position = try await log.position(of: tenant, at: time)
            return try await look(back: tenant, position, scope, body)
        }
    }

    private func look<Value: Sendable>(
        back tenant: TenantID, _ position: Position, _ scope: History.Scope,
        _ body: (any RowReader) async throws -> Value
    ) async throws -> Answer<Value> {
        // Where nothing has happened since, the tables are that moment.
        let current = try await reading(tenant) { current, reader in
            current == position ? Answer(value: try await body(reader), position: current) : nil
        }
        if let current { return current }
        let head = try await log.open(tenant, commands: []).head
        guard position <= head else {
            throw QueryFailure.aheadOfLog(asked: position, head: head)
        }
        let history = History(log: log, tenant: tenant, codec: codec, group: group)
        let rows = try await history.rows(scope, through: position)
        return Answer(value: try await body(rows), position: position)
    }

    /// The tables, all of one moment, and where they stand.
    func reading<Value>(
        _ tenant: TenantID, _ body: (Position, TableReader) async throws -> Value
    ) async throws -> Value {
        try await pool.transaction(isolation: .repeatableRead) { transaction in
            let (version, position) = try Checkpoints.shown(
                in: try await transaction.pipeline(Checkpoints.shown(tenant)))
            return try await body(
                position,
                TableReader(tenant: tenant, version: version, transaction: transaction))
        }
    }

    /// Where the tables stand.
    package func position(of tenant: TenantID) async throws -> Position {
        try await reading(tenant) { position, _ in position }
    }

    /// Through where a log goes on behind `position` with nothing that rights and names rest on.
    ///
    /// - Returns: `head` at most; `position` where so much lies between that nobody should wait for
    ///   the answer.
    package func lastPosition(
        withRightsOf position: Position, in tenant: TenantID, through head: Position
    ) async throws -> Position {
        guard position < head, head.value - position.value <= Self.rightsReach else {
            return position
        }
        let types = DirectoryProjector.types.union(MembershipProjector.types)
        let next = try await log.read(tenant, after: position, types: types, limit: 1)
            .first { $0.position <= head }
        return next.map { Position($0.position.value - 1) } ?? head
    }

    func position(of tenant: TenantID, at moment: Moment) async throws -> Position {
        switch moment {
        case .now: try await position(of: tenant)
        case .position(let position): position
        case .time(let time): try await log.position(of: tenant, at: time)
        }
    }
}
