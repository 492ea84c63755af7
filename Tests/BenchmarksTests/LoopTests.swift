import Synchronization
import Testing

@testable import Benchmarks

@Test func `each writer of a closed loop goes round at least once, and every round counts`()
    async throws
{
    let turns = Mutex<[Int: Int]>([:])
    let sample = try await ClosedLoop(writers: 5, duration: .zero).run { writer, turn in
        turns.withLock { $0[writer, default: 0] += 1 }
        #expect(turn == 0)
    }

    #expect(turns.withLock { $0 } == [0: 1, 1: 1, 2: 1, 3: 1, 4: 1])
    #expect(sample.operations == 5)
    #expect(sample.latencies?.count == 5)
}

@Test func `a failing operation ends the loop with its error`() async {
    await #expect(throws: Stop.self) {
        try await ClosedLoop(writers: 2, duration: .seconds(60)).run { _, _ in throw Stop() }
    }
}

@Test func `an open loop counts latencies from the moment each operation was due`() async throws {
    let dues = Mutex<[Int: ContinuousClock.Instant]>([:])
    // The first one holds everybody up: what it costs the others must show.
    let gate = Gate()
    let sample = try await OpenLoop(perSecond: 1000, duration: .milliseconds(50))
        .run { number, due in
            dues.withLock { $0[number] = due }
            if number == 49 { await gate.open() } else { await gate.wait() }
        }

    #expect(sample.operations == 50)
    let found = dues.withLock { $0 }
    let first = try #require(found[0])
    for number in 0..<50 { #expect(found[number] == first + .milliseconds(number)) }
    let longest = try #require(sample.percentile(100))
    #expect(longest >= .milliseconds(48))
}

@Test func `an open loop with too much under way is overloaded`() async {
    await #expect(throws: OpenLoop.Overloaded.self) {
        try await OpenLoop(perSecond: 1_000_000, duration: .seconds(1), limit: 10)
            .run { _, _ in try await Task.sleep(for: .seconds(600)) }
    }
}

private struct Stop: Error {}

/// Shut until it is opened.
private actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        guard !isOpen else { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
    }
}

@Test func `a tool that did nothing gets twice the time, until it has done something`() async throws
{
    var given: [Double] = []
    let sample = try await GrowingTime.sample(seconds: 1) { seconds in
        given.append(seconds)
        return Sample(operations: seconds < 4 ? 0 : 7, seconds: seconds)
    }
    #expect(given == [1, 2, 4])
    #expect(sample.operations == 7)
}

@Test func `a machine on which nothing is ever done is named, and not waited for`() async {
    var attempts = 0
    let failure = await #expect(throws: GrowingTime.NothingDone.self) {
        try await GrowingTime.sample(seconds: 1) { _ in
            attempts += 1
            return Sample(operations: 0, seconds: 0)
        }
    }
    #expect(attempts == GrowingTime.attempts)
    #expect(failure?.seconds == 16)
}
