import Synchronization

/// Values that are worth keeping for whoever asks next, within a bound; those that have not been
/// asked for the longest go first.
final class RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let limit: Int
    private let state = Mutex(State())

    private struct State {
        var kept: [Key: Kept] = [:]
        var weight = 0
        var uses = 0
    }

    private struct Kept {
        let value: Value
        let weight: Int
        var lastUse: Int
    }

    /// - Parameter limit: What all values may weigh together.
    init(limit: Int) { self.limit = limit }

    subscript(key: Key) -> Value? {
        state.withLock { state in
            state.uses += 1
            state.kept[key]?.lastUse = state.uses
            return state.kept[key]?.value
        }
    }

    /// - Complexity: O(*n*) of the values that are kept, for each that has to go.
    func keep(_ value: Value, weighing weight: Int = 1, as key: Key) {
        state.withLock { state in
            state.uses += 1
            let new = Kept(value: value, weight: weight, lastUse: state.uses)
            state.weight += weight
            state.weight -= state.kept.updateValue(new, forKey: key)?.weight ?? 0
            while state.weight > limit,
                let oldest = state.kept.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.kept[oldest.key] = nil
                state.weight -= oldest.value.weight
            }
        }
    }
}
