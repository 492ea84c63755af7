/// One event in its place, told from any other that may come to stand there.
///
/// After a failover that loses events there are others in their places, and a command that is sent
/// again may make an event of the same id anew. Whose event is still there has everything before it
/// too.
package struct EventMark: Hashable, Sendable {
    package let position: Position
    package let id: EventID
    package let recordedAt: Timestamp
}

extension Recorded {
    package var mark: EventMark {
        EventMark(position: position, id: id, recordedAt: recordedAt)
    }
}

/// The log does not have an event any more that it had: a failover has lost it.
package struct LostEvent: Error, CustomStringConvertible {
    let tenant: TenantID
    let mark: EventMark

    package var description: String {
        "event \(mark.position) of tenant \(tenant), \(mark.id), is not in the log any more: what "
            + "was read up to there is read again"
    }
}

extension EventLog {
    /// A tenant's events behind one that was read before, oldest first.
    ///
    /// - Throws: `LostEvent`, or what the log throws.
    package func read(
        _ tenant: TenantID, behind mark: EventMark, limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        let page = try await read(
            tenant, after: Position(mark.position.value - 1), types: nil, limit: limit + 1)
        guard page.first?.mark == mark else { throw LostEvent(tenant: tenant, mark: mark) }
        return Array(page.dropFirst())
    }
}
