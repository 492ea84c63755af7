import Catalog
import EventSourcing
import PostgreSQL
import TestSupport
import Testing

@testable import ReadModels

struct SchemaTests {
    @Test func `each row has the columns and the key of its table`() async throws {
        try await World.with { world in
            for type in ProjectorGroup.main.tables {
                let table = type.table
                let columns = try await strings(
                    world,
                    """
                    SELECT column_name::text FROM information_schema.columns
                    WHERE table_schema = 'read' AND table_name = \(table.name)
                    ORDER BY column_name
                    """)
                #expect(columns == (table.columns + ["tenant", "position"]).sorted())
                let key = try await strings(
                    world,
                    """
                    SELECT attribute.attname::text
                    FROM pg_index AS index
                    JOIN LATERAL unnest(index.indkey::int[]) WITH ORDINALITY AS part(number, place)
                        ON true
                    JOIN pg_attribute AS attribute
                        ON attribute.attrelid = index.indrelid
                            AND attribute.attnum = part.number
                    WHERE index.indrelid = ('read.' || \(table.name))::regclass
                        AND index.indisprimary
                    ORDER BY part.place
                    """)
                #expect(key == ["tenant"] + table.key)
            }
        }
    }

    @Test func `every table of schema read belongs to one row`() async throws {
        try await World.with { world in
            let tables = try await strings(
                world,
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'read' ORDER BY 1")
            let names = ProjectorGroup.main.tables.map { $0.table.name }
            #expect(tables == (names + ["checkpoint", "lease", "quarantine"]).sorted())
        }
    }

    @Test func `the story has every event, and so every table has rows`() async throws {
        let told = Set(Story.everything().events.map(\.event.event.type))
        let known = Set(DomainEvent.Family.allCases.flatMap(\.wireNames))
        #expect(known.subtracting(told).isEmpty)
    }

    @Test func `no personal text is in a row or in an event`() async throws {
        try await World.withEverything { world, story in
            #expect(story.texts.allSatisfy { $0.text.lowercased().contains("canary") })
            let tables = ProjectorGroup.main.tables.map { $0.table.name }
            for table in tables {
                let found = try await strings(
                    world,
                    """
                    SELECT row_to_json(found)::text FROM read.\(identifier: table) AS found
                    WHERE row_to_json(found)::text ILIKE '%canary%'
                    """)
                #expect(found == [])
            }
            let events = try await strings(
                world, "SELECT data::text FROM log.event WHERE data::text ILIKE '%canary%'")
            #expect(events == [])
        }
    }

    private func strings(_ world: World, _ sql: SQL) async throws -> [String] {
        try await world.pool.query(sql).rows.map { try $0.decode(String.self) }
    }
}
