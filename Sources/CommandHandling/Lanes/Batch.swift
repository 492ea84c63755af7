import EventSourcing

/// The commands of one transaction, as they have been decided so far.
struct Batch: Sendable {
    enum Verdict: Sendable {
        /// Its events: this range of the batch's.
        case accepted(Range<Int>)
        /// Accepted earlier: in the log already.
        case repeated(CommandID)
        /// The events that a rehearsal would append.
        case rehearsed([NewEvent])
        case refused(any Error)
    }

    private(set) var verdicts: [Verdict] = []
    private(set) var events: [NewEvent] = []
    private var texts: [VaultText] = []
    private var forgotten: [PersonID] = []
    /// Commands of this very batch that have events, so that twins share a verdict.
    private var accepted: [CommandID: (digest: BodyDigest, events: Range<Int>)] = [:]

    /// The verdict that an earlier sending of the same command has already, in the log or here.
    func earlierVerdict(on request: CommandRequest, known: [CommandID: BodyDigest]) -> Verdict? {
        guard !request.isRehearsal else { return nil }
        if let digest = known[request.id] {
            return digest == request.digest
                ? .repeated(request.id)
                : .refused(CommandFailure.idempotencyMismatch(request.id))
        }
        guard let twin = accepted[request.id] else { return nil }
        return twin.digest == request.digest
            ? .accepted(twin.events)
            : .refused(CommandFailure.idempotencyMismatch(request.id))
    }

    mutating func add(_ verdict: Verdict) {
        verdicts.append(verdict)
    }

    /// Texts come with events that refer to them: a command with nothing to do leaves no trace.
    mutating func accept(_ unit: UnitOfWork) {
        let range = events.count..<events.count + unit.events.count
        if !range.isEmpty {
            events += unit.events
            texts += unit.texts
            forgotten += unit.forgotten
            accepted[unit.request.id] = (unit.request.digest, range)
        }
        verdicts.append(.accepted(range))
    }

    func append(to tenant: TenantID, after head: Position, at time: Timestamp) -> AppendBatch {
        AppendBatch(
            tenant: tenant, after: head, recordedAt: time, events: events, texts: texts,
            forgotten: forgotten)
    }
}
