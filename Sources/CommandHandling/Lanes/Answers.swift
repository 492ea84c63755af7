import Synchronization

/// Collects what several commands come to, and goes on when it has all.
final class Answers: Sendable {
    typealias Answer = Result<Outcome, any Error>

    private struct State {
        var answers: [Answer?]
        var missing: Int
    }

    private let state: Mutex<State>
    private let then: CheckedContinuation<[Answer], Never>

    init(count: Int, then: CheckedContinuation<[Answer], Never>) {
        state = Mutex(State(answers: Array(repeating: nil, count: count), missing: count))
        self.then = then
        if count == 0 { then.resume(returning: []) }
    }

    /// Each place is set once.
    func set(_ index: Int, _ answer: Answer) {
        let all: [Answer]? = state.withLock { state in
            precondition(state.answers[index] == nil, "a command is answered once")
            state.answers[index] = answer
            state.missing -= 1
            return state.missing == 0 ? state.answers.compactMap(\.self) : nil
        }
        if let all { then.resume(returning: all) }
    }
}
