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
        if let unreadable = error as? UnreadableEvent {
            context.logger.error("an event cannot be read", metadata: ["reason": "\(unreadable)"])
        }
        if let problem = Problem(refusal: error) { return problem }
        switch error {
        case let failure as QueryFailure:
            return Problem(failure)
        case is NIOTooManyBytesError:
            return Problem(.contentTooLarge, headers: [.connection: "close"])
        case let error as HTTPError where error.status == .notFound:
            return addresses.problem(for: request)
        case let error as HTTPError where error.status == .contentTooLarge:
            return Problem(.contentTooLarge, headers: [.connection: "close"])
        case let failure as PostgresFailure where failure.isConnectionProblem:
            context.logger.warning("the database does not answer: \(failure)")
            return Problem(.storeUnavailable, headers: .retry(after: .seconds(1)))
        case is CancellationError:
            return Problem(.storeUnavailable, headers: .retry(after: .seconds(1)))
        default:
            let instance = UUID()
            context.logger.error(
                "a request failed by our mistake",
                metadata: [
                    "method": "\(request.method)", "path": "\(request.uri.path)",
                    "instance": "\(instance)", "error": "\(String(reflecting: error))",
                ])
            return Problem(
                .internalError, instance: "urn:uuid:\(instance.uuidString.lowercased())")
        }
    }
}

extension Problem {
    /// Why a question has no answer.
    init(_ failure: QueryFailure) {
        switch failure {
        case .notFound: self.init(.notFound)
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

extension Request {
    /// Whether a person reads the answer in a browser; the API itself speaks JSON alone.
    var prefersHTML: Bool {
        !isForAPI && (headers[.accept] ?? "").contains("text/html")
    }
}
