import ArgumentParser
import EventSourcing
import Foundation
import Gateway

/// Which service, and who speaks to it.
struct ServiceOptions: ParsableArguments {
    static let defaultURL = "http://127.0.0.1:8080"

    @Option(
        help: ArgumentHelp(
            "The service's address; CLUBS_URL or \(defaultURL) where it is not given."))
    var url: String?

    @Option(help: "The tenant, by slug or id; CLUBS_TENANT where it is not given.")
    var tenant: TenantReference?

    @Option(
        name: .customLong("as"),
        help: "Who speaks, by a person's id; CLUBS_AS where it is not given.")
    var person: PersonID?

    @Flag(help: "Print the answer as JSON.")
    var json = false

    /// - Throws: `Failure` where nothing tells who speaks.
    func client() async throws -> ServiceClient {
        let environment = ProcessInfo.processInfo.environment
        return ServiceClient(
            base: try Self.base(url), credentials: try await credentials(environment))
    }

    /// The service's address, without a slash at its end.
    ///
    /// - Throws: `Failure` for what is no address.
    static func base(_ url: String?) throws -> String {
        let named = ProcessInfo.processInfo.environment["CLUBS_URL"]
        let address = url ?? named ?? defaultURL
        guard let parts = URLComponents(string: address), let scheme = parts.scheme,
            ["http", "https"].contains(scheme), parts.host != nil
        else {
            throw Failure(
                .usage, "\(address) is no address of a service",
                remedy: "give one such as \(defaultURL) in --url or CLUBS_URL")
        }
        return address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    private func credentials(_ environment: [String: String]) async throws -> Credentials {
        if person == nil, let token = environment["CLUBS_TOKEN"], !token.isEmpty {
            return .token(token)
        }
        let named = try environment["CLUBS_AS"].map(Self.person)
        guard let person = person ?? named else {
            throw Failure(
                .usage, "it is not known who speaks",
                remedy: "set CLUBS_TOKEN, or name a person with --as and a tenant with --tenant "
                    + "on the service's own machine")
        }
        guard let tenant = tenant ?? environment["CLUBS_TENANT"].map(TenantReference.init) else {
            throw Failure(
                .usage, "it is not known in which tenant \(person) speaks",
                remedy: "name it with --tenant or CLUBS_TENANT; `clubs tenant list` shows them")
        }
        let signer = try await TokenSigner.existing(directory: StoreOptions.parse([]).folder.path)
        return .local(signer, tenant: try await tenant.resolve(), person: person)
    }

    private static func person(_ text: String) throws -> PersonID {
        guard let person = PersonID(text) else {
            throw Failure(
                .usage, "CLUBS_AS is no person's id: \(text)",
                remedy: "set it to an id as `clubs club show` prints them")
        }
        return person
    }
}
