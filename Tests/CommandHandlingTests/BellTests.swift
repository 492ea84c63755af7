import Synchronization
import Testing

@testable import CommandHandling

@Suite struct BellTests {
    private let bell = Bell()

    @Test func `a ring is kept for whoever comes later, and rings do not add up`() async {
        bell.ring()
        bell.ring()
        await bell.wait()
        let later = Mutex(false)
        async let waiting: Void = {
            await bell.wait()
            later.withLock { $0 = true }
        }()
        for _ in 0..<100 { await Task.yield() }
        let hasPassed = later.withLock(\.self)
        #expect(!hasPassed)
        bell.ring()
        await waiting
    }

    @Test func `no ring is lost between two tasks`() async {
        let answer = Bell()
        async let echo: Void = {
            for _ in 0..<10_000 {
                await bell.wait()
                answer.ring()
            }
        }()
        for _ in 0..<10_000 {
            bell.ring()
            await answer.wait()
        }
        await echo
    }
}
