import Hummingbird
struct PageTemplates: Sendable {
    init() throws {}
    func response(to problem: Problem) -> Response { problem.response }
    func response(explaining: ProblemCode) -> Response { Response(status: .ok) }
}
struct PageEndpoints { let parts: GatewayParts; var all: [Endpoint] { [] } }
