import EventSourcing
import Foundation
import Testing

/// What every log promises; each test runs against memory and against PostgreSQL.
@Suite struct EventLogContract {
    private let tenant = TenantID(UUID())

    @Test(arguments: LogKind.allCases)
    func `a new tenant stands at the start`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            let opening = try await log.open(tenant, commands: [])
            #expect(opening.head == .start)
            #expect(try await log.read(tenant, after: 0, types: nil, limit: 10).isEmpty)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `an unknown tenant has no log`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            await #expect(throws: LogFailure.self) {
                try await log.open(TenantID(UUID()), commands: [])
            }
        }
    }

    @Test(arguments: LogKind.allCases)
    func `a slug belongs to one tenant`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            try await log.create(tenant, slug: LogKind.slug)
            #expect(try await log.tenant(slug: LogKind.slug) == tenant)
            await #expect(throws: LogFailure.self) {
                try await log.create(TenantID(UUID()), slug: LogKind.slug)
            }
            #expect(try await log.heads(after: nil, limit: 10).map(\.tenant) == [tenant])
        }
    }

    @Test(arguments: LogKind.allCases)
    func `what is appended is read back as it was`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            let batch = Sample.batch(tenant, after: 0, count: 3)
            try await log.append(batch)
            let read = try await log.read(tenant, after: 0, types: nil, limit: 10)
            #expect(read == batch.recorded)
            #expect(read.map(\.position) == [1, 2, 3])
            #expect(await log.watermarks.position(of: tenant) == 3)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `a batch larger than a statement keeps its order`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            let batch = Sample.batch(tenant, after: 0, count: 1500)
            try await log.append(batch)
            #expect(try await log.read(tenant, after: 0, types: nil, limit: 2000) == batch.recorded)
        }
    }

    @Test(arguments: LogKind.allCases, [0, 2, 4, 100])
    func `who does not stand at the head appends nothing`(kind: LogKind, after: Int) async throws {
        try await kind.withLog(for: tenant) { log in
            try await log.append(Sample.batch(tenant, after: 0, count: 3))
            let late = Sample.batch(tenant, after: Position(after), count: 2)
            await #expect { try await log.append(late) } throws: { error in
                if case LogFailure.raced(tenant) = error { true } else { false }
            }
            #expect(try await log.open(tenant, commands: []).head == 3)
            #expect(try await log.read(tenant, after: 3, types: nil, limit: 10).isEmpty)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `a command that took effect is known, with its body's digest`(
        kind: LogKind
    ) async throws {
        try await kind.withLog(for: tenant) { log in
            let batch = Sample.batch(tenant, after: 0, count: 3)
            try await log.append(batch)
            let known = batch.events[1]
            let opening = try await log.open(
                tenant, commands: [known.commandID, CommandID(UUID())])
            #expect(opening.known == [known.commandID: known.digest])
            let events = try await log.events(of: known.commandID, in: tenant)
            #expect(events == [batch.recorded[1]])
            #expect(try await log.events(of: CommandID(UUID()), in: tenant).isEmpty)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `a command takes effect once`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            let first = Sample.batch(tenant, after: 0, count: 1)
            try await log.append(first)
            let event = first.events[0]
            let again = NewEvent(
                stream: event.stream, version: 2, event: event.event,
                occurredAt: event.occurredAt, commandID: event.commandID, commandIndex: 0,
                digest: event.digest, actor: event.actor, correlation: event.correlation)
            let second = AppendBatch(
                tenant: tenant, after: 1, recordedAt: first.recordedAt, events: [again])
            await #expect { try await log.append(second) } throws: { error in
                if case LogFailure.invalid = error { true } else { false }
            }
            #expect(try await log.open(tenant, commands: []).head == 1)
        }
    }

    @Test(arguments: LogKind.allCases, [0, 2])
    func `what a batch asks is answered where it stands`(kind: LogKind, count: Int) async throws {
        try await kind.withLog(for: tenant) { log in
            let first = Sample.batch(tenant, after: 0, count: 3)
            try await log.append(first)
            func asking(after position: Position, _ recordedAt: Timestamp?) -> AppendBatch {
                AppendBatch(
                    tenant: tenant, after: position, afterRecordedAt: recordedAt,
                    recordedAt: Sample.second(9),
                    events: Sample.batch(tenant, after: position, count: count).events,
                    asking: [first.events[1].commandID, CommandID(UUID())])
            }
            for late in [
                asking(after: 2, nil), asking(after: 4, nil), asking(after: 3, Sample.second(1)),
            ] {
                await #expect { try await log.append(late) } throws: { error in
                    if case LogFailure.raced(tenant) = error { true } else { false }
                }
            }
            let known = try await log.append(asking(after: 3, first.recordedAt))
            #expect(known == [first.events[1].commandID: first.events[1].digest])
            #expect(try await log.open(tenant, commands: []).head == 3 + count)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `a stream is read from a version through a position`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            let stream = Sample.stream()
            let batch = Sample.batch(tenant, after: 0, count: 6, on: [stream, Sample.stream()])
            try await log.append(batch)
            let read = try await log.read(stream, of: tenant, after: 1, through: 4, limit: 10)
            #expect(read.map(\.version) == [2])
            #expect(read.map(\.position) == [3])
            let first = try await log.read(stream, of: tenant, after: 0, through: 6, limit: 2)
            #expect(first.map(\.version) == [1, 2])
        }
    }

    @Test(arguments: LogKind.allCases)
    func `a reader may ask for some types`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            try await log.append(Sample.batch(tenant, after: 0, count: 4))
            let even = try await log.read(tenant, after: 0, types: ["sample.even"], limit: 10)
            #expect(even.map(\.position) == [2, 4])
        }
    }

    @Test(arguments: LogKind.allCases)
    func `a moment leads to the last position recorded until then`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            for (index, second) in [10, 20, 20, 40].enumerated() {
                try await log.append(
                    Sample.batch(
                        tenant, after: Position(index), count: 1,
                        at: Sample.second(second)))
            }
            let expected: [(Int, Position)] = [
                (5, 0), (10, 1), (15, 1), (20, 3), (39, 3), (40, 4), (90, 4),
            ]
            for (second, position) in expected {
                #expect(
                    try await log.position(of: tenant, at: Sample.second(second)) == position)
            }
        }
    }

    @Test(arguments: LogKind.allCases)
    func `a locked head is nobody else's to move`(kind: LogKind) async throws {
        try await kind.withLog(for: tenant) { log in
            let (acquired, signal) = AsyncStream.makeStream(of: Void.self)
            async let holding: Void = log.locked(tenant) { locked in
                let opening = try await locked.open(commands: [])
                signal.finish()
                try await locked.append(Sample.batch(tenant, after: opening.head, count: 2))
            }
            for await _ in acquired {}
            await #expect(throws: LogFailure.self) {
                try await log.append(Sample.batch(tenant, after: 0, count: 1))
            }
            try await holding
            #expect(try await log.open(tenant, commands: []).head == 2)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `racing writers leave no gap, and a reader sees 1, 2, 3`(kind: LogKind) async throws {
        let (writers, rounds) = (8, 25)
        try await kind.withLog(for: tenant) { log in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<writers {
                    group.addTask {
                        for _ in 0..<rounds { try await Sample.appendWhereverItFits(log, tenant) }
                    }
                }
                var seen = Position.start
                reading: for try await page in log.follow(tenant, after: 0) {
                    for event in page {
                        #expect(event.position == seen.next)
                        seen = event.position
                        if seen.value == writers * rounds { break reading }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
