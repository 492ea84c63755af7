import ArgumentParser
import EventSourcing
import ReadModels

/// `clubs projector diff ONE OTHER`: which rows two versions do not share.
struct ProjectorDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compare the rows of two versions.",
        discussion: """
            Compares the tenants that both show up to the same position, in one snapshot. A new \
            version may differ on purpose; exit code 8 says that it does.

            EXAMPLE
              clubs projector diff main-1 main-2
            """)

    @Argument(help: "A version.")
    var first: String

    @Argument(help: "Another version.")
    var second: String

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard first != second else { throw ValidationError("Name two versions.") }
    }

    func run() async throws {
        let difference = try await store.withProjectors { store in
            try await VersionDifference.between(
                try await store.version(first), try await store.version(second), in: store.owner)
        }
        if json { Terminal.print(try difference.json.line) } else { print(difference) }
        guard difference.isEmpty else {
            throw Failure(.verificationFailed, "\(first) and \(second) differ")
        }
    }

    private func print(_ difference: VersionDifference) {
        var table = Table("TABLE", "ONLY IN \(first)", "ONLY IN \(second)", "CHANGED", "FIRST KEY")
        for one in difference.tables where !one.isEmpty {
            table.append(
                one.table, String(one.onlyInFirst), String(one.onlyInSecond), String(one.changed),
                one.firstKey)
        }
        if !table.isEmpty { table.print() }
        if !difference.passedOver.isEmpty {
            Terminal.note(
                "not compared, because they stand at different positions: "
                    + "\(difference.passedOver.count) tenants")
        }
        if difference.isEmpty {
            Terminal.print(
                Style.ofOutput.green("equal: ") + "\(difference.comparedTenants) tenants")
        }
    }
}

extension VersionDifference {
    fileprivate var json: JSONValue {
        .object([
            "comparedTenants": .integer(Int64(comparedTenants)),
            "passedOver": .array(passedOver.map { .string($0.description) }),
            "tables": .array(
                tables.filter { !$0.isEmpty }.map { table in
                    .object([
                        "table": .string(table.table),
                        "onlyInFirst": .integer(Int64(table.onlyInFirst)),
                        "onlyInSecond": .integer(Int64(table.onlyInSecond)),
                        "changed": .integer(Int64(table.changed)),
                        "firstKey": table.firstKey.map { .string($0) } ?? .null,
                    ])
                }),
        ])
    }
}
