import ArgumentParser
import EventSourcing
import Foundation
import Gateway

/// How a service is reached and whom it believes.
struct ServeOptions: ParsableArguments {
    @Option(help: "The address to listen at; CLUBS_HOST, or 127.0.0.1.")
    var host: String?

    @Option(help: "The port; CLUBS_PORT, or 8080. 0 takes any free one.")
    var port: Int?

    @Option(help: "A port of its own for health and readiness; CLUBS_OPS_PORT, or none.")
    var opsPort: Int?

    @Option(help: "Whose public pages a visitor sees: a tenant by slug or id; CLUBS_PUBLIC_TENANT.")
    var publicTenant: TenantReference?

    @Flag(help: "Believe X-Forwarded-For and X-Forwarded-Proto; CLUBS_TRUST_PROXY=1.")
    var trustProxy = false

    func validate() throws {
        for port in [port, opsPort].compactMap(\.self) where !(0...65_535).contains(port) {
            throw ValidationError("A port lies between 0 and 65535.")
        }
    }

    /// - Parameter localKeys: Where the keys stand when CLUBS_JWKS names none.
    /// - Throws: `Failure` for a variable that cannot be read or a tenant that is not there.
    func configuration(
        for log: any EventLog, localKeys: () async throws -> KeySource
    ) async throws -> GatewayConfiguration {
        let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
        let keys: KeySource
        if let named = environment["CLUBS_JWKS"] {
            keys =
                named.hasPrefix("http://") || named.hasPrefix("https://")
                ? .url(named) : .file(named)
        } else {
            keys = try await localKeys()
        }
        var configuration = GatewayConfiguration(keys: keys)
        configuration.host = host ?? environment["CLUBS_HOST"] ?? configuration.host
        configuration.port =
            try port ?? Self.port("CLUBS_PORT", environment) ?? configuration.port
        configuration.opsPort = try opsPort ?? Self.port("CLUBS_OPS_PORT", environment)
        configuration.issuer = environment["CLUBS_ISSUER"] ?? configuration.issuer
        configuration.audience = environment["CLUBS_AUDIENCE"] ?? configuration.audience
        configuration.trustsProxy = trustProxy || environment["CLUBS_TRUST_PROXY"] == "1"
        let visited = publicTenant ?? environment["CLUBS_PUBLIC_TENANT"].map(TenantReference.init)
        configuration.publicTenant = try await visited?.resolve(in: log)
        return configuration
    }

    private static func port(_ name: String, _ environment: [String: String]) throws -> Int? {
        guard let text = environment[name] else { return nil }
        guard let port = Int(text), (0...65_535).contains(port) else {
            throw Failure(
                .usage, "\(name) is no port: \(text)", remedy: "set it to a number up to 65535")
        }
        return port
    }
}
