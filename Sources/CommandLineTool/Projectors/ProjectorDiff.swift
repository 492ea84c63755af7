import ArgumentParser
import EventSourcing
import ReadModels

/// `clubs projector diff ONE OTHER`: which rows two versions do not share.
struct ProjectorDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compare the rows of two versions.",
        discussion: """
            The version that is not shown is followed to where the other one stands; then both are \
            compared, in one snapshot. A new version may differ on purpose; exit code 8 says that \
            it does, or that a tenant cannot be compared because one version stops before an event.

            EXAMPLE
              clubs projector diff main-1 main-2
            """)

    /// How many of the tenants that cannot be compared are named.
    private static let namedLimit = 20

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
        let difference = try await store.withProjectors {
            try await $0.builder.difference(between: first, and: second)
        }
        if json { Terminal.print(try json(difference).line) } else { print(difference) }
        guard difference.isEmpty else {
            throw Failure(
                .verificationFailed, "\(first) and \(second) differ", code: "versions-differ")
        }
        guard difference.passedOver.isEmpty else {
            throw Failure(
                .verificationFailed,
                "\(difference.passedOver.count) tenants have not been compared: "
                    + "\(first) and \(second) stand at different positions",
                remedy:
                    "`clubs projector lag` and `quarantine list --of` each version; then compare again",
                code: "tenants-not-compared")
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
        for standing in difference.passedOver.prefix(Self.namedLimit) {
            Terminal.note(
                "not compared: \(standing.tenant), \(first) at \(standing.first.position), "
                    + "\(second) at \(standing.second.position)"
                    + (standing.reason.map { ", held back by: \($0)" } ?? ""))
        }
        guard difference.isEmpty else { return }
        let count = "\(difference.comparedTenants) tenants"
        if !difference.passedOver.isEmpty {
            Terminal.print("no difference in the \(count) that were compared")
        } else if difference.comparedTenants == 0 {
            Terminal.print("nothing to compare: no tenant has an event")
        } else {
            Terminal.print(Style.ofOutput.green("equal: ") + count)
        }
    }

    private func json(_ difference: VersionDifference) -> JSONValue {
        .object([
            "comparedTenants": .integer(Int64(difference.comparedTenants)),
            "passedOver": .array(
                difference.passedOver.map { standing in
                    .object([
                        "tenant": .string(standing.tenant.description),
                        "positions": .object([
                            first: .integer(Int64(standing.first.position.value)),
                            second: .integer(Int64(standing.second.position.value)),
                        ]),
                        "heldBy": standing.reason.map { .string($0) } ?? .null,
                    ])
                }),
            "tables": .array(difference.tables.filter { !$0.isEmpty }.map(\.json)),
        ])
    }
}

extension VersionDifference.TableDifference {
    fileprivate var json: JSONValue {
        .object([
            "table": .string(table), "onlyInFirst": .integer(Int64(onlyInFirst)),
            "onlyInSecond": .integer(Int64(onlyInSecond)), "changed": .integer(Int64(changed)),
            "firstKey": firstKey.map { .string($0) } ?? .null,
        ])
    }
}
