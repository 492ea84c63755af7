import EventSourcing
import EventStorage
import Foundation
import PostgreSQL
import TestSupport
import Testing

/// A database and a data folder of one test, and the program that uses both.
struct Workplace: Sendable {
    let clubs: Program
    let configuration: Configuration
    let folder: String

    static func with<Result>(
        template: TestTemplate = .migrated, _ body: (Workplace) async throws -> Result
    ) async throws -> Result {
        try await withDatabase(template: template) { configuration in
            try await withFolder { folder in
                let clubs = Program(environment: [
                    "DATABASE_URL": configuration.connectionString, "CLUBS_DATA": folder,
                    "CLUBS_VAULT_KEY": MasterKey.makeBase64(),
                ])
                return try await body(
                    Workplace(clubs: clubs, configuration: configuration, folder: folder))
            }
        }
    }

    /// Creates a tenant and returns its ids by what they stand for.
    @discardableResult
    func createTenant(_ slug: String = "hillside") async throws -> Created {
        let ended = try await clubs.run(
            "tenant", "create", slug, "--school", "Hillside School", "--admin", "Ada Byron",
            "--json")
        try #require(ended.status == 0, "\(ended)")
        return try JSONDecoder().decode(Created.self, from: Data(ended.output.utf8))
    }

    struct Created: Decodable {
        let tenant, school, admin: String
    }

    /// Changes the database behind the program's back, as its owner.
    func change(_ statements: SQL...) async throws {
        let connection = try await Connection.open(configuration)
        for statement in statements { _ = try await connection.query(statement) }
        await connection.close()
    }
}

extension ClubsTool.Result {
    /// Expects the exit code, and on the standard error all of these words.
    func expect(
        _ status: Int32, saying words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(self.status == status, "\(self)", sourceLocation: sourceLocation)
        for word in words {
            #expect(errors.contains(word), "\(word) in:\n\(self)", sourceLocation: sourceLocation)
        }
    }

    /// The output's one JSON value.
    func json() throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(output.utf8))
    }

    /// The output's lines, each a JSON value.
    func jsonLines() throws -> [JSONValue] {
        try lines.map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
    }
}
