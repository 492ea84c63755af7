import Crypto
import EventSourcing
import Foundation
import PostgreSQL

/// Where personal text stands: sealed under a key of its subject, which the master key wraps.
///
/// To forget a subject is to destroy that key. The tombstone that stays keeps a late writer from
/// sealing anything for the subject again.
package struct Vault: Sendable {
    /// How many texts are opened with one question.
    package static let openLimit = 2000

    private let master: MasterKey

    package init(master: MasterKey) {
        self.master = master
    }

    /// Refuses a database whose vault was sealed under another key; a new one takes this key.
    ///
    /// - Throws: `VaultFailure.wrongMasterKey`, or `PostgresFailure`.
    package func prove(in pool: Pool) async throws {
        let proof = try Box.seal("clubs", under: master.key, label: Box.proofLabel)
        _ = try await pool.query(
            """
            INSERT INTO vault.master (generation, proof) VALUES (\(master.generation), \(proof))
            ON CONFLICT (generation) DO NOTHING
            """)
        let kept = try await pool.query(
            "SELECT proof FROM vault.master WHERE generation = \(master.generation)")
        guard let row = kept.rows.first,
            (try? Box.open(row.decode([UInt8].self), under: master.key, label: Box.proofLabel))
                != nil
        else { throw VaultFailure.wrongMasterKey(generation: master.generation) }
    }

    /// The statements that store a batch's texts and destroy what is to be forgotten.
    func seal(_ batch: AppendBatch, reading pool: Pool) async throws -> [SQL] {
        let texts = batch.texts.filter { !batch.forgotten.contains($0.subject) }
        let subjects = Set(texts.map(\.subject)).sorted()
        var keys = try await keys(of: subjects, in: batch.tenant, reading: pool)
        let newcomers = subjects.filter { keys[$0] == nil }
            .map { (subject: $0, key: SymmetricKey(size: .bits256)) }
        for (subject, key) in newcomers { keys[subject] = .living(key) }
        var statements = try Self.insertKey.statements(of: newcomers) { row, values in
            values.add(batch.tenant.uuid)
            values.add(row.subject.uuid)
            values.add(master.generation)
            values.add(try wrap(row.key, of: row.subject, in: batch.tenant))
        }
        let boxes = try texts.compactMap { text in
            try box(for: text, in: batch.tenant, keys: keys).map { (text: text, box: $0) }
        }
        statements += Self.insertText.statements(of: boxes) { row, values in
            values.add(batch.tenant.uuid)
            values.add(row.text.subject.uuid)
            values.add(row.text.reference)
            values.add(row.box)
        }
        return statements + batch.forgotten.flatMap { forget($0, in: batch.tenant) }
    }

    /// The texts behind `references`; none for what has been forgotten.
    ///
    /// - Throws: `VaultFailure.damaged`, or `PostgresFailure`.
    package func open(
        _ references: [UUID], of tenant: TenantID, reading pool: Pool
    ) async throws -> [UUID: String] {
        guard !references.isEmpty else { return [:] }
        precondition(references.count <= Self.openLimit, "a page of texts is bounded")
        let rows = try await pool.query(Self.sealed(references, of: tenant)).rows
        var texts: [UUID: String] = [:]
        for row in rows {
            let (reference, subject, box, wrapped) = try row.decode(
                UUID.self, UUID.self, [UInt8].self, [UInt8].self)
            let key = try unwrap(wrapped, of: PersonID(subject), in: tenant)
            let label = Box.label(text: reference, of: PersonID(subject), in: tenant)
            guard let data = try? Box.open(box, under: key, label: label) else {
                throw VaultFailure.damaged(reference: reference)
            }
            texts[reference] = String(decoding: data, as: UTF8.self)
        }
        return texts
    }

    /// The boxes behind `references`, each with its subject's key.
    static func sealed(_ references: [UUID], of tenant: TenantID) -> SQL {
        """
        SELECT text.ref, text.subject, text.box, key.wrapped
        FROM vault.text AS text JOIN vault.key AS key
            ON key.tenant = text.tenant AND key.subject = text.subject
        WHERE text.tenant = \(tenant.uuid) AND text.ref = ANY (\(references))
            AND key.wrapped IS NOT NULL
        """
    }

    private enum SubjectKey {
        case living(SymmetricKey)
        case destroyed
    }

    private func keys(
        of subjects: [PersonID], in tenant: TenantID, reading pool: Pool
    ) async throws -> [PersonID: SubjectKey] {
        guard !subjects.isEmpty else { return [:] }
        let rows = try await pool.query(
            """
            SELECT found.subject, found.wrapped
            FROM unnest(\(subjects.map(\.uuid))) AS asked (subject),
                LATERAL (
                    SELECT subject, wrapped FROM vault.key
                    WHERE tenant = \(tenant.uuid) AND subject = asked.subject
                    LIMIT 1
                ) AS found
            """
        ).rows
        var keys: [PersonID: SubjectKey] = [:]
        for row in rows {
            let (uuid, wrapped) = try row.decode(UUID.self, [UInt8]?.self)
            let subject = PersonID(uuid)
            keys[subject] =
                try wrapped.map { .living(try unwrap($0, of: subject, in: tenant)) }
                ?? .destroyed
        }
        return keys
    }

    private static let insertKey = RowsStatement(
        "INSERT INTO vault.key (tenant, subject, generation, wrapped)",
        columns: [.uuid, .uuid, .int2, .bytea])
    private static let insertText = RowsStatement(
        "INSERT INTO vault.text (tenant, subject, ref, box)",
        columns: [.uuid, .uuid, .uuid, .bytea])

    private func box(
        for text: VaultText, in tenant: TenantID, keys: [PersonID: SubjectKey]
    ) throws -> [UInt8]? {
        guard case .living(let key) = keys[text.subject] else { return nil }
        let label = Box.label(text: text.reference, of: text.subject, in: tenant)
        return try Box.seal(text.text, under: key, label: label)
    }

    private func wrap(
        _ key: SymmetricKey, of subject: PersonID, in tenant: TenantID
    ) throws -> [UInt8] {
        try Box.seal(
            key.withUnsafeBytes { Data($0) }, under: master.key,
            label: Box.label(key: subject, of: tenant))
    }

    private func unwrap(
        _ wrapped: [UInt8], of subject: PersonID, in tenant: TenantID
    ) throws -> SymmetricKey {
        let label = Box.label(key: subject, of: tenant)
        guard let bytes = try? Box.open(wrapped, under: master.key, label: label) else {
            throw VaultFailure.wrongMasterKey(generation: master.generation)
        }
        return SymmetricKey(data: bytes)
    }

    private func forget(_ subject: PersonID, in tenant: TenantID) -> [SQL] {
        [
            """
            INSERT INTO vault.key (tenant, subject, generation, wrapped)
            VALUES (\(tenant.uuid), \(subject.uuid), \(master.generation), NULL)
            ON CONFLICT (tenant, subject) DO UPDATE SET wrapped = NULL
            """,
            "DELETE FROM vault.text WHERE tenant = \(tenant.uuid) AND subject = \(subject.uuid)",
        ]
    }
}
