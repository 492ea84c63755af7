import Synchronization

/// Keeps what says the same again and again from filling the log: one line for each key and
/// interval, and nothing for keys that are too many.
package final class WarningLimiter<Key: Hashable & Sendable>: Sendable {
    private struct Line {
        var writtenAt: ContinuousClock.Instant
        var heldBack = 0
    }

    private let interval: Duration
    private let keyLimit: Int
    private let lines = Mutex<[Key: Line]>([:])

    /// - Parameters:
    ///   - interval: How long a key is silent after a line.
    ///   - keyLimit: How many keys are told apart within an interval; of more there is no line.
    package init(interval: Duration = .seconds(10), keyLimit: Int = 1000) {
        self.interval = interval
        self.keyLimit = keyLimit
    }

    /// - Returns: How many lines have been held back since the key's last one, where one may be
    ///   written now; nothing where this one is held back.
    package func admit(_ key: Key, at now: ContinuousClock.Instant = .now) -> Int? {
        lines.withLock { lines in
            if let last = lines[key], now - last.writtenAt < interval {
                lines[key]?.heldBack += 1
                return nil
            }
            let heldBack = lines[key]?.heldBack ?? 0
            if lines[key] == nil, lines.count >= keyLimit {
                lines = lines.filter { now - $0.value.writtenAt < interval }
                guard lines.count < keyLimit else { return nil }
            }
            lines[key] = Line(writtenAt: now)
            return heldBack
        }
    }
}
