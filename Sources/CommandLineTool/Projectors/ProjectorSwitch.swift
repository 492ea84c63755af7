import ArgumentParser
import EventSourcing
import ReadModels

/// `clubs projector switch VERSION`: another version is shown.
struct ProjectorSwitch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switch", abstract: "Show another version of the read models.",
        discussion: """
            It is caught up first; then one commit shows it, and nobody sees half of either. The \
            version that was shown is kept, and `switch` goes back to it in the same way.

            EXAMPLE
              clubs projector switch main-2
            """)

    @Argument(help: "The version to show.")
    var version: String

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var store: StoreOptions

    func run() async throws {
        let kept = try await store.withProjectors { try await $0.builder.show(version) }
        if json {
            return Terminal.print(
                try JSONValue.object([
                    "shown": .string(version), "kept": kept.map { .string($0.name) } ?? .null,
                ]).line)
        }
        let rest = kept.map { "; \($0.name) is kept until `clubs projector retire \($0.name)`" }
        Terminal.print(Style.ofOutput.green("shown: ") + version + (rest ?? ""))
    }
}

/// `clubs projector retire VERSION`: a version that is not shown is dropped.
struct ProjectorRetire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire", abstract: "Drop a version that is not shown, with its tables.",
        discussion: """
            EXAMPLE
              clubs projector retire main-1
            """)

    @Argument(help: "The version to drop.")
    var version: String

    @OptionGroup var store: StoreOptions

    func run() async throws {
        try await store.withProjectors { try await $0.catalog.retire(version) }
        Terminal.print(Style.ofOutput.green("retired: ") + version)
    }
}
