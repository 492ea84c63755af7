import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import PostgreSQL
import ReadModels

/// Turns whatever is thrown into the one form of refusal, and says what every answer says.
struct ProblemMiddleware: RouterMiddleware {
    let addresses: Addresses
    let pages: PageTemplates

    @concurrent func handle(
        _ request: Request, context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPParserError {
            // The connection is lost to us: `ConnectionGuard` has answered.
            throw error
        } catch {
            let problem = problem(for: error, request, context)
            response =
                request.prefersHTML ? pages.response(to: problem) : problem.response
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.vary] = "Accept, Accept-Language, Authorization, Cookie"
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        return response
    }

    private func problem(
        for error: any Error, _ request: Request, _ context: GatewayContext
    ) -> Problem {
        switch error {
        case is NIOTooManyBytesError:
            return Problem(.contentTooLarge, headers: [.connection: "close"])
        case let error as HTTPError where error.status == .notFound:
            return addresses.problem(for: request)
        case let error as HTTPError where error.status == .contentTooLarge:
            return Problem(.contentTooLarge, headers: [.connection: "close"])
        default:
            return Problem(
                for: error, in: "\(request.method) \(request.uri.path)", logger: context.logger)
        }
    }
}

extension Problem {
    /// What an error behind the edge means for whoever asked; what is nobody's but our mistake is
    /// logged under the instance that the answer names.
    init(for error: any Error, in request: String, logger: Logger) {
        if let unreadable = error as? UnreadableEvent {
            logger.error("an event cannot be read", metadata: ["reason": "\(unreadable)"])
        }
        if let problem = Problem(refusal: error) {
            self = problem
            return
        }
        switch error {
        case let failure as QueryFailure:
            self.init(failure)
        case let failure as PostgresFailure
        where failure.isConnectionProblem || failure.isOverload:
            logger.warning("the database does not answer: \(failure)")
            self.init(.storeUnavailable, headers: .retry(after: .seconds(1)))
        case VersionFailure.noneShown:
            logger.error("\(error)", metadata: ["remedy": "clubs projector switch"])
            self.init(.storeUnavailable, headers: .retry(after: .seconds(1)))
        case is CancellationError:
            self.init(.storeUnavailable, headers: .retry(after: .seconds(1)))
        default:
            let instance = UUID()
            logger.error(
                "a request failed by our mistake",
                metadata: [
                    "request": "\(request)", "instance": "\(instance)",
                    "error": "\(String(reflecting: error))",
                ])
            self.init(
                .internalError, instance: "urn:uuid:\(instance.uuidString.lowercased())")
        }
    }

    /// Why a question has no answer.
    init(_ failure: QueryFailure) {
        switch failure {
        case .notFound(let subject): self.init(.notFound, subject.missingPart)
        case .aheadOfLog(let asked, let head):
            self.init(
                .badAsOf, "position \(asked) lies ahead: the log stands at \(head)",
                ["head": .init(count: head.value)])
        case .malformedCursor: self.init(.badCursor)
        case .expiredCursor: self.init(.cursorExpired)
        case .limitOutOfBounds(_, let allowed):
            self.init(invalid: [.init(outside: allowed, field: "/limit")])
        }
    }
}

extension QueryFailure.Subject {
    /// What is said of parts of a tournament that the caller sees; nothing of other things, for
    /// whether they exist is nobody's to know.
    fileprivate var missingPart: String? {
        switch self {
        case .round: "there is no such round: one is shown once it is paired and published"
        case .board: "there is no such board in this round"
        case .tree: "there is no tree: only a knockout of two players or more has one"
        case .club, .person, .school, .membership, .tournament, .waitlistPlace, .joinRequest,
            .seatOffer, .invite:
            nil
        }
    }
}

extension Request {
    /// Whether a person reads the answer in a browser; the API itself speaks JSON alone.
    var prefersHTML: Bool {
        !isForAPI && (headers[.accept] ?? "").contains("text/html")
    }
}
