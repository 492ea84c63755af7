import EventSourcing
import HTTPTypes

/// What the API would answer to a command's error, for a program that needs no HTTP to carry
/// commands out.
package struct Refusal {
    package let status: Int
    /// The problem document of RFC 9457.
    package let document: JSONValue

    /// Nothing for an error that is no refusal.
    package init?(_ error: any Error) {
        guard let problem = Problem(refusal: error) else { return nil }
        status = problem.status.code
        document = problem.json
    }
}
