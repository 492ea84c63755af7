import ArgumentParser
import Catalog
import EventSourcing
import EventStorage

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

    /// How many faults are named.
    static let faultLimit = 20

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
                    "faults": .array(faults.prefix(Self.faultLimit).map { .string($0) }),
                ]).line)
        } else {
            for fault in faults.prefix(Self.faultLimit) { Terminal.note(fault) }
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

/// The promises of a log, checked event by event.
struct LogVerification {
    private(set) var faults: [String] = []
    private(set) var count = 0
    private var versions: [StreamName: Int] = [:]
    private var recordedAt: Timestamp?
    private(set) var position = Position.start

    var streamCount: Int { versions.count }

    mutating func check(_ event: Recorded<EncodedEvent>) {
        count += 1
        if event.position != position.next {
            faults.append("position \(position.next) is missing before \(event.position)")
        }
        let version = versions[event.stream, default: 0] + 1
        if event.version != version {
            faults.append(
                "position \(event.position): \(event.stream) goes on with version "
                    + "\(event.version) instead of \(version)")
        }
        if let recordedAt, event.recordedAt < recordedAt {
            faults.append("position \(event.position) was recorded before the one in front of it")
        }
        do {
            _ = try EventCodec.catalog.decode(event.event)
        } catch {
            faults.append("position \(event.position): \(error)")
        }
        position = event.position
        versions[event.stream] = event.version
        recordedAt = event.recordedAt
    }

    /// - Parameter beyond: The first event behind those that were checked.
    mutating func end(at head: Position, beyond: Position?) {
        if let beyond, beyond > head {
            faults.append("position \(beyond) lies beyond the head, which is at \(head)")
        } else if beyond == nil, position < head {
            faults.append("the events after position \(position) are missing")
        }
    }
}
