import HTTPTypes
import Logging
import PostgreSQL
import Testing

@testable import Gateway

/// What a database that has too much to do means for whoever asks.
@Suite struct OverloadTests {
    private static let failures = [
        PostgresFailure(code: .poolExhausted, message: "no connection became free"),
        PostgresFailure(code: .timedOut, message: "the database took too long"),
        PostgresFailure(code: .server, message: "statement timeout", sqlState: "57014"),
        PostgresFailure(code: .server, message: "lock timeout", sqlState: "55P03"),
        PostgresFailure(code: .connectionLost, message: "the connection was lost"),
    ]

    @Test(arguments: failures)
    func `it is said, with a time to come back, and is nobody's mistake`(
        failure: PostgresFailure
    ) {
        let problem = Problem(for: failure, in: "GET /v1/me", logger: Logger(label: "test"))
        #expect(problem.code == .storeUnavailable)
        #expect(problem.headers[.retryAfter] == "1")
    }

    @Test func `a mistake of ours stays one`() {
        let failure = PostgresFailure(code: .server, message: "no such table", sqlState: "42P01")
        let problem = Problem(for: failure, in: "GET /v1/me", logger: Logger(label: "test"))
        #expect(problem.code == .internalError)
    }
}
