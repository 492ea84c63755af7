/// What one session says, as far as it is about transactions; no input and no output.
struct Conversation {
    /// What is to be done with a message of the server.
    enum Step {
        case forward
        /// It belongs to the answer to a commit, which is passed on whole.
        case gather
        /// With this message the answer is whole.
        case answered(Commit)
    }

    /// The texts of prepared statements, by their names.
    private var prepared: [String: String] = [:]
    private var transaction: [String] = []
    private var isExplicit = false
    private var endsTransaction = false
    private var isAnnounced = false
    /// One for each time that the server will say it is ready; the first is the session's start.
    private var awaited: [Commit?] = [nil]
    /// For each of them, and for the request that is not whole, the statements that have been
    /// passed on and not answered.
    private var unanswered = [0, 0]
    private var hasFailed = false

    /// Whether the server has run all that it was given.
    var isQuiet: Bool { unanswered.allSatisfy { $0 == 0 } }

    /// - Returns: The transaction that the message would have the server commit, if it does.
    mutating func clientSends(_ message: WireMessage) -> Commit? {
        switch message.type.map({ Character(UnicodeScalar($0)) }) {
        case "P":
            let texts = message.strings(2)
            prepared[texts[0]] = texts[1]
            return nil
        case "B":
            note(prepared[message.strings(2)[1]] ?? "")
            return nil
        case "E":
            guard isExplicit, endsTransaction else { return nil }
            return announce()
        case "Q":
            note(message.strings(1)[0])
            return endRequest()
        case "S":
            return endRequest()
        default:
            return nil
        }
    }

    /// The message goes on to the server.
    mutating func passes(_ message: WireMessage) {
        if message.type == UInt8(ascii: "E") { unanswered[unanswered.count - 1] += 1 }
        if message.type == UInt8(ascii: "Q") || message.type == UInt8(ascii: "S") {
            unanswered.append(0)
        }
    }

    mutating func serverSends(_ message: WireMessage) -> Step {
        let commit = awaited.first ?? nil
        switch message.type.map({ Character(UnicodeScalar($0)) }) {
        case "Z":
            if !awaited.isEmpty { awaited.removeFirst() }
            if unanswered.count > 1 { unanswered.removeFirst() }
            defer { hasFailed = false }
            guard let commit else { return .forward }
            return .answered(
                Commit(statements: commit.statements, hasFailed: hasFailed))
        case "C", "I", "s":
            unanswered[0] = max(0, unanswered[0] - 1)
        case "E":
            hasFailed = true
            // The rest of the request is passed over.
            unanswered[0] = 0
        default:
            break
        }
        return commit == nil ? .forward : .gather
    }

    private mutating func note(_ text: String) {
        let verb = text.prefix { !$0.isWhitespace && $0 != ";" }.uppercased()
        switch verb {
        case "BEGIN": isExplicit = true
        case "COMMIT", "END": endsTransaction = true
        case "ROLLBACK":
            transaction = []
            endsTransaction = true
        default: transaction.append(text)
        }
    }

    private mutating func announce() -> Commit? {
        guard !isAnnounced else { return nil }
        isAnnounced = true
        let commit = Commit(statements: transaction)
        return commit.writes ? commit : nil
    }

    private mutating func endRequest() -> Commit? {
        guard endsTransaction || !isExplicit else {
            awaited.append(nil)
            return nil
        }
        let announced = announce()
        let commit = Commit(statements: transaction)
        (transaction, isExplicit, endsTransaction, isAnnounced) = ([], false, false, false)
        awaited.append(commit.writes ? commit : nil)
        return announced
    }
}

/// A transaction on its way to be committed.
package struct Commit: Sendable {
    /// The texts of its statements.
    package let statements: [String]
    /// Whether the server has refused it.
    package var hasFailed = false

    /// Whether it adds events to a log.
    package var appends: Bool {
        statements.contains { text in
            ["INSERT INTO log.event", "COPY log.event"].contains { text.hasPrefix($0) }
        }
    }

    var writes: Bool {
        let verbs = ["INSERT", "UPDATE", "DELETE", "COPY"]
        return statements.contains { text in verbs.contains { text.hasPrefix($0) } }
    }
}
