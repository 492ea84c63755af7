import EventSourcing
import EventStorage
import Foundation
import TestSupport

/// The two logs that keep the contract.
enum LogKind: CaseIterable, Sendable {
    case memory, postgres

    static let slug = "test"

    /// Lends `body` a log in which `tenant` exists and nothing has happened.
    func withLog(
        for tenant: TenantID, _ body: (any EventLog) async throws -> Void
    ) async throws {
        switch self {
        case .memory:
            let log = MemoryLog()
            try await log.create(tenant, slug: Self.slug)
            try await body(log)
        case .postgres:
            try await withPostgresLog { log, _ in
                try await log.create(tenant, slug: Self.slug)
                try await body(log)
            }
        }
    }
}
