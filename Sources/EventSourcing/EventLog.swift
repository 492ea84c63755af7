import Foundation

/// The one truth: for each tenant its events in one order, 1, 2, 3 … without a gap.
///
/// `MemoryLog` and `PostgresLog` (in `EventStorage`) keep the same contract and pass the same
/// tests. Reading never shows a later event before an earlier one.
package protocol EventLog: Sendable {
    /// Creates a tenant with an empty log.
    ///
    /// - Throws: `LogFailure.slugTaken`, or a failure of the store. Creating the same tenant with
    ///   the same slug again does nothing.
    func create(_ tenant: TenantID, slug: String) async throws

    /// The tenants and where each stands, after `tenant` in the order of their ids.
    func heads(after tenant: TenantID?, limit: Int) async throws -> [TenantHead]

    func tenant(slug: String) async throws -> TenantID?

    /// Where the tenant stands, and which of `commands` have taken effect.
    ///
    /// - Throws: `LogFailure.unknownTenant`.
    func open(_ tenant: TenantID, commands: [CommandID]) async throws -> Opening

    /// Appends the batch right behind `batch.after`, with its texts, or does nothing. A batch
    /// that has nothing to store only asks.
    ///
    /// - Returns: Which of `batch.asking` have taken effect, each with the digest of its body; true
    ///   at the very position at which the batch was appended.
    /// - Throws: `LogFailure.raced` where the head has moved; `.invalid` where an event cannot be
    ///   stored, a command's second taking effect included; `.unavailable` or `.outcomeUnknown`
    ///   where the store does not answer.
    @discardableResult
    func append(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest]

    /// The same; `dispatched` is called when the batch has its place in the log's order, and again
    /// where it gets another: one that is appended from then on comes behind it. With `behind` it
    /// fails if this one does.
    ///
    /// A writer need not wait for the commit of a batch to send off the one that rests on it. Where
    /// it is not called before the append has ended, nothing is gained, and nothing is lost.
    func append(
        _ batch: AppendBatch, dispatched: @escaping @Sendable () -> Void
    ) async throws -> [CommandID: BodyDigest]

    /// Holds the tenant's head until `body` has appended, or has returned: nobody else appends
    /// meanwhile.
    func locked<Result: Sendable>(
        _ tenant: TenantID, _ body: @Sendable (any LockedLog) async throws -> Result
    ) async throws -> Result

    /// Waits in line with the others who write to the tenant, and gives `body` its turn: while it
    /// runs, those who take turns append nothing.
    ///
    /// A turn is courtesy, and protects nothing: whoever takes none may append at any time, and a
    /// turn that lasts too long is taken away without a word.
    ///
    /// - Parameters:
    ///   - concern: Where the caller stands, and what it is to be told: the opening then brings the
    ///     event there and those behind it, `Opening.newsLimit` at most.
    ///   - body: Gets where the tenant stands when the turn begins.
    /// - Throws: `LogFailure` where the line is too long, or the store does not answer; what `body`
    ///   throws.
    func turn(
        of tenant: TenantID, for concern: Concern?,
        _ body: @Sendable (Opening) async throws -> Void
    ) async throws

    /// A stream's events after `version`, through `position`, oldest first, `limit` at most.
    func read(
        _ stream: StreamName, of tenant: TenantID, after version: Int, through position: Position,
        limit: Int
    ) async throws -> [Recorded<EncodedEvent>]

    /// A tenant's events after `position`, oldest first; of the given types where any are given.
    func read(
        _ tenant: TenantID, after position: Position, types: Set<String>?, limit: Int
    ) async throws -> [Recorded<EncodedEvent>]

    /// A tenant's events after `position`, through `end` or the present head, in bounded pages; of
    /// the given types where any are given. For what reads a whole log, or most of one.
    ///
    /// - Throws: While it is iterated, what `read` and `open` throw.
    func stream(
        _ tenant: TenantID, after position: Position, through end: Position, types: Set<String>?
    ) -> EventPages

    func events(of command: CommandID, in tenant: TenantID) async throws -> [Recorded<EncodedEvent>]

    /// The last position recorded at or before `time`; 0 where there is none.
    func position(of tenant: TenantID, at time: Timestamp) async throws -> Position

    /// Where the log tells that it has grown; positions there may lag, and never lead.
    var watermarks: Watermarks { get }
}

extension EventLog {
    package func append(
        _ batch: AppendBatch, dispatched: @escaping @Sendable () -> Void
    ) async throws -> [CommandID: BodyDigest] {
        try await append(batch)
    }

    /// Where nobody else writes there is no line, and every turn begins at once.
    package func turn(
        of tenant: TenantID, for concern: Concern?,
        _ body: @Sendable (Opening) async throws -> Void
    ) async throws {
        try await body(try await open(tenant, commands: []))
    }
}

/// The log while its tenant's head is locked.
package protocol LockedLog: Sendable {
    /// Waits for the lock, and looks.
    ///
    /// - Parameter position: Where the caller stands: the opening then brings the event there and
    ///   those behind it, `Opening.newsLimit` at most.
    func open(commands: [CommandID], from position: Position?) async throws -> Opening

    /// Appends and commits; the lock is gone afterwards, and nothing else can be done under it.
    func append(_ batch: AppendBatch) async throws
}

extension LockedLog {
    package func open(commands: [CommandID]) async throws -> Opening {
        try await open(commands: commands, from: nil)
    }
}

package struct TenantHead: Hashable, Sendable {
    package let tenant: TenantID
    package let slug: String
    package let position: Position

    package init(tenant: TenantID, slug: String, position: Position) {
        self.tenant = tenant
        self.slug = slug
        self.position = position
    }
}

/// What somebody who stands at a position has to be told of what is behind it.
package struct Concern: Sendable {
    package let position: Position
    /// The streams whose events matter; all of them where nothing is said.
    package let streams: [StreamName]?
    /// The types that matter on any stream.
    package let types: Set<String>

    package init(position: Position, streams: [StreamName]?, types: Set<String>) {
        self.position = position
        self.streams = streams
        self.types = types
    }
}

/// What a batch must know before it decides.
package struct Opening: Sendable {
    /// How many events it brings along at most.
    package static let newsLimit = 1000

    package let head: Position
    /// When the last event was recorded; the beginning of 1970 where there is none.
    package let recordedAt: Timestamp
    /// The commands that have taken effect, each with the digest of its body.
    package let known: [CommandID: BodyDigest]
    /// The event at which the asker stands and those behind it, as far as they have been asked for.
    package let news: [Recorded<EncodedEvent>]

    /// Through where nothing that was asked for is missing in `news`.
    package var newsEnd: Position {
        guard news.count >= Self.newsLimit, let last = news.last else { return head }
        return min(last.position, head)
    }

    package init(
        head: Position, recordedAt: Timestamp, known: [CommandID: BodyDigest],
        news: [Recorded<EncodedEvent>] = []
    ) {
        self.head = head
        self.recordedAt = recordedAt
        self.known = known
        self.news = news
    }
}

/// What one transaction adds to a tenant's log and vault.
package struct AppendBatch: Sendable {
    /// How many events one command may have, so that they are found again with one question.
    package static let eventsPerCommand = 1000

    package let tenant: TenantID
    /// The position that the log must stand at.
    package let after: Position
    /// When the event at `after` was recorded, where the writer knows: a log that was cut short and
    /// has grown again to the same length is another.
    package let afterRecordedAt: Timestamp?
    /// The command whose last event has to stand at `after`, where the writer has sent that off and
    /// does not know yet that it is stored: another's events may have come to the same length.
    package let behind: CommandID?
    package let recordedAt: Timestamp
    package let events: [NewEvent]
    package let texts: [VaultText]
    /// Persons whose texts and keys go, for ever.
    package let forgotten: [PersonID]
    /// Commands that have no event here, of which the writer must know whether they have one in
    /// the log.
    package let asking: [CommandID]

    package init(
        tenant: TenantID, after: Position, afterRecordedAt: Timestamp? = nil,
        behind: CommandID? = nil, recordedAt: Timestamp, events: [NewEvent],
        texts: [VaultText] = [], forgotten: [PersonID] = [], asking: [CommandID] = []
    ) {
        self.tenant = tenant
        self.after = after
        self.afterRecordedAt = afterRecordedAt
        self.behind = behind
        self.asking = asking
        self.recordedAt = recordedAt
        self.events = events
        self.texts = texts
        self.forgotten = forgotten
    }

    package var end: Position { after + events.count }

    /// Whether it stores nothing and only asks.
    package var isQuestion: Bool { events.isEmpty && texts.isEmpty && forgotten.isEmpty }

    /// The events as they will be read back.
    package var recorded: [Recorded<EncodedEvent>] {
        events.enumerated().map { index, event in
            event.recorded(tenant: tenant, position: after + index + 1, at: recordedAt)
        }
    }
}

/// An event that is about to be recorded.
package struct NewEvent: Hashable, Sendable {
    package let stream: StreamName
    package let version: Int
    package let event: EncodedEvent
    package let occurredAt: Timestamp
    package let commandID: CommandID
    package let commandIndex: Int
    /// The digest of the command's body; kept with the event whose index is 0.
    package let digest: BodyDigest
    package let actor: Actor
    package let causation: EventID?
    package let correlation: CommandID

    package init(
        stream: StreamName, version: Int, event: EncodedEvent, occurredAt: Timestamp,
        commandID: CommandID, commandIndex: Int, digest: BodyDigest, actor: Actor,
        causation: EventID? = nil, correlation: CommandID
    ) {
        self.stream = stream
        self.version = version
        self.event = event
        self.occurredAt = occurredAt
        self.commandID = commandID
        self.commandIndex = commandIndex
        self.digest = digest
        self.actor = actor
        self.causation = causation
        self.correlation = correlation
    }

    package func recorded(tenant: TenantID, position: Position, at time: Timestamp)
        -> Recorded<EncodedEvent>
    {
        Recorded(
            tenant: tenant, position: position, stream: stream, version: version, event: event,
            occurredAt: occurredAt, recordedAt: time, commandID: commandID,
            commandIndex: commandIndex, actor: actor, causation: causation,
            correlation: correlation)
    }
}

/// A digest of a command's body: the same id with another body is another wish, and refused.
package struct BodyDigest: Hashable, Sendable {
    package let bytes: [UInt8]
    package init(bytes: [UInt8]) { self.bytes = bytes }
}

/// Personal text on its way to the vault; the event carries only the reference.
package struct VaultText: Hashable, Sendable {
    package let subject: PersonID
    package let reference: UUID
    package let text: String

    package init(subject: PersonID, reference: UUID, text: String) {
        self.subject = subject
        self.reference = reference
        self.text = text
    }
}
