import EventSourcing
import Hummingbird

/// `/problems/{code}`: the page that every problem's `type` leads to.
struct ProblemPages: Sendable {
    let pages: PageTemplates

    var all: [Endpoint] {
        [
            Endpoint(.get, "/problems/{code}", .problem) { request, context in
                guard let code = ProblemCode(rawValue: context.parameter("code")) else {
                    throw Problem(.notFound)
                }
                return request.prefersHTML
                    ? pages.response(explaining: code) : Response(json: code.json)
            }
        ]
    }
}

extension ProblemCode {
    fileprivate var json: JSONValue {
        [
            "code": .string(rawValue), "status": .init(count: status.code),
            "title": .string(guide.title), "rule": .string(guide.rule),
            "remedy": .string(guide.remedy),
        ]
    }
}
