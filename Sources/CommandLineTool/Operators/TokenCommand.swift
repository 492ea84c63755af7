import ArgumentParser
import EventSourcing
import Gateway

/// `clubs token`: a token for whoever may read the local signing key.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Sign a short token, or a link into the browser, for a service on this machine.",
        discussion: """
            Who may read the signing key in the data folder may speak as anybody; a real \
            installation gives the service the keys of its gateway in CLUBS_JWKS instead.

            EXAMPLES
              clubs token --tenant hillside --person $PERSON
              curl -H "Authorization: Bearer $(clubs token --tenant hillside --person $PERSON)" \\
                http://127.0.0.1:8080/v1/clubs
              clubs token --tenant hillside --person $PERSON --browser --next /c/chess
            """)

    @Option(help: "The person who is to speak, by id.")
    var person: PersonID

    @Option(help: "For how many seconds, 300 at most.")
    var lifetime: Int = 60

    @Flag(help: "Print an address that opens a session in a browser, once, within ten minutes.")
    var browser = false

    @Option(help: "The page that --browser leads to.")
    var next = "/"

    @Option(help: "The service's address for --browser; CLUBS_URL where it is not given.")
    var url: String?

    @OptionGroup var chosen: TenantOptions
    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard (1...300).contains(lifetime) else {
            throw ValidationError("A token lives for 1 to 300 seconds.")
        }
        guard next.hasPrefix("/"), !next.hasPrefix("//") else {
            throw ValidationError("--next is a path of the service, such as /c/chess.")
        }
    }

    func run() async throws {
        let signer = try await TokenSigner.open(directory: store.folder.path)
        let tenant = try await store.withStore { store in
            try await store.withLog { log, _ in try await chosen.resolve(in: log) }
        }
        Terminal.print(
            browser
                ? try await signer.browserLink(
                    person: person, tenant: tenant, base: try ServiceOptions.base(url), next: next)
                : try await signer.sign(
                    person: person, tenant: tenant, lifetime: .seconds(lifetime)))
    }
}
