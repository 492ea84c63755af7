import Foundation
import Glibc
import Synchronization

/// Many readers of streams of server-sent events, each on a socket of its own, all on one thread.
package final class Audience: Sendable {
    private static let readSize = 64 * 1024
    /// How long the thread waits for bytes before it looks who has come, or whether it is to end.
    private static let pollMilliseconds: Int32 = 10

    private let port: Int
    private let state = Mutex(State())

    private struct State {
        var readers: [StreamReader] = []
        /// Those who read, by their places.
        var reading: [Int] = []
        var arrivals: [Int: Arrival] = [:]
        var observers: [AsyncStream<Void>.Continuation] = []
        var isEnded = false
    }

    /// How many readers have an event, and when the last of them had it whole.
    package struct Arrival: Sendable {
        package fileprivate(set) var readers = 0
        package fileprivate(set) var last = ContinuousClock.now
    }

    /// - Parameter port: Of a service on this machine.
    package init(port: Int) {
        self.port = port
        let thread = Thread { [self] in read() }
        thread.name = "audience"
        thread.start()
    }

    package var readers: [StreamReader] { state.withLock { $0.readers } }

    package func arrival(of id: Int) -> Arrival? { state.withLock { $0.arrivals[id] } }

    /// Connects one more; it reads at once, or when `resume` says so.
    ///
    /// - Parameters:
    ///   - path: With the query: `/v1/stream?topic=club:chess`.
    ///   - lastEventID: Behind which event it goes on.
    /// - Returns: Its place in `readers`.
    /// - Throws: `StreamReader.Failure`.
    @discardableResult
    package func join(
        _ path: String, token: String? = nil, after lastEventID: Int? = nil,
        receiveBuffer: Int32? = nil, isReading: Bool = true
    ) throws -> Int {
        var lines = ["GET \(path) HTTP/1.1", "Host: 127.0.0.1", "Accept: text/event-stream"]
        lines += token.map { ["Authorization: Bearer \($0)"] } ?? []
        lines += lastEventID.map { ["Last-Event-ID: \($0)"] } ?? []
        let reader = try StreamReader(
            port: port, request: lines.joined(separator: "\r\n") + "\r\n\r\n",
            receiveBuffer: receiveBuffer)
        let index = state.withLock { state in
            state.readers.append(reader)
            return state.readers.count - 1
        }
        if isReading { resume(index) }
        return index
    }

    /// A reader that has not read so far begins.
    package func resume(_ index: Int) { state.withLock { $0.reading.append(index) } }

    /// Waits until the readers are as the condition says; however long that takes.
    package func wait(
        until isMet: @Sendable ([StreamReader]) -> Bool
    ) async {
        let (changes, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.observers.append(continuation) }
        continuation.yield()
        for await _ in changes where isMet(readers) { break }
    }

    /// Waits until so many readers have an event.
    package func wait(for id: Int, toReach count: Int) async {
        await wait { [self] _ in (arrival(of: id)?.readers ?? 0) >= count }
    }

    /// Closes every connection; the thread ends soon.
    package func leave() { state.withLock { $0.isEnded = true } }

    private func read() {
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.readSize, alignment: 16)
        defer { buffer.deallocate() }
        while !state.withLock({ $0.isEnded }) {
            let reading = state.withLock { state in
                state.reading.removeAll { state.readers[$0].isClosed }
                return state.reading
            }
            var polled = state.withLock { state in
                reading.map { index in
                    pollfd(
                        fd: state.readers[index].descriptor, events: Int16(POLLIN), revents: 0)
                }
            }
            let count = poll(&polled, nfds_t(polled.count), Self.pollMilliseconds)
            guard count > 0 else { continue }
            take(zip(reading, polled).filter { $1.revents != 0 }.map(\.0), buffer)
        }
        state.withLock { state in
            for index in state.readers.indices { state.readers[index].close() }
            for observer in state.observers { observer.finish() }
        }
    }

    private func take(_ ready: [Int], _ buffer: UnsafeMutableRawBufferPointer) {
        state.withLock { state in
            for index in ready {
                let ids = state.readers[index].read(into: buffer)
                guard !ids.isEmpty else { continue }
                let now = ContinuousClock.now
                for id in ids {
                    state.arrivals[id, default: Arrival()].readers += 1
                    state.arrivals[id]?.last = now
                }
            }
            for observer in state.observers { observer.yield() }
        }
    }
}
