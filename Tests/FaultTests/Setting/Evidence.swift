import Catalog
import Clubs
import EventSourcing
import EventStorage
import PostgreSQL
import TestSupport
import Testing

/// What the log itself says in the end.
extension Tenant {
    func events(in log: some EventLog) async throws -> [Recorded<EncodedEvent>] {
        var events: [Recorded<EncodedEvent>] = []
        while true {
            let page = try await log.read(
                id, after: events.last?.position ?? .start, types: nil, limit: 1000)
            if page.isEmpty { return events }
            events += page
        }
    }

    func foldedClub(in log: some EventLog) async throws -> Club {
        var club = Club()
        for event in try await events(in: log)
        where event.stream == StreamID.club(self.club).name {
            club.evolve(try EventCodec.catalog.decode(event.event, as: Club.Event.self))
        }
        return club
    }

    /// Positions, versions and times are whole, and no command has had its effect twice.
    func expectWholeLog(
        _ log: some EventLog, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let events = try await events(in: log)
        let head = try await log.open(id, commands: []).head
        #expect(
            events.map(\.position.value) == Array(1...max(events.count, 1)),
            sourceLocation: sourceLocation)
        #expect(head.value == events.count, sourceLocation: sourceLocation)
        for (stream, own) in Dictionary(grouping: events, by: \.stream) {
            #expect(
                own.map(\.version) == Array(1...own.count), "\(stream)",
                sourceLocation: sourceLocation)
        }
        #expect(
            zip(events, events.dropFirst()).allSatisfy { $0.recordedAt <= $1.recordedAt },
            sourceLocation: sourceLocation)
        #expect(Set(events.map(\.id)).count == events.count, sourceLocation: sourceLocation)
    }
}

/// Waits until so many sessions of the database wait for a lock.
func untilBlocked(
    _ count: Int = 1, by statement: String = "%", in configuration: Configuration
) async throws {
    let connection = try await Connection.open(configuration)
    try await waitWhile {
        try await connection.query(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
                AND query LIKE \(statement)
            """
        ).rows[0].decode(Int.self) < count
    }
    await connection.close()
}

/// Lends `body` a migrated database, as its owner sees it.
func withServer(
    _ body: (Configuration, MasterKey) async throws -> Void
) async throws {
    let key = try MasterKey(base64: MasterKey.makeBase64())
    try await withDatabase(template: .migrated) { try await body($0, key) }
}

/// Makes the server refuse events of a type from now on, with an error of class 23.
func poison(_ type: String, in configuration: Configuration) async throws {
    let connection = try await Connection.open(configuration)
    try await connection.execute(
        script: "ALTER TABLE log.event ADD CONSTRAINT poison CHECK (type <> '\(type)')")
    await connection.close()
}
