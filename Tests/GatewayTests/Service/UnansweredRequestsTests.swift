import CommandHandling
import Testing

@testable import Gateway

/// What requests are told that a service cannot wait for any more.
struct UnansweredRequestsTests {
    @Test func `who waits is told what is true of them, and who comes later is refused`()
        async throws
    {
        let requests = UnansweredRequests()
        #expect(try await requests.wait(or: .outcomeUnknown) { 7 } == 7)
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let (never, _) = AsyncStream.makeStream(of: Void.self)
        let waiting = [CommandFailure.outcomeUnknown, .unavailable].map { failure in
            Task {
                try await requests.wait(or: failure) {
                    beginning.yield()
                    for await _ in never {}
                }
            }
        }
        var starts = begun.makeAsyncIterator()
        for _ in waiting { await starts.next() }
        // The one that has been answered is not counted.
        #expect(requests.answerAll() == 2)
        await #expect(throws: CommandFailure.outcomeUnknown) { try await waiting[0].value }
        await #expect(throws: CommandFailure.unavailable) { try await waiting[1].value }
        await #expect(throws: CommandFailure.unavailable) {
            try await requests.wait(or: .outcomeUnknown) {}
        }
        #expect(requests.answerAll() == 0)
    }
}
