import ArgumentParser
import EventSourcing

/// `clubs token`: a token for whoever may read the local signing key.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Sign a short token for a service on this machine.",
        discussion: """
            Who may read the signing key in the data folder may speak as anybody; a real \
            installation gives the service the keys of its gateway in CLUBS_JWKS instead.

            EXAMPLES
              clubs token --tenant hillside --person $PERSON
              curl -H "Authorization: Bearer $(clubs token --tenant hillside --person $PERSON)" \\
                http://127.0.0.1:8080/v1/clubs
            """)

    @Option(help: "The person who is to speak, by id.")
    var person: PersonID

    @Option(help: "For how many seconds, 300 at most.")
    var lifetime: Int64 = 300

    @OptionGroup var chosen: TenantOptions
    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard (1...LocalSigner.longestLifetime.components.seconds).contains(lifetime) else {
            throw ValidationError("A token lives for 1 to 300 seconds.")
        }
    }

    func run() async throws {
        let signer = try LocalSigner(in: store.folder)
        let tenant: TenantID = try await store.withStore { store in
            try await store.withLog { log, _ in try await chosen.resolve(in: log) }
        }
        Terminal.print(
            try signer.token(tenant: tenant, person: person, lifetime: .seconds(lifetime)))
    }
}
