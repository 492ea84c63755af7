import EventSourcing
import PostgreSQL

/// `projection.version`: which versions of the read models there are, and which one is shown.
///
/// Needs the rights of the tables' owner where it makes, shows or drops one.
package struct VersionCatalog: Sendable {
    /// A version and how it fares.
    package struct Entry: Sendable {
        package let version: ReadVersion
        package let state: ReadVersion.State
        package let madeAt: Timestamp
    }

    /// The kind of versions this program builds.
    static let family = "main"

    let pool: Pool

    package init(pool: Pool) {
        self.pool = pool
    }

    /// All versions, in the order in which they were begun.
    package func all() async throws -> [Entry] {
        try await pool.query(
            "SELECT name, schema, state, made_at FROM projection.version ORDER BY made_at, name"
        ).rows.map { row in
            let (name, schema, state, madeAt) = try row.decode(
                String.self, String.self, ReadVersion.State.self, Timestamp.self)
            return Entry(
                version: ReadVersion(name: name, schema: schema), state: state, madeAt: madeAt)
        }
    }

    /// - Throws: `VersionFailure.unknown`.
    package func entry(named name: String) async throws -> Entry {
        let all = try await all()
        guard let entry = all.first(where: { $0.version.name == name }) else {
            throw VersionFailure.unknown(name, known: all.map(\.version.name))
        }
        return entry
    }

    /// A version that can be followed, compared and shown.
    ///
    /// - Throws: `VersionFailure`: `.unknown`, or `.notBuilt` for one that is being built.
    func complete(named name: String) async throws -> ReadVersion {
        let entry = try await entry(named: name)
        guard entry.state != .building else { throw VersionFailure.notBuilt(name) }
        return entry.version
    }

    /// The name of a version that somebody has begun and not finished, or `main-3` where `main-2` is
    /// the last there is. Only for whoever builds alone: others may be at the one that was begun.
    func nextName() async throws -> String {
        let all = try await all()
        if let begun = all.first(where: { $0.state == .building }) { return begun.version.name }
        return "\(Self.family)-\((all.compactMap { $0.version.number }.max() ?? 0) + 1)"
    }

    /// Notes a version that is being built, in place of one of that name that was never shown: what
    /// stood under the name goes in the same commit, which leaves an empty schema.
    ///
    /// - Throws: `VersionFailure.inUse` for one that is shown or was.
    func begin(_ name: String, at time: Timestamp) async throws -> ReadVersion {
        guard let version = ReadVersion(new: name) else { throw VersionFailure.malformed(name) }
        try await pool.transaction { transaction in
            let begun = try await transaction.query(
                """
                INSERT INTO projection.version AS known (name, schema, state, made_at)
                VALUES (\(name), \(version.schema), \(ReadVersion.State.building), \(time))
                ON CONFLICT (name) DO UPDATE
                SET state = excluded.state, made_at = excluded.made_at
                WHERE known.state IN ('building', 'built')
                """)
            guard begun.affected == 1 else { throw VersionFailure.inUse(name) }
            _ = try await transaction.pipeline(
                removal(of: version) + ["CREATE SCHEMA \(identifier: version.schema)"])
        }
        return version
    }

    func set(_ version: ReadVersion, _ state: ReadVersion.State) async throws {
        _ = try await pool.query(
            "UPDATE projection.version SET state = \(state) WHERE name = \(version.name)")
    }

    /// Drops a version that is not shown, with its tables, in one commit.
    ///
    /// - Throws: `VersionFailure`: `.inUse` for the current one, `.building` for one that somebody is
    ///   at.
    package func retire(_ name: String) async throws {
        try await pool.transaction { transaction in
            // From here to the commit nobody shows it, and nobody builds it anew.
            let row = try await transaction.query(
                """
                UPDATE projection.version SET state = state WHERE name = \(name)
                RETURNING schema, state
                """
            ).rows.first
            guard let row else {
                throw VersionFailure.unknown(name, known: try await all().map(\.version.name))
            }
            let (schema, state) = try row.decode(String.self, ReadVersion.State.self)
            guard state != .current else { throw VersionFailure.inUse(name) }
            if state == .building, try await isBuilding(transaction) {
                throw VersionFailure.building
            }
            _ = try await transaction.pipeline(
                removal(of: ReadVersion(name: name, schema: schema))
                    + ["DELETE FROM projection.version WHERE name = \(name)"])
        }
    }

    /// Whether a process is building, which keeps the lock; it is free again after the transaction.
    private func isBuilding(_ transaction: Transaction) async throws -> Bool {
        let rows = try await transaction.query(
            "SELECT pg_try_advisory_xact_lock(\(VersionBuilder.lock))"
        ).rows
        let isFree = try rows.first?.decode(Bool.self) ?? false
        return !isFree
    }

    /// All that stands under the version's name but its row. A follower takes the checkpoints
    /// before the tables, so they are taken in that order here.
    private func removal(of version: ReadVersion) -> [SQL] {
        [
            "DELETE FROM read.checkpoint WHERE projector = \(version.name)",
            "DELETE FROM read.quarantine WHERE projector = \(version.name)",
            "DELETE FROM projection.skip WHERE projector = \(version.name)",
        ] + VersionTables.removal(of: version)
    }
}

extension ReadVersion {
    /// Nothing for what is no name such as `main-2`.
    init?(new name: String) {
        guard name.wholeMatch(of: /[a-z]{1,20}-[1-9][0-9]{0,5}/) != nil else { return nil }
        self.init(name: name, schema: "read_" + name.replacing("-", with: "_"))
    }

    fileprivate var number: Int? { name.split(separator: "-").last.flatMap { Int($0) } }
}
