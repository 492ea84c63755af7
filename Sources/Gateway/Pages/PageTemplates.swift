import Hummingbird
struct PageTemplates: Sendable {
    func response(to problem: Problem) -> Response { problem.response }
}
