import ArgumentParser
import EventSourcing
import EventStorage
import ReadModels

/// `clubs log verify`: reads everything once, and says whether the log keeps its promises.
struct LogVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify that a tenant's log is whole, in order and readable.",
        discussion: """
            Positions 1 … n without a gap, versions 1 … n in each stream, times of recording that \
            never decrease, and every event readable by this program. Exit code 8 where one is not \
            so.

            EXAMPLE
              clubs log verify --tenant hillside
            """)

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var store: StoreOptions

    func run() async throws {
        var verification = LogVerification()
        try await store.withStore { store in
            try await store.withLog { log, _ in
                let tenant = try await tenant.resolve(in: log)
                try await log.everyEvent(of: tenant) { verification.check($0) }
                let beyond = try await log.read(
                    tenant, after: verification.position, types: nil, limit: 1)
                // Read after the event, the head has moved with it.
                let head = try await log.open(tenant, commands: []).head
                verification.end(at: head, beyond: beyond.first?.position)
            }
        }
        let faults = verification.faults
        if json {
            Terminal.print(
                try JSONValue.object([
                    "events": .integer(Int64(verification.count)),
                    "streams": .integer(Int64(verification.streamCount)),
                    "faults": .array(faults.named.map { .string($0) }),
                ]).line)
        } else {
            for fault in faults.named { Terminal.note(fault) }
        }
        guard faults.isEmpty else {
            throw Failure(.verificationFailed, "the log has \(faults.count) faults")
        }
        if !json {
            Terminal.print(
                Style.ofOutput.green("whole: ")
                    + "\(verification.count) events in \(verification.streamCount) streams")
        }
    }
}
