import EventSourcing
import Foundation
import Synchronization

/// What the clients were told: each command that was acknowledged, and where its events stand.
final class Ledger: Sendable {
    struct Entry: Sendable {
        /// The command's own mark in the log: the request of a join, the person of a registration.
        let mark: String
        let key: String
        let caller: PersonID
        let path: String
        let body: JSONValue
        let position: Int
        let answer: JSONValue
    }

    private struct State {
        var entries: [Entry] = []
        var failures = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    func acknowledge(_ entry: Entry) { state.withLock { $0.entries.append(entry) } }

    /// A try that ended without an answer, or with "try again".
    func countFailure() { state.withLock { $0.failures += 1 } }

    /// Whoever works goes home after the command that is under way.
    func close() { state.withLock { $0.isClosed = true } }

    var isClosed: Bool { state.withLock { $0.isClosed } }
    var entries: [Entry] { state.withLock { $0.entries } }
    var failures: Int { state.withLock { $0.failures } }
}
