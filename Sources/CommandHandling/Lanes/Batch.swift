import EventSourcing

/// The commands of one transaction, as they have been decided so far.
///
/// Only its lane touches it. Nothing in it is true before it is committed.
final class Batch {
    /// How many commands are decided and committed together.
    static let limit = 500
    /// A batch that has come to so many bytes of events and texts is closed, and those behind it
    /// wait for the next: it fits into the socket's buffers and is sent at once, so a client that
    /// is stopped does not hold its locks in the middle of a pipeline.
    static let byteLimit = 64 * 1024

    enum Verdict: Sendable {
        /// Its events: this range of the batch's; none where there was nothing to do.
        case accepted(Range<Int>)
        /// Accepted earlier: in the log already, or on its way there ahead of this batch.
        case repeated(CommandID)
        /// The events that a rehearsal would append.
        case rehearsed([NewEvent])
        case refused(any Error)
    }

    /// In the order of their coming; the last one may have no verdict yet.
    private(set) var group: [Pending] = []
    private(set) var verdicts: [Verdict] = []
    private(set) var events: [NewEvent] = []
    private var texts: [VaultText] = []
    private var forgotten: [PersonID] = []
    /// Commands of this very batch that have events, so that twins share a verdict.
    private var accepted: [CommandID: (digest: BodyDigest, events: Range<Int>)] = [:]
    private var byteCount = 0
    /// The time of recording: that of the last command's decision.
    private var recordedAt = Timestamp(microseconds: 0)

    var isEmpty: Bool { group.isEmpty }
    /// How many commands it has.
    var count: Int { group.count }

    var isFull: Bool { group.count >= Self.limit || byteCount >= Self.byteLimit }

    /// Takes a command in, whose verdict is to come.
    func take(_ pending: Pending, at now: Timestamp) {
        group.append(pending)
        recordedAt = max(recordedAt, now)
    }

    /// The verdict that an earlier sending of the same command has already, in the log or here.
    ///
    /// - Parameter known: The digest of the command's body, where it has taken effect.
    func earlierVerdict(on request: CommandRequest, known: BodyDigest?) -> Verdict? {
        guard !request.isRehearsal else { return nil }
        if let twin = accepted[request.id] {
            return twin.digest == request.digest
                ? .accepted(twin.events)
                : .refused(CommandFailure.idempotencyMismatch(request.id))
        }
        return known.map { Self.repeated(request, as: $0) }
    }

    private static func repeated(_ request: CommandRequest, as digest: BodyDigest) -> Verdict {
        digest == request.digest
            ? .repeated(request.id)
            : .refused(CommandFailure.idempotencyMismatch(request.id))
    }

    func add(_ verdict: Verdict) {
        verdicts.append(verdict)
    }

    /// Texts come with events that refer to them: a command with nothing to do leaves no trace.
    func accept(_ unit: UnitOfWork) {
        let range = events.count..<events.count + unit.events.count
        if !range.isEmpty {
            events += unit.events
            texts += unit.texts
            forgotten += unit.forgotten
            accepted[unit.request.id] = (unit.request.digest, range)
            byteCount += unit.byteCount
        }
        verdicts.append(.accepted(range))
    }

    /// What is to be stored, and what is to be asked: whoever leaves no event may have left some
    /// earlier, which the lane need not know.
    ///
    /// - Parameter command: The one before, where it is not known to be stored.
    func addition(
        to tenant: TenantID, after head: Position, behind command: CommandID? = nil,
        recordedAt last: Timestamp
    ) -> AppendBatch {
        AppendBatch(
            tenant: tenant, after: head, afterRecordedAt: last, behind: command,
            recordedAt: max(recordedAt, last),
            events: events, texts: texts, forgotten: forgotten,
            asking: zip(group, verdicts).filter(Self.isToBeAsked).map(\.0.request.id))
    }

    private static func isToBeAsked(_ pending: Pending, _ verdict: Verdict) -> Bool {
        switch verdict {
        case .accepted(let range): range.isEmpty
        case .refused: !pending.request.isRehearsal
        case .repeated, .rehearsed: false
        }
    }

    /// The commands with their verdicts, now that it is known which have taken effect before.
    func settled(_ known: [CommandID: BodyDigest]) -> [(Pending, Verdict)] {
        zip(group, verdicts).map { pending, verdict in
            guard Self.isToBeAsked(pending, verdict), let digest = known[pending.request.id]
            else { return (pending, verdict) }
            return (pending, Self.repeated(pending.request, as: digest))
        }
    }
}
