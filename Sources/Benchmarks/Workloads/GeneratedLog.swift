import Catalog
import Clubs
import EventSourcing
import EventStorage
import Foundation
import PostgreSQL
import Vocabulary

/// Logs that the server itself writes, for benchmarks of reading that need many events at once.
///
/// The events are what the deciders would have appended; only their ids count up.
struct GeneratedLog: Sendable {
    let tenant = TenantID(UUID())
    let server: BenchmarkServer

    /// Rows of one statement, so that none runs for minutes.
    private static let piece = 1_000_000

    /// People who declare interests again and again, in turn.
    func declarations(_ count: Int, people: Int) async throws {
        let variants = try (0..<14).map { number in
            let event = Declaration.event(turn: number, run: number / 2)
            return String(decoding: try EventCodec.catalog.encode(event).data, as: UTF8.self)
        }
        let choices = variants.map { "'\($0)'" }.joined(separator: ",")
        try await create(holding: count)
        try await insert(
            count,
            stream: "'person-' || \(Self.uuid("b", "(number - 1) % \(people)"))",
            version: "(number - 1) / \(people) + 1", type: "'directory.interests-declared'",
            data: "(ARRAY[\(choices)])[1 + (number / 7 % 14)]")
    }

    /// People who ask to join clubs and become members: two events each, club by club.
    ///
    /// - Parameter members: People in each club; a club's first event is its founding.
    func memberships(_ count: Int, members: Int) async throws {
        let perClub = 2 * members + 1
        let founding = String(
            decoding: try EventCodec.catalog.encode(Self.founding).data, as: UTF8.self)
        let club = "(number - 1) / \(perClub)"
        let step = "((number - 1) % \(perClub))"
        let person = Self.uuid("b", "((\(step) + 1) / 2)")
        let request = Self.uuid("c", "(\(club) * \(members) + (\(step) + 1) / 2)")
        try await create(holding: count)
        try await insert(
            count, stream: "'club-' || \(Self.uuid("a", club))", version: "\(step) + 1",
            type: """
                CASE WHEN \(step) = 0 THEN 'club.founded'
                    WHEN \(step) % 2 = 1 THEN 'club.join-requested'
                    ELSE 'club.member-joined' END
                """,
            data: """
                CASE WHEN \(step) = 0
                    THEN replace('\(founding)', '"slug":"club-0"', '"slug":"club-' || \(club) || '"')
                WHEN \(step) % 2 = 1 THEN '{"person":"' || \(person) || '","request":"'
                    || \(request) || '","via":"directory"}'
                ELSE '{"memberNo":' || \(step) / 2 || ',"person":"' || \(person)
                    || '","request":"' || \(request) || '","via":"directory"}' END
                """)
    }

    private func create(holding count: Int) async throws {
        try await server.execute(
            script: """
                INSERT INTO log.tenant (slug, tenant, created_at)
                VALUES ('generated-\(tenant)', '\(tenant)', now());
                INSERT INTO log.head (tenant, position, recorded_at)
                VALUES ('\(tenant)', \(count), now());
                """)
    }

    /// - Parameters: SQL over `number`, which is the position.
    private func insert(
        _ count: Int, stream: String, version: String, type: String, data: String
    ) async throws {
        let event = PeerEvent()
        for first in stride(from: 1, through: count, by: Self.piece) {
            try await server.execute(
                script: """
                    INSERT INTO log.event
                        (tenant, position, stream, version, type, schema, data, occurred_at,
                        recorded_at, command_id, command_index, body_digest, actor, correlation)
                    SELECT '\(tenant)'::uuid, number, \(stream), \(version), \(type),
                        CASE WHEN \(type) = 'club.founded' THEN 2 ELSE 1 END, (\(data))::json,
                        now(), now(), command, 0, '\(event.digest)'::bytea,
                        '\(event.actor)'::json, command
                    FROM (
                        SELECT number::bigint AS number, \(Self.uuid("d", "number"))::uuid AS command
                        FROM generate_series(
                            \(first)::bigint, \(min(count, first + Self.piece - 1))::bigint
                        ) AS number
                    ) AS numbered
                    ORDER BY number
                    """)
        }
        try await server.execute(script: "VACUUM (ANALYZE) log.event")
    }

    /// SQL for a UUID that ends with a number.
    private static func uuid(_ kind: String, _ number: String) -> String {
        "('00000000-0000-7\(kind)00-8000-' || lpad(to_hex(\(number)), 12, '0'))"
    }

    private static var founding: Club.Event {
        .founded(
            Club.Charter(
                hostSchool: SchoolID(UUID()), openTo: [], slug: "club-0",
                profile: Club.Profile(name: "Chess", timeZone: "Europe/London"), capacity: nil))
    }
}
