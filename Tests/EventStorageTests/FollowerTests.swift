import EventSourcing
import Foundation
import Synchronization
import TestSupport
import Testing

/// How a follower reads a long log: one page ahead, and no more than that.
struct FollowerTests {
    private let tenant = TenantID.number(7)
    private static let page = Position(Follower.pageLimit)

    /// Three full pages, and half a page.
    private func log() async throws -> MemoryLog {
        let log = MemoryLog()
        try await log.create(tenant, slug: "followed")
        var position = Position.start
        for count in Array(repeating: Follower.pageLimit, count: 3) + [Follower.pageLimit / 2] {
            let batch = Sample.batch(tenant, after: position, count: count)
            try await log.append(batch)
            position = batch.end
        }
        return log
    }

    @Test func `the next page is read while one is worked on, and no third one`() async throws {
        let (reads, read) = AsyncStream.makeStream(of: Position.self)
        let all = Mutex<[Position]>([])
        let log = ObservedLog(try await log()) { position in
            all.withLock { $0.append(position) }
            read.yield(position)
        }
        var pages = log.follow(tenant, after: 0).makeAsyncIterator()
        var begun = reads.makeAsyncIterator()
        #expect(try await pages.next()?.last?.position == Self.page)
        #expect(await begun.next() == .start)
        // It begins by itself: nobody has asked for the second page.
        #expect(await begun.next() == Self.page)
        #expect(all.withLock { $0 } == [.start, Self.page])
        var position = Self.page
        for _ in 1..<3 {
            let page = try #require(try await pages.next())
            #expect(page.first?.position == position.next && page.count == Follower.pageLimit)
            position = position + page.count
            #expect(page.last?.position == position)
        }
        #expect(try await pages.next()?.count == 250)
        #expect(all.withLock { $0 }.map(\.value) == [0, 500, 1000, 1500])
    }

    @Test func `what hinders the page ahead is thrown in its place, and no event is lost`()
        async throws
    {
        let isBroken = Mutex(true)
        let log = ObservedLog(try await log()) { position in
            guard position == Self.page, isBroken.withLock({ $0 }) else { return }
            throw LogFailure.unavailable(Broken())
        }
        var pages = log.follow(tenant, after: 0).makeAsyncIterator()
        #expect(try await pages.next()?.last?.position == Self.page)
        for _ in 0..<2 {
            await #expect(throws: LogFailure.self) { _ = try await pages.next() }
        }
        isBroken.withLock { $0 = false }
        #expect(try await pages.next()?.first?.position == Self.page.next)
    }

    @Test func `whoever leaves, or is cancelled, ends the reading ahead`() async throws {
        for isCancelled in [false, true] {
            let (ends, end) = AsyncStream.makeStream(of: Void.self)
            let (begins, begin) = AsyncStream.makeStream(of: Void.self)
            let log = ObservedLog(try await log()) { position in
                guard position == Self.page else { return }
                begin.finish()
                // Until its task is cancelled.
                await Pause().stand()
                end.finish()
            }
            let reader = Task {
                for try await _ in log.follow(tenant, after: 0) where !isCancelled { break }
            }
            for await _ in begins {}
            if isCancelled { reader.cancel() }
            for await _ in ends {}
            _ = await reader.result
        }
    }
}

private struct Broken: Error {}

/// A log that says where each page of a tenant's events begins to be read.
private final class ObservedLog: WrappedLog {
    let base: MemoryLog
    private let onRead: @Sendable (Position) async throws -> Void

    init(_ base: MemoryLog, onRead: @escaping @Sendable (Position) async throws -> Void) {
        self.base = base
        self.onRead = onRead
    }

    func read(
        _ tenant: TenantID, after position: Position, types: Set<String>?, limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        try await onRead(position)
        return try await base.read(tenant, after: position, types: types, limit: limit)
    }
}
