import ArgumentParser
import EventSourcing
import EventStorage
import ReadModels

/// `clubs projector verify`: the log is whole, and the tables are what it makes of them.
struct ProjectorVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify that the log is whole and that the tables are what it makes of them.",
        discussion: """
            Reads one tenant's log, or every tenant's with --all, folds it anew and compares each \
            row. Names what differs first in each table, and counts the rest; exit code 8 then. \
            Events that an operator has skipped are named and no fault.

            The log of a tenant with more rows than memory should hold is read several times.

            EXAMPLES
              clubs projector verify --tenant hillside
              clubs projector verify main-2 --all --json
            """)

    @Argument(help: "The version; the one that is shown, where none is given.")
    var version: String?

    @Flag(help: "Verify every tenant.")
    var all = false

    @Flag(help: "Print a line of JSON for each tenant.")
    var json = false

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard !all || tenant.tenant == nil else {
            throw ValidationError("Give --all or --tenant, not both.")
        }
    }

    func run() async throws {
        var faultCount = 0
        try await store.withProjectors { store in
            let version = try await store.version(version)
            guard all else {
                let tenant = try await tenant.resolve(in: store.log)
                faultCount += try await verify(tenant, "\(tenant)", version, store)
                return
            }
            var last: TenantID?
            repeat {
                let heads = try await store.log.heads(after: last, limit: 1000)
                for head in heads {
                    faultCount += try await verify(head.tenant, head.slug, version, store)
                }
                last = heads.last?.tenant
            } while last != nil
        }
        guard faultCount == 0 else {
            throw Failure(.verificationFailed, "\(faultCount) faults")
        }
    }

    private func verify(
        _ tenant: TenantID, _ name: String, _ version: ReadVersion, _ store: ProjectorStore
    ) async throws -> Int {
        var found = VersionVerification(log: store.log, pool: store.owner)
        try await found.verify(tenant, version)
        let faultCount = found.log.faults.count + found.faultCount
        let named = found.log.faults.named + found.faults
        if json {
            Terminal.print(
                try JSONValue.object([
                    "tenant": .string(tenant.description), "version": .string(version.name),
                    "position": .integer(Int64(found.position.value)),
                    "events": .integer(Int64(found.log.count)),
                    "rows": .integer(Int64(found.rows)),
                    "skipped": .array(found.skipped.map { .integer(Int64($0.position.value)) }),
                    "faults": .array(named.map { .string($0) }),
                ]).line)
            return faultCount
        }
        for skip in found.skipped { Terminal.note("skipped: \(skip)") }
        for fault in named { Terminal.note("\(name): \(fault)") }
        if faultCount == 0 {
            Terminal.print(
                Style.ofOutput.green("verified: ")
                    + "\(name), \(found.log.count) events, \(found.rows) rows of \(version.name) "
                    + "at \(found.position)")
        }
        return faultCount
    }
}
