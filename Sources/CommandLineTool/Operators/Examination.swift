import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import PostgreSQL

/// The checks of `clubs doctor`; one that cannot be made is a finding, and the others go on.
struct Examination {
    /// The oldest server whose SQL is spoken here.
    static let oldestServer = 150_000
    /// How far this machine's clock may be from the database's, in seconds.
    static let clockTolerance = 5.0
    /// Less free disk than this is a warning, in bytes.
    static let scarceDisk: Int64 = 1 << 30
    /// Less than this is a failure, in bytes: PostgreSQL's journal grows by 16 MB at a time, and the
    /// server ends when it cannot.
    static let exhaustedDisk: Int64 = 64 << 20
    /// How long each question of the trial of a write may take.
    static let writeTimeout = Duration.seconds(10)
    /// How many of the things that a check finds are named.
    static let namedLimit = 20

    let store: Store
    let pool: Pool
    /// For how long a transaction may be open without being named.
    let seconds: Int

    func findings() async -> [Finding] {
        [
            await check("server", server), await check("writes", writes),
            await check("schema", schema),
            await check("rights", rights), await check("vault key", vaultKey),
            await check("durability", durability), await check("clock", clock),
            await check("long transactions", longTransactions),
            await check("idle transactions", idleTransactions),
            await check("tenant locks", tenantLocks), await check("disk", disk),
            await check("read models", readModels), await check("quarantine", quarantine),
            await check("skipped events", skips), await check("deadlines", deadlines),
        ]
    }

    private func check(
        _ name: String, _ body: (String) async throws -> Finding
    ) async -> Finding {
        do {
            return try await body(name)
        } catch {
            let failure = Failure(error)
            return Finding(
                check: name, grade: .fail, found: failure?.what ?? "\(error)",
                remedy: failure?.remedy)
        }
    }

    private func server(_ check: String) async throws -> Finding {
        let row = try await first(
            "SELECT current_setting('server_version'), current_setting('server_version_num')")
        let (version, number) = try row.decode(String.self, String.self)
        let isRecent = (Int(number) ?? 0) >= Self.oldestServer
        return Finding(
            check: check, grade: isRecent ? .ok : .fail, found: "PostgreSQL \(version)",
            remedy: isRecent ? nil : "use PostgreSQL 15 or newer")
    }

    private func writes(_ check: String) async throws -> Finding {
        let trial = WriteTrial(through: pool, timeout: Self.writeTimeout)
        let refusal: WriteRefusal? =
            try await trial.isReadOnly() ? .readOnly : try await trial.refusal()
        return Finding(
            check: check, grade: refusal == nil ? .ok : .fail,
            found: refusal?.description ?? "taken", remedy: refusal?.remedy)
    }

    private func schema(_ check: String) async throws -> Finding {
        let missing = try await Migrator().check(pool)
        return missing.isEmpty
            ? Finding(check: check, grade: .ok, found: "current")
            : Finding(
                check: check, grade: .fail, found: "lacks \(missing.joined(separator: ", "))",
                remedy: "clubs migrate")
    }

    private func rights(_ check: String) async throws -> Finding {
        let row = try await first(
            """
            SELECT pg_has_role('clubs_service', 'MEMBER'),
                has_table_privilege('clubs_service', 'log.event', 'UPDATE')
                OR has_table_privilege('clubs_service', 'log.event', 'DELETE')
            """)
        let (isMember, mayChange) = try row.decode(Bool.self, Bool.self)
        if mayChange {
            return Finding(
                check: check, grade: .fail, found: "the service may change events",
                remedy: "REVOKE UPDATE, DELETE ON log.event FROM clubs_service")
        }
        return isMember
            ? Finding(check: check, grade: .ok, found: "the service may only add events")
            : Finding(
                check: check, grade: .fail, found: "this user is not a member of clubs_service",
                remedy: "GRANT clubs_service TO the user of DATABASE_URL")
    }

    private func vaultKey(_ check: String) async throws -> Finding {
        try await Vault(master: try store.masterKey()).prove(in: pool)
        return Finding(check: check, grade: .ok, found: "opens this vault")
    }

    private func durability(_ check: String) async throws -> Finding {
        let row = try await first(
            """
            SELECT current_setting('fsync'), current_setting('synchronous_commit'),
                current_setting('full_page_writes')
            """)
        let (fsync, commit, pages) = try row.decode(String.self, String.self, String.self)
        let isDurable = fsync == "on" && commit != "off" && pages == "on"
        return Finding(
            check: check, grade: isDurable ? .ok : .fail,
            found: "fsync \(fsync), synchronous_commit \(commit), full_page_writes \(pages)",
            remedy: isDurable ? nil : "switch them on, or a power failure loses what was promised")
    }

    private func clock(_ check: String) async throws -> Finding {
        let here = SystemTime().now()
        let there = try await DatabaseTime(pool: pool).now()
        let seconds = Double(there.microseconds - here.microseconds) / 1_000_000
        let isClose = abs(seconds) <= Self.clockTolerance
        return Finding(
            check: check, grade: isClose ? .ok : .fail,
            found: String(format: "%.3f s from the database's", seconds),
            remedy: isClose ? nil : "let both machines keep time by NTP")
    }

    private func disk(_ check: String) async throws -> Finding {
        guard store.cluster != nil else {
            return Finding(check: check, grade: .ok, found: "the server's own business")
        }
        let values = try FileManager.default.attributesOfFileSystem(forPath: store.folder.path)
        let free = (values[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
        return Finding(
            check: check, grade: Self.grade(freeDisk: free),
            found: "\(free >> 20) MB free in \(store.folder.path)",
            remedy: free >= Self.scarceDisk ? nil : "make room before commits fail")
    }

    /// - Parameter free: In bytes.
    static func grade(freeDisk free: Int64) -> Finding.Grade {
        switch free {
        case ..<exhaustedDisk: .fail
        case ..<scarceDisk: .warn
        default: .ok
        }
    }

    /// The first of them by name, and how many more there are.
    static func named(_ found: some Sequence<some CustomStringConvertible>, of count: Int) -> String
    {
        let named = found.prefix(namedLimit).map(\.description)
        let rest = count - named.count
        return (named + (rest > 0 ? ["\(rest) more"] : [])).joined(separator: "; ")
    }

    private func first(_ sql: SQL) async throws -> Row {
        guard let row = try await pool.query(sql).rows.first else {
            throw Failure(.bug, "a question that has one row as an answer had none")
        }
        return row
    }
}
