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

    /// All versions, in the order of their numbers.
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

    /// `main-3` where `main-2` is the last there is.
    package func nextName() async throws -> String {
        let last = try await all().compactMap { $0.version.number }.max() ?? 0
        return "\(Self.family)-\(last + 1)"
    }

    /// Notes a version that is being built, in place of one of that name that was never shown.
    ///
    /// - Throws: `VersionFailure.inUse` for one that is shown or was.
    func begin(_ name: String, at time: Timestamp) async throws -> ReadVersion {
        guard let version = ReadVersion(new: name) else { throw VersionFailure.malformed(name) }
        if let entry = try await all().first(where: { $0.version.name == name }) {
            guard entry.state == .building || entry.state == .built else {
                throw VersionFailure.inUse(name)
            }
            try await drop(entry.version)
        }
        _ = try await pool.query(
            """
            INSERT INTO projection.version (name, schema, state, made_at)
            VALUES (\(name), \(version.schema), \(ReadVersion.State.building), \(time))
            """)
        return version
    }

    func set(_ version: ReadVersion, _ state: ReadVersion.State) async throws {
        _ = try await pool.query(
            "UPDATE projection.version SET state = \(state) WHERE name = \(version.name)")
    }

    /// Drops a version that is not shown, with its tables.
    ///
    /// - Throws: `VersionFailure.inUse` for the current one.
    package func retire(_ name: String) async throws {
        let entry = try await entry(named: name)
        guard entry.state != .current else { throw VersionFailure.inUse(name) }
        try await drop(entry.version)
    }

    private func drop(_ version: ReadVersion) async throws {
        let tables = VersionTables(version: version, pool: pool)
        try await tables.drop()
        _ = try await pool.pipeline([
            "DELETE FROM read.checkpoint WHERE projector = \(version.name)",
            "DELETE FROM read.quarantine WHERE projector = \(version.name)",
            "DELETE FROM projection.skip WHERE projector = \(version.name)",
            "DELETE FROM projection.version WHERE name = \(version.name)",
        ])
    }

    /// Shows a version instead of the current one, in one commit: nobody sees half of either.
    ///
    /// - Returns: The tenants that it does not show as far as the current one does; nothing has
    ///   been changed then.
    func show(_ version: ReadVersion, insteadOf current: ReadVersion) async throws -> [TenantID] {
        try await pool.transaction { transaction in
            // The current version stands still until the commit, so that no reader goes back.
            _ = try await transaction.query(
                """
                UPDATE read.checkpoint SET position = position
                WHERE projector = \(current.name)
                """)
            let late = try Checkpoints.tenants(
                in: try await transaction.query(Checkpoints.late(version, than: current)))
            guard late.isEmpty else { return late }
            let changed = try await transaction.pipeline([
                """
                UPDATE projection.version SET state = 'kept'
                WHERE name = \(current.name) AND state = 'current'
                """,
                """
                UPDATE projection.version SET state = 'current'
                WHERE name = \(version.name) AND state IN ('built', 'kept')
                """,
            ])
            guard changed.allSatisfy({ $0.affected == 1 }) else {
                throw VersionFailure.changedMeanwhile(version.name)
            }
            return []
        }
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

/// Why a version is not built, shown or dropped.
package enum VersionFailure: Error, Equatable, CustomStringConvertible {
    case unknown(String, known: [String])
    case malformed(String)
    /// It is the current one, or was and is kept.
    case inUse(String)
    case notBuilt(String)
    case building
    case changedMeanwhile(String)
    /// These tenants stop before an event that the version cannot show.
    case held(String, [TenantID])

    package var description: String {
        switch self {
        case .unknown(let name, let known):
            "there is no version \(name), only \(known.joined(separator: ", "))"
        case .malformed(let name):
            "\(name) is no version's name: take a word and a number, such as main-2"
        case .inUse(let name):
            "version \(name) is shown, or was: give the new one another name, or show another"
        case .notBuilt(let name): "version \(name) is not complete: build it again"
        case .building: "another process is building a version: wait until it is done"
        case .changedMeanwhile(let name):
            "somebody else has changed the versions while \(name) was to be shown: look again"
        case .held(let name, let tenants):
            "version \(name) does not show everything of "
                + tenants.prefix(5).map(\.description).joined(separator: ", ")
                + (tenants.count > 5 ? " and \(tenants.count - 5) others" : "")
        }
    }
}
