import Catalog
import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import ReadModels

/// Rows that write themselves, and those that `Codable` writes.
struct RowWriterTests {
    @Test func `a row has the bytes that its columns have one by one`() async throws {
        try await World.with { world in
            let forms = try await TableForms.load(ProjectorGroup.main.tables, from: world.pool)
            var projection = Projection(.main, codec: .catalog)
            var tables: Set<String> = []
            for event in Story.everything().recorded(in: World.tenant) {
                for change in try projection.changes(of: event) {
                    guard case .put(let row) = change.content else { continue }
                    tables.insert(change.table.name)
                    let fields = try FieldEncoder(change.table, forms)
                    try fields.take(row, of: World.tenant, at: event.position)
                    let expected = try expected(row, fields.form, at: event.position)
                    #expect(fields.row == expected, "\(change.table.name)")
                }
            }
            #expect(tables.isSuperset(of: ["membership", "membership_history", "join_request"]))
        }
    }

    /// By way of JSON.
    private func expected(
        _ row: any ReadModels.Row, _ form: RowForm, at position: Position
    ) throws -> [UInt8] {
        let columns = RowEncoder.columns(of: row)
        var bytes: [UInt8] = []
        bytes.append(bigEndian: Int16(form.columns.count))
        for (name, type) in form.columns {
            let value: any PostgresEncodable =
                switch name {
                case "tenant": World.tenant.uuid
                case "position": position.value
                default: try type.value(of: columns[name] ?? .null)
                }
            var field: [UInt8] = []
            if !value.isNull { try value.encode(into: &field) }
            bytes.append(bigEndian: value.isNull ? -1 : Int32(field.count))
            bytes += field
        }
        return bytes
    }

    @Test func `a value that is none of its column's type is refused, with the column`() throws {
        let table = PersonRoleRow.table
        let form = RowForm(columns: [
            ("tenant", .uuid), ("person", .uuid), ("role", .bigint), ("since", .timestamp),
            ("position", .bigint),
        ])
        var writer = RowWriter(table, form)
        try writer.begin(World.tenant)
        try writer.add(PersonID(UUID()))
        do {
            try writer.add("teacher")
            Issue.record("a text is no bigint")
        } catch let failure as PostgresFailure {
            #expect(failure.isDataError && failure.column == "role")
        }
    }
}
