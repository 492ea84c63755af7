import EventSourcing
import HTTPTypes

/// What the API would answer to a command's error, for a program that needs no HTTP to carry
/// commands out.
package struct ProblemDocument {
    package let status: Int
    /// As RFC 9457 writes it.
    package let json: JSONValue

    /// Nothing for an error that is no refusal.
    package init?(refusal error: any Error) {
        guard let problem = Problem(refusal: error) else { return nil }
        status = problem.status.code
        json = problem.json
    }
}
