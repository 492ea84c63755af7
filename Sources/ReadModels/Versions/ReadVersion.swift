import EventSourcing
import Foundation
import PostgreSQL

/// One of the versions of all read models that stand side by side: its checkpoints' name, and the
/// schema of its tables.
///
/// Questions are answered by the current one, which is a row of `projection.version`: a switch is
/// one commit, and who has begun to read before it reads the old tables to the end.
package struct ReadVersion: Hashable, Sendable {
    /// `main-2`.
    package let name: String
    package let schema: String

    /// What a database begins with; migrations shape its schema, and later versions are made like
    /// it.
    package static let first = ReadVersion(name: "main-1", schema: "read")

    package enum State: String, PostgresValue {
        /// Being filled; of no use if whoever filled it is gone.
        case building
        /// Complete, and followed until it is shown.
        case built
        case current
        /// Was current once; one command away.
        case kept
    }

    /// Which one is shown.
    static let current: SQL = """
        SELECT name, schema FROM projection.version WHERE state = 'current'
        """

    /// - Throws: `VersionFailure.noneShown`.
    static func current(in result: QueryResult) throws -> ReadVersion {
        guard let version = try shown(in: result) else { throw VersionFailure.noneShown }
        return version
    }

    /// - Throws: `VersionFailure.noneShown`, or `PostgresFailure`.
    package static func current(in pool: Pool, timeout: Duration? = nil) async throws -> ReadVersion
    {
        try current(in: await pool.query(current, timeout: timeout))
    }

    /// The current one; nothing where there is none, which a switch ends.
    static func shown(in result: QueryResult) throws -> ReadVersion? {
        try result.rows.first.map { row in
            let (name, schema) = try row.decode(String.self, String.self)
            return ReadVersion(name: name, schema: schema)
        }
    }

    /// `read_main_2.club`.
    func table(_ table: Table) -> SQL {
        "\(identifier: schema).\(identifier: table.name)"
    }
}
