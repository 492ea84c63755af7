import EventSourcing
import Foundation
import Testing

@testable import EventStorage

/// Batches that are appended before the one that they rest on has ended.
@Suite struct DispatchTests {
    private static let tenant = TenantID(UUID())
    private static let batches = 40

    /// Small ones are inserted and large ones copied, and each goes where the one before has left.
    @Test(arguments: LogKind.allCases)
    func `whoever has its place is followed by the next`(_ kind: LogKind) async throws {
        try await kind.withLog(for: Self.tenant) { log in
            var head = Position.start
            let ended = try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<Self.batches {
                    let count = index % 3 == 2 ? AppendGroup.copiedCount : index + 1
                    let batch = Sample.batch(Self.tenant, after: head, count: count)
                    head = batch.end
                    let (places, place) = AsyncStream.makeStream(of: Void.self)
                    group.addTask {
                        defer { place.finish() }
                        _ = try await log.append(batch) { place.finish() }
                    }
                    for await _ in places {}
                }
                return try await group.reduce(0) { count, _ in count + 1 }
            }
            #expect(ended == Self.batches)
            #expect(try await log.open(Self.tenant, commands: []).head == head)
            let events = try await log.read(
                Self.tenant, after: .start, types: nil, limit: head.value + 1)
            #expect(events.map(\.position.value) == Array(1...head.value))
        }
    }

    /// Another's event brings the log to the same length at the same time.
    @Test(arguments: LogKind.allCases)
    func `what is behind one batch is not stored behind another`(_ kind: LogKind) async throws {
        try await kind.withLog(for: Self.tenant) { log in
            let sent = Sample.batch(Self.tenant, after: .start, count: 2)
            func next(behind command: CommandID?) -> AppendBatch {
                let batch = Sample.batch(Self.tenant, after: sent.end, count: 3)
                return AppendBatch(
                    tenant: Self.tenant, after: batch.after, afterRecordedAt: sent.recordedAt,
                    behind: command, recordedAt: batch.recordedAt, events: batch.events)
            }
            let winner = Sample.batch(Self.tenant, after: .start, count: 2)
            try await log.append(winner)
            let late = await Result.catching {
                try await log.append(next(behind: sent.events.last?.commandID))
            }
            guard case .failure(LogFailure.raced(Self.tenant)) = late else {
                Issue.record("not a lost race: \(late)")
                return
            }
            try await log.append(next(behind: winner.events.last?.commandID))
            let head = try await log.open(Self.tenant, commands: []).head
            #expect(head == 5)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `whoever is behind one that fails fails too`(_ kind: LogKind) async throws {
        try await kind.withLog(for: Self.tenant) { log in
            let late = Sample.batch(Self.tenant, after: 7, count: 2)
            let next = Sample.batch(Self.tenant, after: late.end, count: 3)
            let (places, place) = AsyncStream.makeStream(of: Void.self)
            async let first = Result.catching {
                defer { place.finish() }
                return try await log.append(late) { place.finish() }
            }
            for await _ in places {}
            let second = await Result.catching { try await log.append(next) }
            for outcome in [await first, second] {
                guard case .failure(LogFailure.raced(Self.tenant)) = outcome else {
                    Issue.record("not a lost race: \(outcome)")
                    continue
                }
            }
            let head = try await log.open(Self.tenant, commands: []).head
            #expect(head == .start)
        }
    }
}

extension Result where Failure == any Error {
    fileprivate static func catching(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
