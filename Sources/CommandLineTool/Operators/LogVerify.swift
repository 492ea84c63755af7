import ArgumentParser
import Catalog
import EventSourcing
import EventStorage

/// `clubs log verify`: proves that a log is whole.
struct LogVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that a log is whole: no gap, no step back, nothing unreadable.",
        discussion: """
            Reads every event: positions must be 1, 2, 3 … up to the head, the versions of each \
            stream 1, 2, 3 …, the times of recording never decrease, and this program must be \
            able to read each event. Exit code 8 where one of these fails.

            EXAMPLE
              clubs log verify --tenant hillside
            """)

    @OptionGroup var options: LogOptions

    func run() async throws {
        try await options.withLog { log, tenant in
            let head = try await log.open(tenant, commands: []).head
            var proof = LogProof()
            for try await page in log.pages(
                of: tenant, after: .start, through: head, types: nil)
            {
                for event in page { proof.take(event) }
            }
            proof.finish(at: head)
            try report(proof)
        }
    }

    private func report(_ proof: LogProof) throws {
        if options.json { Terminal.print(try proof.json.line) }
        guard proof.breaches.isEmpty else {
            throw Failure(
                .verificationFailed, "the log is not whole",
                why: proof.breaches.prefix(20).joined(separator: "\n          "))
        }
        if !options.json {
            Terminal.print(
                Style.ofOutput.green("whole: ")
                    + "\(proof.last) events in \(proof.streamCount) streams")
        }
    }
}

/// Takes a log's events in order, and keeps what must not be.
struct LogProof {
    private let codec = EventCodec.catalog
    private(set) var last = Position.start
    private var lastRecordedAt = Timestamp(microseconds: .min)
    private var versions: [StreamName: Int] = [:]
    private(set) var breaches: [String] = []

    var streamCount: Int { versions.count }

    mutating func take(_ event: Recorded<EncodedEvent>) {
        let position = event.position
        if position != last.next {
            breaches.append("position \(last.next) is missing; \(position) follows")
        }
        let version = versions[event.stream, default: 0] + 1
        if event.version != version {
            breaches.append(
                "position \(position): \(event.stream) goes on with version \(event.version) "
                    + "and not \(version)")
        }
        if event.recordedAt < lastRecordedAt {
            breaches.append(
                "position \(position) was recorded at \(event.recordedAt), before the one "
                    + "in front of it")
        }
        do {
            _ = try codec.decode(event.event) as DomainEvent
        } catch {
            breaches.append("position \(position): \(error)")
        }
        last = position
        lastRecordedAt = event.recordedAt
        versions[event.stream] = event.version
    }

    mutating func finish(at head: Position) {
        if last != head {
            breaches.append("the head stands at \(head), and the last event at \(last)")
        }
    }

    var json: JSONValue {
        [
            "isWhole": .bool(breaches.isEmpty), "events": .integer(Int64(last.value)),
            "streams": .integer(Int64(streamCount)),
            "breaches": .array(breaches.map { .string($0) }),
        ]
    }
}
