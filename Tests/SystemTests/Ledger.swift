import EventSourcing
import Foundation
import Synchronization
import TestSupport

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
        var inFlight = 0
        var failures = 0
        var isClosed = false
        var waiting: [(goal: Int, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// A command is on its way, for the first time.
    func begin() { state.withLock { $0.inFlight += 1 } }

    func acknowledge(_ entry: Entry) {
        change { state in
            state.entries.append(entry)
            state.inFlight -= 1
        }
    }

    /// A try that ended without an answer, or with "try again".
    func countFailure() { state.withLock { $0.failures += 1 } }

    /// Whoever works goes home after the command that is under way.
    func close() { change { $0.isClosed = true } }

    var isClosed: Bool { state.withLock { $0.isClosed } }
    var entries: [Entry] { state.withLock { $0.entries } }
    /// What the audit is to find; the founding of a club leaves no mark.
    var acknowledged: [LedgerAudit.Acknowledged] {
        entries.filter { $0.path != "clubs" }.map { entry in
            // A join is told where its last event stands, and its mark is on the first.
            .init(mark: entry.mark, position: entry.path == "people" ? entry.position : nil)
        }
    }
    var count: Int { state.withLock { $0.entries.count } }
    var failures: Int { state.withLock { $0.failures } }
    /// Commands that have been sent and not answered.
    var inFlight: Int { state.withLock { $0.inFlight } }

    /// Waits until so many are acknowledged, or nobody works any more.
    func reached(_ goal: Int) async {
        await withCheckedContinuation { continuation in
            change { $0.waiting.append((goal, continuation)) }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let ready = state.withLock { state in
            body(&state)
            let (count, isClosed) = (state.entries.count, state.isClosed)
            let ready = state.waiting.filter { isClosed || count >= $0.goal }
            state.waiting.removeAll { isClosed || count >= $0.goal }
            return ready
        }
        for (_, continuation) in ready { continuation.resume() }
    }
}
