import Catalog
import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import Logging
import PostgreSQL
import ReadModels
import TestSupport
import Testing
import Vocabulary

@testable import Gateway

/// A topic that is followed while the log loses what was read.
@Suite(.timeLimit(.minutes(1))) struct TopicFeedTests {
    private static let interval = Duration.milliseconds(10)
    private let tenant = TenantID(UUID())
    private let club = ClubID(UUID())

    @Test func `what the log is said to have and has lost is not waited for`() async throws {
        try await withFeed { feed, log, _ in
            await log.watermarks.raise(tenant, to: 6)
            try await waitWhile { await log.watermarks.position(of: tenant) != 3 }
            #expect(!feed.isEnded)
        }
    }

    @Test func `a feed ends where events that it has told of are lost`() async throws {
        try await withFeed { feed, _, configuration in
            var told: Position?
            while told == nil, !feed.isEnded {
                let news = await feed.news(after: 0, until: .now + .seconds(60))
                if case .events(let events, _) = news { told = events.last?.position }
            }
            #expect(told == 3)
            let connection = try await Connection.open(configuration)
            try await connection.execute(
                script: """
                    DELETE FROM log.event WHERE position = 3;
                    UPDATE log.head SET position = 2;
                    """)
            await connection.close()
            try await waitWhile { !feed.isEnded }
        }
    }

    /// Lends `body` a feed that is followed, of a club to which three things have happened.
    private func withFeed(
        _ body: (TopicFeed, PostgresLog, Configuration) async throws -> Void
    ) async throws {
        try await withPostgresLog { log, configuration in
            let pool = Pool(configuration.inServiceRole)
            try await log.create(tenant, slug: "hillside")
            try await log.append(try story())
            let projections = ProjectionRunner(log: log, pool: pool, logger: .silent)
            try await projections.catchUp()
            let topic = Topic(tenant: tenant, stream: StreamID.club(club).name, club: club)
            let feed = TopicFeed(topic, head: 3) {}
            let following = Task {
                try await feed.run(log, projections, every: Self.interval)
            }
            do {
                try await body(feed, log, configuration)
            } catch {
                following.cancel()
                _ = await following.result
                await pool.close()
                throw error
            }
            following.cancel()
            _ = await following.result
            await pool.close()
        }
    }

    private func story() throws -> AppendBatch {
        let event = try EventCodec.catalog.encode(Club.Event.enrolmentClosed)
        return AppendBatch(
            tenant: tenant, after: .start, recordedAt: SystemTime().now(),
            events: (1...3).map { version in
                let command = CommandID(UUID())
                return NewEvent(
                    stream: StreamID.club(club).name, version: version, event: event,
                    occurredAt: SystemTime().now(), commandID: command, commandIndex: 0,
                    digest: BodyDigest(bytes: [0]),
                    actor: Actor(person: PersonID(UUID()), capacity: .organizer, via: .http),
                    correlation: command)
            })
    }
}

extension Logger {
    fileprivate static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
