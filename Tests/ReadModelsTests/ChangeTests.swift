import Directory
import EventSourcing
import TestSupport
import Testing
import Vocabulary

@testable import ReadModels

struct ChangeTests {
    private let put = Change.Action.put(["a": 1, "b": 2])
    private let patch = Change.Action.patch(["b": 3])

    @Test func `of two changes of one row one is made that does what both do`() {
        #expect(put.followed(by: patch) == .put(["a": 1, "b": 3]))
        #expect(patch.followed(by: .patch(["a": 9])) == .patch(["a": 9, "b": 3]))
        #expect(patch.followed(by: put) == put)
        #expect(put.followed(by: .delete) == .delete)
        #expect(patch.followed(by: .delete) == .delete)
        #expect(Change.Action.delete.followed(by: put) == put)
        #expect(Change.Action.delete.followed(by: patch) == .delete, "no row, nothing to patch")
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
