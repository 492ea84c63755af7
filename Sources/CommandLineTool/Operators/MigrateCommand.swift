import ArgumentParser
import EventStorage
import PostgreSQL

/// `clubs migrate`: brings the database to the schema of this program.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database to the schema that this program needs.",
        discussion: """
            Each numbered script runs once, in a transaction of its own; of several processes one \
            does the work and the others wait. DATABASE_URL must name the owner of the schemas.

            EXAMPLES
              clubs migrate
              clubs migrate --check    exit code 8 where something is missing
            """)

    @Flag(help: "Only say what is missing.")
    var check = false

    @OptionGroup var store: StoreOptions

    func run() async throws {
        try await store.withStore(migrating: false) { store in
            if check { return try await report(store.configuration) }
            let report = try await Migrator().migrate(store.configuration)
            for name in report.applied { Terminal.print("applied \(name)") }
            Terminal.print(
                Style.ofOutput.green("the schema is current") + " (migration \(report.current))")
        }
    }

    private func report(_ configuration: Configuration) async throws {
        let pool = Pool(configuration)
        let missing: [String]
        do {
            missing = try await Migrator().check(pool)
        } catch {
            await pool.close()
            throw error
        }
        await pool.close()
        guard missing.isEmpty else {
            throw Failure(
                .verificationFailed, "missing: \(missing.joined(separator: ", "))",
                remedy: "clubs migrate")
        }
        Terminal.print(Style.ofOutput.green("the schema is current"))
    }
}
