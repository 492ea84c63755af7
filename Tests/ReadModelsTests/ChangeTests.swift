import Directory
import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing
import Vocabulary

@testable import ReadModels

struct ChangeTests {
    private static let forms = TableForms(types: [
        "person_role": [
            "tenant": .uuid, "person": .uuid, "role": .text, "since": .timestamp,
            "position": .bigint,
        ],
        "invite_use": [
            "tenant": .uuid, "invite": .uuid, "event": .text, "club": .uuid, "person": .uuid,
            "at": .timestamp, "position": .bigint,
        ],
    ])

    private static let tenant = TenantID(UUID())
    private static let monday = Timestamp.tuesday.advanced(by: .seconds(-86_400))

    private static func role(since: Timestamp) -> PersonRoleRow {
        PersonRoleRow(person: .ada, role: .admin, since: since)
    }

    /// What is to be done with the one row that all of the changes are about.
    private func action(_ changes: [(Change, Position)]) throws -> ChangedRows.Action? {
        var rows = ChangedRows(
            of: PersonRoleRow.table, try FieldEncoder(PersonRoleRow.table, Self.forms))
        for (change, position) in changes {
            try rows.add(change, of: Self.tenant, at: position)
        }
        #expect(rows.actions.count == 1)
        return rows.actions.values.first
    }

    @Test func `of two changes of one row one is made that does what both do`() throws {
        let put = Change.put(Self.role(since: Self.monday))
        let patch = Change.patch(
            PersonRoleRow.self, PersonID.ada, Person.Role.admin, set: [.since: Timestamp.tuesday])
        let again = Change.patch(
            PersonRoleRow.self, PersonID.ada, Person.Role.admin, set: [.since: Self.monday])
        let delete = Change.delete(PersonRoleRow.self, PersonID.ada, Person.Role.admin)
        let patched = try action([(.put(Self.role(since: .tuesday)), 2)])
        #expect(try action([(put, 1), (patch, 2)]) == patched)
        #expect(try action([(again, 1), (patch, 2)]) == action([(patch, 2)]))
        #expect(try action([(patch, 1), (put, 2)]) == action([(put, 2)]))
        for earlier in [put, patch] {
            #expect(try action([(earlier, 1), (delete, 2)]) == action([(delete, 2)]))
        }
        #expect(try action([(delete, 1), (put, 2)]) == action([(put, 2)]))
        #expect(try action([(delete, 1), (patch, 2)]) == action([(delete, 1)]), "nothing to patch")
        #expect(try action([(put, 1)]) != patched)
    }

    @Test func `rows of a table that is only added to are not looked for`() throws {
        var rows = ChangedRows(
            of: InviteUseRow.table, try FieldEncoder(InviteUseRow.table, Self.forms))
        for event in ["1", "2"] {
            let row = InviteUseRow(
                invite: .number(1), event: event, club: .chess, person: .ada, at: .tuesday)
            try rows.add(.put(row), of: Self.tenant, at: 1)
        }
        #expect(rows.additions.count == 2)
        #expect(rows.actions.isEmpty)
        let writer = TableWriter(
            InviteUseRow.table, in: .first, try Self.forms.form(of: InviteUseRow.table))
        let statements = writer.statements(of: rows).map(\.text)
        #expect(!statements.isEmpty && statements.allSatisfy { !$0.contains("CONFLICT") })
    }

    @Test func `a row becomes columns, and what is empty is left out`() {
        let row = PersonRoleRow(person: .ada, role: .admin, since: .tuesday)
        let change = Change.put(row)
        #expect(change.table == PersonRoleRow.table)
        #expect(change.key == [.string(PersonID.ada.description), "admin"])
        #expect(
            change.action
                == .put([
                    "person": .string(PersonID.ada.description), "role": "admin",
                    "since": .string(Timestamp.tuesday.description),
                ]))
    }

    @Test func `a patch with nothing in it empties the column`() {
        #expect(
            Change.patch(ClubRow.self, ClubID.chess, set: [.capacity: Int?.none]).action
                == .patch(["capacity": .null]))
    }

    @Test func `lists and nested values are kept as JSON`() {
        let columns = RowEncoder.columns(
            of: TermRow(
                school: .home, term: .number(1), name: "Spring",
                startsOn: CivilDate(daysSinceEpoch: 0), endsOn: CivilDate(daysSinceEpoch: 1)))
        #expect(columns["starts_on"] == "1970-01-01")
        #expect(RowEncoder.value(of: ["a": [1, 2], "b": []]) == ["a": [1, 2], "b": []])
        #expect(RowEncoder.value(of: Int?.none) == .null)
        #expect(RowEncoder.value(of: [Int?.none, 1]) == [nil, 1])
        #expect(RowEncoder.value(of: true) == true)
        #expect(RowEncoder.value(of: 1.5) == .number(1.5))
    }

    @Test func `a patch of a row that is not there leaves nothing behind`() {
        var rows = RowsInMemory()
        rows.apply([.patch(ClubRow.self, ClubID.chess, set: [.capacity: 3])], at: 1)
        #expect(rows.entries(of: ClubRow.table).isEmpty)
    }
}
