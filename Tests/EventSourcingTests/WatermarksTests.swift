import EventSourcing
import Foundation
import Testing

@Suite struct WatermarksTests {
    private let tenant = TenantID(UUID())

    @Test func `a waiter goes on when its position is reached`() async {
        let marks = Watermarks()
        async let reached = marks.wait(for: tenant, toReach: 3, atMost: .seconds(60))
        await marks.raise(tenant, to: 2)
        await marks.raise(tenant, to: 5)
        #expect(await reached)
    }

    @Test func `a position that is there already is not waited for`() async {
        let marks = Watermarks()
        await marks.raise(tenant, to: 5)
        #expect(await marks.wait(for: tenant, toReach: 5, atMost: .zero))
    }

    @Test func `waiting has an end`() async {
        let marks = Watermarks()
        #expect(await !marks.wait(for: tenant, toReach: 1, atMost: .milliseconds(1)))
    }

    @Test func `what the store has lost is taken back, unless more has been heard since`() async {
        let marks = Watermarks()
        await marks.raise(tenant, to: 5)
        await marks.correct(tenant, from: 5, to: 3)
        #expect(await marks.position(of: tenant) == 3)
        await marks.raise(tenant, to: 4)
        await marks.correct(tenant, from: 3, to: 2)
        #expect(await marks.position(of: tenant) == 4)
        await marks.correct(tenant, from: 3, to: 6)
        #expect(await marks.position(of: tenant) == 6)
    }

    @Test func `a watermark that is raised never falls`() async {
        let marks = Watermarks()
        await marks.raise(tenant, to: 5)
        await marks.raise(tenant, to: 3)
        #expect(await marks.position(of: tenant) == 5)
    }

    @Test func `a cancelled waiter does not wait`() async {
        let marks = Watermarks()
        let waiter = Task { await marks.wait(for: tenant, toReach: 1, atMost: .seconds(600)) }
        waiter.cancel()
        #expect(await !waiter.value)
    }
}
