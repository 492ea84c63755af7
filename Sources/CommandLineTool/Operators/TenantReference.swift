import ArgumentParser
import EventSourcing
import Foundation

/// A tenant by its slug or its id.
struct TenantReference: ExpressibleByArgument, CustomStringConvertible, Sendable {
    let description: String

    init(argument: String) {
        description = argument
    }

    /// - Throws: `Failure` for a slug that nobody has.
    func resolve(in log: any EventLog) async throws -> TenantID {
        if let id = TenantID(description) { return id }
        guard let id = try await log.tenant(slug: description) else {
            throw Failure(unknownTenant: description)
        }
        return id
    }

    /// The id, looked up in this machine's database where only the slug is given.
    func resolve() async throws -> TenantID {
        if let id = TenantID(description) { return id }
        return try await StoreOptions.parse([]).withStore { store in
            try await store.withLog { log, _ in try await resolve(in: log) }
        }
    }
}

/// Which tenant's log is read.
struct TenantOptions: ParsableArguments {
    @Option(help: "The tenant, by slug or id; CLUBS_TENANT, or the only one there is.")
    var tenant: TenantReference?

    func resolve(in log: any EventLog) async throws -> TenantID {
        let named = ProcessInfo.processInfo.environment["CLUBS_TENANT"]
        if let reference = tenant ?? named.map(TenantReference.init) {
            return try await reference.resolve(in: log)
        }
        let heads = try await log.heads(after: nil, limit: 2)
        guard let only = heads.first, heads.count == 1 else {
            throw Failure(
                .usage, heads.isEmpty ? "there is no tenant yet" : "there are several tenants",
                remedy: heads.isEmpty
                    ? "`clubs tenant create --help` says how to make one"
                    : "name one with --tenant; `clubs tenant list` shows them")
        }
        return only.tenant
    }
}
