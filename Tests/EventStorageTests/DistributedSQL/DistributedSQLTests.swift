import Foundation
import Schema
import Testing

/// The SQL stays fit for a PostgreSQL that is distributed by tenant.
@Suite struct DistributedSQLTests {
    @Test func `no migration has what a distributed server refuses`() {
        for migration in Migration.all {
            #expect(DistributedSQL.faults(in: migration.script) == [], "\(migration.name)")
        }
    }

    @Test func `no statement of the program has what a distributed server refuses`() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources").standardizedFileURL
        let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
            .filter { $0.hasSuffix(".swift") }
        var seen = 0
        for file in files {
            let source = try String(
                contentsOf: sources.appending(path: file), encoding: .utf8)
            guard source.contains("import PostgreSQL") || file.hasPrefix("PostgreSQL/") else {
                continue
            }
            for statement in StatementLiterals.statements(in: source) {
                seen += 1
                #expect(
                    DistributedSQL.faults(in: statement) == [], "\(file): \(statement)")
            }
        }
        // A lint that finds no statements would pass for ever.
        #expect(seen > 50)
    }

    @Test(arguments: [
        "CREATE TABLE log.thing (tenant uuid NOT NULL, id uuid PRIMARY KEY)",
        "CREATE TABLE log.thing (tenant uuid NOT NULL, id uuid, UNIQUE (id))",
        "CREATE UNIQUE INDEX thing_once ON log.thing (id)",
        "CREATE TRIGGER t BEFORE UPDATE ON log.event EXECUTE FUNCTION f()",
        "UPDATE log.head SET recorded_at = clock_timestamp() WHERE tenant = $1",
        "INSERT INTO a (tenant, n) VALUES ($1, 1) ON CONFLICT (tenant) DO UPDATE SET n = random()",
        "INSERT INTO log.head (tenant, position) VALUES ($1, (SELECT max(position) FROM log.event))",
        "WITH added AS (INSERT INTO log.tenant VALUES ($1) RETURNING slug) SELECT slug FROM added",
        "MERGE INTO read.club USING (VALUES ($1)) AS v ON true WHEN MATCHED THEN DO NOTHING",
        "SELECT position FROM log.head WHERE position > $1 FOR UPDATE",
        "UPDATE read.club SET tenant = $1 WHERE tenant = $2",
        "UPDATE read.club SET name = $3, tenant = $1 WHERE tenant = $2",
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c ON DELETE SET NULL",
        "CREATE POLICY p ON log.event USING (tenant IN (SELECT tenant FROM log.tenant))",
        "BEGIN ISOLATION LEVEL SERIALIZABLE",
        "ALTER TABLE a ADD CONSTRAINT u UNIQUE (tenant, b) DEFERRABLE INITIALLY DEFERRED",
    ])
    func `each thing that is refused is found`(statement: String) {
        #expect(DistributedSQL.faults(in: statement).count == 1, "\(statement)")
    }

    @Test(arguments: [
        "UPDATE log.head SET position = $1 WHERE tenant = $2",
        "UPDATE a SET n = $1, m = $2 WHERE tenant = $3",
        "SELECT position FROM log.head WHERE tenant = $1 FOR UPDATE",
        "CREATE TABLE log.thing (tenant uuid PRIMARY KEY, n bigint)",
        "SELECT clock_timestamp()",
    ])
    func `what a distributed server runs is left alone`(statement: String) {
        #expect(DistributedSQL.faults(in: statement) == [])
    }

    @Test func `a statement that is made of two is read as one`() {
        let source = #"""
            let head: SQL = """
                SELECT position FROM log.head WHERE tenant = \(tenant)
                """
            return "\(head) FOR UPDATE"
            """#
        #expect(StatementLiterals.statements(in: source).count == 2)
        #expect(
            StatementLiterals.statements(in: source).allSatisfy {
                DistributedSQL.faults(in: $0) == []
            })
    }
}
