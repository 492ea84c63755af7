/// One thing asked of a connection, on its way from the asking task to the connection's loop.
///
/// `@unchecked Sendable`: the constants are written before it is submitted; the variables belong
/// to the connection's loop from then on, which one thread at a time runs.
final class Request: @unchecked Sendable {
    enum Work {
        /// Statements for one round trip, closed by one sync.
        case pipeline([SQL])
        /// Statements separated by semicolons, for the simple protocol.
        case script(String)
        /// A `COPY … TO STDOUT`, and where its rows go.
        case copyOut(String, CopyOutChannel)
        /// A `COPY … FROM STDIN`, and where its rows come from.
        case copyIn(String, CopyInChannel)
    }

    enum Scope {
        /// The request is its own transaction, unless it spells out another.
        case single
        /// The request is part of a transaction on a connection that is leased for it.
        case transaction
    }

    typealias Answer = @Sendable (Result<[ResultHandle], PostgresFailure>) -> Void

    let ticket: UInt64
    let work: Work
    let scope: Scope
    let deadline: ContinuousClock.Instant?
    /// Whether its end may be a commit that stores something, which nobody may cancel.
    private(set) var mayCommit: Bool
    /// Whether it may leave a transaction open when it fails half-way.
    let mayLeaveTransactionOpen: Bool
    private let hasExplicitCommit: Bool
    private var answer: Answer?

    /// One for each statement that has succeeded so far.
    var results: [ResultHandle] = []
    /// The first statement that failed; those behind it were not run.
    var failure: PostgresFailure?
    /// Set once it is to end early: `.timedOut` or `.cancelled`.
    private(set) var ending: (code: PostgresFailure.Code, since: ContinuousClock.Instant)?
    /// How many cancel requests the connection had sent when this was sent.
    var cancelsBefore = 0
    /// Whether it was struck by another's cancel request and sent again.
    var isRepeated = false

    init(
        ticket: UInt64, work: Work, scope: Scope, deadline: ContinuousClock.Instant?,
        answer: @escaping Answer
    ) {
        self.ticket = ticket
        self.work = work
        self.scope = scope
        self.deadline = deadline
        self.answer = answer
        switch work {
        case .pipeline(let statements):
            let effects = statements.map(\.effect)
            hasExplicitCommit = effects.contains(.commits)
            mayCommit = hasExplicitCommit || (scope == .single && effects.contains(.writes))
            mayLeaveTransactionOpen = scope == .single && effects.contains(.begins)
        case .script:
            hasExplicitCommit = true
            mayCommit = true
            mayLeaveTransactionOpen = scope == .single
        case .copyOut, .copyIn:
            hasExplicitCommit = false
            mayCommit = false
            mayLeaveTransactionOpen = false
        }
    }

    /// Whether it takes the connection for itself, out of pipeline mode.
    var isSimple: Bool {
        if case .pipeline = work { false } else { true }
    }

    /// Whether rows have moved that cannot be moved again.
    var isCopy: Bool {
        switch work {
        case .copyOut, .copyIn: true
        case .pipeline, .script: false
        }
    }

    /// The last row of a copy is on its way, behind which the server commits.
    func rowsAreSent() {
        mayCommit = scope == .single
    }

    var isAnswered: Bool { answer == nil }

    /// Whether the server has refused it before anything could be committed.
    var hasFailedForCertain: Bool { failure != nil && !hasExplicitCommit }

    func end(with code: PostgresFailure.Code, at now: ContinuousClock.Instant) {
        ending = ending ?? (code, now)
    }

    func succeed() {
        answer?(.success(results))
        answer = nil
    }

    func fail(_ failure: PostgresFailure) {
        answer?(.failure(failure))
        answer = nil
    }

    /// Forgets what came back, to be sent once more.
    func startOver() {
        results = []
        failure = nil
        isRepeated = true
    }

    /// The text of the statement at `index`.
    func statement(at index: Int) -> String? {
        switch work {
        case .pipeline(let statements):
            statements.indices.contains(index) ? statements[index].text : nil
        case .script(let text), .copyOut(let text, _), .copyIn(let text, _): text
        }
    }
}
