import EventSourcing
import Foundation

/// Where the time of recording comes from; injected, so that a demonstration can be scripted.
package protocol TimeSource: Sendable {
    func now() async throws -> Timestamp
}

/// This machine's clock.
package struct SystemTime: TimeSource {
    package init() {}

    package func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(
            microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}

/// A clock that stands still until it is set, or follows another when its script is over.
package actor ScriptedTime: TimeSource {
    private var time: Timestamp
    private var successor: (any TimeSource)?

    package init(_ time: Timestamp) { self.time = time }

    package func now() async throws -> Timestamp {
        try await successor?.now() ?? time
    }

    package func set(_ time: Timestamp) { self.time = time }

    package func advance(by duration: Duration) { time = time.advanced(by: duration) }

    package func follow(_ successor: some TimeSource) { self.successor = successor }
}
