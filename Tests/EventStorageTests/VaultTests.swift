import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import EventStorage

@Suite struct VaultTests {
    private let tenant = TenantID(UUID())
    private let ada = PersonID(UUID())
    private let grace = PersonID(UUID())

    @Test func `a text comes back to whoever has its reference`() async throws {
        try await withVault { log, pool, _ in
            let text = VaultText(subject: ada, reference: UUID(), text: "Ada 👩🏽‍🔬 Łovelace")
            try await log.append(batch(after: 0, [text]))
            let opened = try await log.vault.open([text.reference], of: tenant, reading: pool)
            #expect(opened == [text.reference: text.text])
            let elsewhere = try await log.vault.open(
                [text.reference], of: TenantID(UUID()), reading: pool)
            #expect(elsewhere.isEmpty)
        }
    }

    @Test func `a text is stored with its events, or neither is`() async throws {
        try await withVault { log, pool, _ in
            let text = VaultText(subject: ada, reference: UUID(), text: "Ada")
            await #expect(throws: LogFailure.self) {
                try await log.append(batch(after: 7, [text]))
            }
            let opened = try await log.vault.open([text.reference], of: tenant, reading: pool)
            #expect(opened.isEmpty)
        }
    }

    @Test func `who is forgotten leaves a tombstone, and others keep their texts`() async throws {
        try await withVault { log, pool, _ in
            let texts = [ada, grace].map {
                VaultText(subject: $0, reference: UUID(), text: "name")
            }
            try await log.append(batch(after: 0, texts))
            try await log.append(batch(after: 1, forgetting: [ada]))
            let late = VaultText(subject: ada, reference: UUID(), text: "late")
            try await log.append(batch(after: 2, [late]))
            let references = (texts + [late]).map(\.reference)
            let opened = try await log.vault.open(references, of: tenant, reading: pool)
            #expect(opened == [texts[1].reference: "name"])
            #expect(try await log.open(tenant, commands: []).head == 3)
        }
    }

    @Test func `a name is found by its reference, however many people there are`() async throws {
        try await withVault { log, pool, configuration in
            let admin = try await Connection.open(configuration)
            _ = try await admin.query(
                """
                INSERT INTO vault.text (tenant, subject, ref, box)
                SELECT \(tenant.uuid), gen_random_uuid(), gen_random_uuid(), '\\x00'
                FROM generate_series(1, 5000)
                """)
            _ = try await admin.query("ANALYZE vault.text")
            let question = Vault.sealed([UUID()], of: tenant)
            let plan = try await admin.query("EXPLAIN \(question)").rows
                .map { try $0.decode(String.self) }.joined(separator: "\n")
            #expect(plan.contains("text_by_reference"), "\(plan)")
            await admin.close()
        }
    }

    @Test func `another master key is refused`() async throws {
        try await withVault { log, pool, configuration in
            try await log.vault.prove(in: pool)
            try await log.vault.prove(in: pool)
            let other = Vault(master: try MasterKey(base64: MasterKey.makeBase64()))
            await #expect(throws: VaultFailure.self) { try await other.prove(in: pool) }
        }
    }

    @Test(arguments: ["", "short", "!!!", Data(repeating: 1, count: 31).base64EncodedString()])
    func `a malformed master key is refused`(text: String) {
        #expect(throws: VaultFailure.self) { try MasterKey(base64: text) }
    }

    @Test func `no dump of the database holds a canary`() async throws {
        try await withVault { log, pool, configuration in
            let canary = "canary-\(UUID())"
            try await log.append(
                batch(after: 0, [VaultText(subject: ada, reference: UUID(), text: canary)]))
            let connection = try await Connection.open(configuration)
            let found = try await connection.query(
                """
                SELECT count(*) FROM vault.text
                WHERE position(convert_to(\(canary), 'UTF8') IN box) > 0
                """)
            let count = try found.rows[0].decode(Int.self)
            #expect(count == 0)
            await connection.close()
        }
    }

    private func withVault(
        _ body: (PostgresLog, Pool, Configuration) async throws -> Void
    ) async throws {
        try await withPostgresLog { log, configuration in
            try await log.create(tenant, slug: "test")
            let pool = Pool(configuration.inServiceRole)
            do {
                try await body(log, pool, configuration)
            } catch {
                await pool.close()
                throw error
            }
            await pool.close()
        }
    }

    private func batch(
        after position: Position, _ texts: [VaultText] = [], forgetting subjects: [PersonID] = []
    ) -> AppendBatch {
        let sample = Sample.batch(tenant, after: position, count: 1)
        return AppendBatch(
            tenant: tenant, after: position, recordedAt: sample.recordedAt, events: sample.events,
            texts: texts, forgotten: subjects)
    }
}
